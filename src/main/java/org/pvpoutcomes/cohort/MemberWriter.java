package org.pvpoutcomes.cohort;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Coded;
import org.pvpoutcomes.study.Member;
import org.pvpoutcomes.study.Member.Value;
import org.pvpoutcomes.study.PainResponse;

/**
 * Writes members. This is on the path of every write, so it takes one round trip to see what is
 * stored and one per table to write; plain JDBC, because arrays of arrays and upserts are SQL.
 */
final class MemberWriter {

  private static final String STORED_DIGESTS =
      "SELECT patient, digest FROM member WHERE study = ? AND patient = ANY (?)";

  private static final String UPSERT_MEMBER =
      """
      INSERT INTO member (study, patient, inclusion, sex, age, primary_tumour, session_count,
                          vertebra_count, follow_up, series, missing, unused, digest, detail,
                          eligibility, deceased, death_day, consensus)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (study, patient) DO UPDATE SET
        inclusion = excluded.inclusion, sex = excluded.sex, age = excluded.age,
        primary_tumour = excluded.primary_tumour, session_count = excluded.session_count,
        vertebra_count = excluded.vertebra_count, follow_up = excluded.follow_up,
        series = excluded.series, missing = excluded.missing, unused = excluded.unused,
        digest = excluded.digest, detail = excluded.detail, eligibility = excluded.eligibility,
        deceased = excluded.deceased, death_day = excluded.death_day,
        consensus = excluded.consensus
      """;

  /** Both tables in one statement: one round trip. */
  private static final String DELETE_PARTS =
      """
      WITH vertebra AS (DELETE FROM member_vertebra WHERE study = ? AND patient = ANY (?))
      DELETE FROM member_event WHERE study = ? AND patient = ANY (?)
      """;

  private static final String INSERT_VERTEBRA =
      """
      INSERT INTO member_vertebra
        (study, patient, session, number, level, approach, microlitres, fractured)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String INSERT_EVENT =
      """
      INSERT INTO member_event (study, patient, session, event, kind, site, number, symptomatic)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private MemberWriter() {}

  /** As {@link MemberRepository#replace}. */
  static int replace(Connection connection, String study, Collection<Member> members)
      throws SQLException {
    List<Row> rows = members.stream().map(Row::of).toList();
    Map<String, byte[]> stored = storedDigests(connection, study, rows);
    List<Row> changed =
        rows.stream().filter(row -> !Arrays.equals(row.digest, stored.get(row.patient()))).toList();
    List<String> replaced = changed.stream().map(Row::patient).filter(stored::containsKey).toList();
    if (!replaced.isEmpty()) {
      deleteParts(connection, study, replaced);
    }
    if (!changed.isEmpty()) {
      upsertMembers(connection, study, changed);
      insertVertebrae(connection, study, changed);
      insertEvents(connection, study, changed);
    }
    return changed.size();
  }

