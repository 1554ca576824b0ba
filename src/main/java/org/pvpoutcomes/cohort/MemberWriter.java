package org.pvpoutcomes.cohort;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
      """
      SELECT s.changes, m.study, m.patient, m.digest
      FROM study_state s LEFT JOIN member m ON m.study = ANY (?) AND m.patient = ANY (?)
      """;

  private static final String UPSERT_MEMBER =
      """
      INSERT INTO member (study, patient, inclusion, sex, age, primary_tumour, session_count,
                          vertebra_count, follow_up, series, missing, unused, digest, detail,
                          eligibility, deceased, death_day, consensus, site, index_date,
                          last_observed_day)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (study, patient) DO UPDATE SET
        inclusion = excluded.inclusion, sex = excluded.sex, age = excluded.age,
        primary_tumour = excluded.primary_tumour, session_count = excluded.session_count,
        vertebra_count = excluded.vertebra_count, follow_up = excluded.follow_up,
        series = excluded.series, missing = excluded.missing, unused = excluded.unused,
        digest = excluded.digest, detail = excluded.detail, eligibility = excluded.eligibility,
        deceased = excluded.deceased, death_day = excluded.death_day,
        consensus = excluded.consensus, site = excluded.site, index_date = excluded.index_date,
        last_observed_day = excluded.last_observed_day
      """;

  private static final String DELETE_MEMBERS =
      "DELETE FROM member WHERE study = ANY (?) AND patient = ANY (?)";

  private MemberWriter() {}

  /**
   * What is stored of some members.
   *
   * @param changes of the versions of studies that are derived
   * @param digests by study and patient; those without a row are left out
   */
  private record Stored(long changes, Map<MemberEntity.Key, byte[]> digests) {}

  /** As {@link MemberRepository#replace(String, Collection)}. */
  static int replace(Connection connection, String study, Collection<Member> members)
      throws SQLException {
    List<MemberRow> rows = rows(study, members);
    List<String> patients = rows.stream().map(MemberRow::patient).toList();
    return write(connection, rows, stored(connection, Set.of(study), patients));
  }

  /** As {@link MemberRepository#replace(long, Map, Collection)}. */
  static boolean replace(
      Connection connection,
      long changes,
      Map<String, List<Member>> members,
      Collection<String> gone)
      throws SQLException {
    List<MemberRow> rows = new ArrayList<>();
    members.forEach((study, some) -> rows.addAll(rows(study, some)));
    Set<String> patients = new TreeSet<>(gone);
    rows.forEach(row -> patients.add(row.patient()));
    Stored stored = stored(connection, members.keySet(), patients);
    if (stored.changes != changes) {
      return false;
    }
    if (stored.digests.keySet().stream().anyMatch(key -> gone.contains(key.patient()))) {
      try (PreparedStatement delete = connection.prepareStatement(DELETE_MEMBERS)) {
        delete.setArray(1, texts(connection, members.keySet()));
        delete.setArray(2, texts(connection, gone));
        delete.executeUpdate();
      }
    }
    write(connection, rows, stored);
    return true;
  }

  private static List<MemberRow> rows(String study, Collection<Member> members) {
    return members.stream().map(member -> MemberRow.of(study, member)).toList();
  }

  private static int write(Connection connection, List<MemberRow> rows, Stored stored)
      throws SQLException {
    List<MemberRow> changed =
        rows.stream()
            .filter(row -> !Arrays.equals(row.digest(), stored.digests.get(row.key())))
            .toList();
    List<MemberRow> replaced =
        changed.stream().filter(row -> stored.digests.containsKey(row.key())).toList();
    if (!replaced.isEmpty()) {
      MemberParts.delete(connection, replaced);
    }
    if (!changed.isEmpty()) {
      upsertMembers(connection, changed);
      MemberParts.insert(connection, changed);
    }
    return changed.size();
  }

  private static Stored stored(
      Connection connection, Collection<String> studies, Collection<String> patients)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(STORED_DIGESTS)) {
      select.setArray(1, texts(connection, studies));
      select.setArray(2, texts(connection, patients));
      try (ResultSet found = select.executeQuery()) {
        long changes = 0;
        Map<MemberEntity.Key, byte[]> digests = new HashMap<>();
        while (found.next()) {
          changes = found.getLong(1);
          if (found.getString(2) != null) {
            digests.put(
                new MemberEntity.Key(found.getString(2), found.getString(3)), found.getBytes(4));
          }
        }
        return new Stored(changes, digests);
      }
    }
  }

  private static void upsertMembers(Connection connection, List<MemberRow> rows)
      throws SQLException {
    try (PreparedStatement upsert = connection.prepareStatement(UPSERT_MEMBER)) {
      for (MemberRow row : rows) {
        Member member = row.member();
        upsert.setString(1, row.study());
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
        upsert.setBytes(13, row.digest());
        upsert.setString(14, row.detail());
        upsert.setArray(15, connection.createArrayOf("text", eligibility(member)));
        upsert.setBoolean(16, member.deceased());
        setInteger(upsert, 17, member.deathDay());
        upsert.setArray(18, texts(connection, consensus(member)));
        upsert.setString(19, site(member));
        upsert.setObject(20, indexDate(member));
        setInteger(upsert, 21, member.lastObservedDay());
        upsert.addBatch();
      }
      upsert.executeBatch();
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

  /** Of the index session. */
  private static @Nullable String site(Member member) {
    return member.sessions().isEmpty() ? null : member.sessions().getFirst().site();
  }

  /** Of the index session. */
  private static @Nullable LocalDate indexDate(Member member) {
    return member.indexStart() == null ? null : member.indexStart().date();
  }

  /** An array of texts. */
  static Array texts(Connection connection, Collection<String> texts) throws SQLException {
    return connection.createArrayOf("text", texts.toArray());
  }

  /** Binds a number, or that there is none. */
  static void setInteger(PreparedStatement statement, int index, @Nullable Integer value)
      throws SQLException {
    if (value == null) {
      statement.setNull(index, Types.INTEGER);
    } else {
      statement.setInt(index, value);
    }
  }
}
