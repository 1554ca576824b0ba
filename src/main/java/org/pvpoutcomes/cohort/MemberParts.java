package org.pvpoutcomes.cohort;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Coded;
import org.pvpoutcomes.study.Member;
import org.pvpoutcomes.study.Severity;

/** Writes the vertebrae and the events of members, as {@link MemberWriter} the members. */
final class MemberParts {

  /** Both tables in one statement: one round trip. */
  private static final String DELETE_PARTS =
      """
      WITH gone AS (
        SELECT * FROM unnest(CAST(? AS text[]), CAST(? AS text[])) AS g (study, patient)),
      vertebra AS (
        DELETE FROM member_vertebra v USING gone
        WHERE v.study = gone.study AND v.patient = gone.patient)
      DELETE FROM member_event e USING gone
      WHERE e.study = gone.study AND e.patient = gone.patient
      """;

  private static final String INSERT_VERTEBRA =
      """
      INSERT INTO member_vertebra
        (study, patient, session, number, level, approach, microlitres, fractured)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String INSERT_EVENT =
      """
      INSERT INTO member_event (study, patient, session, event, kind, site, number, symptomatic,
                                session_day, onset_day, methods, severities)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private MemberParts() {}

  /** Adds the vertebrae and events of these members. */
  static void insert(Connection connection, List<MemberRow> rows) throws SQLException {
    insertVertebrae(connection, rows);
    insertEvents(connection, rows);
  }

  /** Removes the vertebrae and events of these members. */
  static void delete(Connection connection, List<MemberRow> rows) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(DELETE_PARTS)) {
      delete.setArray(
          1, MemberWriter.texts(connection, rows.stream().map(MemberRow::study).toList()));
      delete.setArray(
          2, MemberWriter.texts(connection, rows.stream().map(MemberRow::patient).toList()));
      delete.executeUpdate();
    }
  }

  private static void insertVertebrae(Connection connection, List<MemberRow> rows)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT_VERTEBRA)) {
      boolean any = false;
      for (MemberRow row : rows) {
        for (Member.Session session : row.member().sessions()) {
          for (Member.TreatedVertebra vertebra : session.vertebrae()) {
            insert.setString(1, row.study());
            insert.setString(2, row.patient());
            insert.setInt(3, session.number());
            insert.setInt(4, vertebra.number());
            insert.setString(5, vertebra.level().code());
            insert.setString(6, Coded.codeOf(vertebra.approach()));
            MemberWriter.setInteger(insert, 7, vertebra.microlitres());
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

  private static void insertEvents(Connection connection, List<MemberRow> rows)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT_EVENT)) {
      boolean any = false;
      for (MemberRow row : rows) {
        for (Member.Session session : row.member().sessions()) {
          int position = 0;
          for (Member.Event event : session.events()) {
            position++;
            insert.setString(1, row.study());
            insert.setString(2, row.patient());
            insert.setInt(3, session.number());
            insert.setInt(4, position);
            insert.setString(5, event.kind().code());
            insert.setString(6, Coded.codeOf(event.leakSite()));
            MemberWriter.setInteger(insert, 7, event.vertebra());
            insert.setObject(8, event.symptomatic(), Types.BOOLEAN);
            insert.setInt(9, session.day());
            MemberWriter.setInteger(insert, 10, onsetDay(session, event));
            insert.setArray(11, codes(connection, event.methods()));
            insert.setArray(12, codes(connection, Severity.worst(event.severities())));
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

  /** Days from the index session. */
  private static @Nullable Integer onsetDay(Member.Session session, Member.Event event) {
    Integer onset = event.onsetDay();
    return onset == null ? null : Integer.valueOf(session.day() + onset);
  }

  private static Array codes(Connection connection, List<? extends Coded> constants)
      throws SQLException {
    return MemberWriter.texts(connection, constants.stream().map(Coded::code).toList());
  }
}