  private static Map<String, byte[]> storedDigests(
      Connection connection, String study, List<Row> rows) throws SQLException {
    Map<String, byte[]> digests = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(STORED_DIGESTS)) {
      select.setString(1, study);
      select.setArray(2, texts(connection, rows.stream().map(Row::patient).toList()));
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          digests.put(found.getString(1), found.getBytes(2));
        }
      }
    }
    return digests;
  }

  private static void deleteParts(Connection connection, String study, List<String> patients)
      throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(DELETE_PARTS)) {
      Array array = texts(connection, patients);
      delete.setString(1, study);
      delete.setArray(2, array);
      delete.setString(3, study);
      delete.setArray(4, array);
      delete.executeUpdate();
    }
  }

  private static void upsertMembers(Connection connection, String study, List<Row> rows)
      throws SQLException {
    try (PreparedStatement upsert = connection.prepareStatement(UPSERT_MEMBER)) {
      for (Row row : rows) {
        Member member = row.member;
        upsert.setString(1, study);
        upsert.setString(2, member.patient());
        upsert.setString(3, member.inclusion().code());
        upsert.setString(4, member.sex().code());
        setInteger(upsert, 5, member.age());
        upsert.setString(6, Coded.codeOf(member.primaryTumour()));
        upsert.setInt(7, member.sessions().size());
        upsert.setInt(8, member.sessions().stream().mapToInt(s -> s.vertebrae().size()).sum());
        setInteger(upsert, 9, member.followUpThousandthsOfMonths());
        upsert.setArray(10, connection.createArrayOf("integer", steps(member)));
        upsert.setArray(11, connection.createArrayOf("text", reasons(member)));
        upsert.setArray(12, texts(connection, unused(member)));
        upsert.setBytes(13, row.digest);
        upsert.setString(14, row.detail);
        upsert.setArray(15, connection.createArrayOf("text", eligibility(member)));
        upsert.setBoolean(16, member.deceased());
        setInteger(upsert, 17, member.deathDay());
        upsert.setArray(18, texts(connection, consensus(member)));
        upsert.addBatch();
      }
      upsert.executeBatch();
    }
  }

  private static void insertVertebrae(Connection connection, String study, List<Row> rows)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT_VERTEBRA)) {
      boolean any = false;
      for (Row row : rows) {
        for (Member.Session session : row.member.sessions()) {
          for (Member.TreatedVertebra vertebra : session.vertebrae()) {
            insert.setString(1, study);
            insert.setString(2, row.patient());
            insert.setInt(3, session.number());
            insert.setInt(4, vertebra.number());
            insert.setString(5, vertebra.level().code());
            insert.setString(6, Coded.codeOf(vertebra.approach()));
            setInteger(insert, 7, vertebra.microlitres());
            insert.setBoolean(8, vertebra.fractured());
            insert.addBatch();
            any = true;
          }
        }
      }
      if (any) {
        insert.executeBatch();
      }
    }
  }

  private static void insertEvents(Connection connection, String study, List<Row> rows)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT_EVENT)) {
      boolean any = false;
      for (Row row : rows) {
        for (Member.Session session : row.member.sessions()) {
          int position = 0;
          for (Member.Event event : session.events()) {
            position++;
            insert.setString(1, study);
            insert.setString(2, row.patient());
            insert.setInt(3, session.number());
            insert.setInt(4, position);
            insert.setString(5, event.kind().code());
            insert.setString(6, Coded.codeOf(event.leakSite()));
            setInteger(insert, 7, event.vertebra());
            insert.setObject(8, event.symptomatic(), Types.BOOLEAN);
            insert.addBatch();
            any = true;
          }
        }
      }
      if (any) {
        insert.executeBatch();
      }
    }
  }

  /** How each criterion came out. */
  private static String[] eligibility(Member member) {
    return member.eligibility().stream().map(e -> e.result().code()).toArray(String[]::new);
  }

  /** Steps per measure and time point; null where there is no value. */
  private static @Nullable Integer[][] steps(Member member) {
    return member.series().stream()
        .map(
            series ->
                series.values().stream()
                    .map(value -> value instanceof Value.Observed seen ? seen.steps() : null)
                    .toArray(Integer[]::new))
        .toArray(Integer[][]::new);
  }

  /** Why there is no value, per measure and time point; null where there is one. */
  private static @Nullable String[][] reasons(Member member) {
    return member.series().stream()
        .map(
            series ->
                series.values().stream()
                    .map(value -> value instanceof Value.Missing none ? none.reason().code() : null)
                    .toArray(String[]::new))
        .toArray(String[][]::new);
  }

  /** Why facts did not count, one code per fact. */
  private static List<String> unused(Member member) {
    return member.unused().stream().map(unused -> unused.reason().code()).toList();
  }

  /** The consensus pain response of each comparison. */
  private static List<String> consensus(Member member) {
    PainResponse response = member.painResponse();
    return response == null ? List.of() : response.responses().stream().map(Coded::code).toList();
  }

  private static Array texts(Connection connection, List<String> texts) throws SQLException {
    return connection.createArrayOf("text", texts.toArray());
  }

  private static void setInteger(PreparedStatement statement, int index, @Nullable Integer value)
      throws SQLException {
    if (value == null) {
      statement.setNull(index, Types.INTEGER);
    } else {
      statement.setInt(index, value);
    }
  }

  /** A member with its text and the SHA-256 of that. */
  private static final class Row {
    final Member member;
    final String detail;
    final byte[] digest;

    private Row(Member member, String detail, byte[] digest) {
      this.member = member;
      this.detail = detail;
      this.digest = digest;
    }

    static Row of(Member member) {
      String detail = MemberJson.write(member);
      return new Row(member, detail, sha256(detail));
    }

    String patient() {
      return member.patient();
    }

    private static byte[] sha256(String text) {
      try {
        return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("Every Java platform has SHA-256", e);
      }
    }
  }
}
