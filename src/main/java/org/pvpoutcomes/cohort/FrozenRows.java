package org.pvpoutcomes.cohort;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Member;

/**
 * The rows of frozen members. They are copied, traced and compared whole, by the columns that the
 * catalogue of the database has, so that a column more needs nothing here.
 */
@ApplicationScoped
public class FrozenRows {

  private static final List<String> TABLES =
      List.of("member", "member_vertebra", "member_event", "frozen_trace");

  /** A trace is made for each frozen member; it is not copied. */
  private static final List<String> COPIED = TABLES.subList(0, 3);

  private static final String COLUMNS =
      """
      SELECT quote_ident(attname) FROM pg_attribute
      WHERE attrelid = CAST(:table AS regclass) AND attnum > 0 AND NOT attisdropped
        AND attname <> 'study'
      ORDER BY attname COLLATE "C"
      """;

  private static final String ADD_TRACE =
      "INSERT INTO frozen_trace (study, patient, facts, findings, merge) VALUES (?, ?, ?, ?, ?)";

  private static final String TRACE =
      "SELECT facts, findings, merge FROM frozen_trace WHERE study = :study AND patient = :patient";

  private static final int PAGE = 500;
  private static final int FETCH_SIZE = 500;

  private final Session session;
  private final MemberRepository members;

  FrozenRows(Session session, MemberRepository members) {
    this.session = session;
    this.members = members;
  }

  /** Copies all members from one dataset to another that has none. */
  public void copy(Dataset from, Dataset to) {
    for (String table : COPIED) {
      String columns = String.join(", ", columns(table));
      session
          .createNativeMutationQuery(
              "INSERT INTO %1$s (study, %2$s) SELECT :to, %2$s FROM %1$s WHERE study = :from"
                  .formatted(table, columns))
          .setParameter("from", from.key())
          .setParameter("to", to.key())
          .executeUpdate();
    }
  }

  /** Stores what every member of the dataset is derived from now. */
  void trace(Dataset dataset, TraceRepository traces) {
    MemberFilter all = MemberFilter.of(dataset);
    @Nullable String last = null;
    List<Member> page;
    do {
      page = members.page(all, last, PAGE);
      List<MemberTrace> traced = page.stream().map(traces::trace).toList();
      session.doWork(connection -> add(connection, dataset.key(), traced));
      last = page.isEmpty() ? last : page.getLast().patient();
    } while (page.size() == PAGE);
  }

  private static void add(Connection connection, String key, List<MemberTrace> traces)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(ADD_TRACE)) {
      for (MemberTrace trace : traces) {
        TraceJson json = TraceJson.of(trace);
        insert.setString(1, key);
        insert.setString(2, trace.member().patient());
        insert.setString(3, json.facts());
        insert.setString(4, json.findings());
        insert.setString(5, json.merge());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** What the member of a frozen dataset was derived from. */
  MemberTrace traceOf(String key, Member member) {
    Object[] row =
        session
            .createNativeQuery(TRACE, Object[].class)
            .setParameter("study", key)
            .setParameter("patient", member.patient())
            .getSingleResult();
    return new TraceJson((String) row[0], (String) row[1], (String) row[2]).of(member);
  }

  /** Removes all members of the dataset, which nobody else has seen. */
  public void remove(Dataset dataset) {
    session
        .createNativeMutationQuery("DELETE FROM member WHERE study = :study")
        .setParameter("study", dataset.key())
        .executeUpdate();
  }

  /** How many members the dataset has, included or not. */
  public long count(Dataset dataset) {
    return session
        .createNativeQuery("SELECT count(*) FROM member WHERE study = :study", Long.class)
        .setParameter("study", dataset.key())
        .getSingleResult();
  }

  /** The digest of the dataset's rows over all their columns. */
  public RowsDigest digest(Dataset dataset) {
    return digest(
        dataset,
        TABLES.stream()
            .flatMap(table -> columns(table).stream().map(column -> table + "." + column))
            .toList());
  }

  /**
   * The digest of the dataset's rows over these columns: SHA-256 over a line per row, the table and
   * a JSON object of the columns as PostgreSQL writes jsonb, in UTF-8, table by table and in order
   * of the text.
   */
  public RowsDigest digest(Dataset dataset, List<String> columns) {
    MessageDigest digest = DerivationBasis.digest();
    for (String table : TABLES) {
      List<String> ofTable =
          columns.stream()
              .filter(column -> column.startsWith(table + "."))
              .map(column -> column.substring(table.length() + 1))
              .toList();
      session.doWork(connection -> add(connection, digest, dataset.key(), table, ofTable));
    }
    return new RowsDigest(HexFormat.of().formatHex(digest.digest()), columns);
  }

  private static void add(
      Connection connection, MessageDigest digest, String key, String table, List<String> columns)
      throws SQLException {
    String rows =
        """
        SELECT row FROM (
          SELECT CAST(to_jsonb(c) AS text) AS row FROM (SELECT %s FROM %s WHERE study = ?) c) rows
        ORDER BY row COLLATE "C"
        """
            .formatted(String.join(", ", columns), table);
    try (PreparedStatement select = connection.prepareStatement(rows)) {
      select.setString(1, key);
      select.setFetchSize(FETCH_SIZE);
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          String line = table + " " + found.getString(1) + "\n";
          digest.update(line.getBytes(StandardCharsets.UTF_8));
        }
      }
    }
  }

  private List<String> columns(String table) {
    return session
        .createNativeQuery(COLUMNS, String.class)
        .setParameter("table", table)
        .getResultList();
  }
}
