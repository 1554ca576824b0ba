package org.pvpoutcomes.record;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;

/**
 * The record as it was at a moment up to which it is closed ({@link ClosedPast}): of each resource
 * the last version that is dated up to then.
 */
@ApplicationScoped
public class PastRecord {

  private static final String LAST_CHANGE =
      "SELECT max(last_updated) FROM resource_version WHERE last_updated <= ?";

  private static final String COUNT_UP_TO =
      """
      SELECT count(*) FROM (
        SELECT FROM resource_version WHERE last_updated <= :moment AND version = 1 LIMIT :most) found
      """;

  /** Bytewise order, whatever the collation of the database. */
  private static final String INPUTS =
      """
      SELECT type, id, version, digest FROM (
        SELECT DISTINCT ON (type, id) type, id, version,
          encode(sha256(convert_to(content, 'UTF8')), 'hex') AS digest
        FROM resource_version WHERE last_updated <= ?
        ORDER BY type, id, version DESC) latest
      WHERE digest IS NOT NULL
      ORDER BY type COLLATE "C", id COLLATE "C"
      """;

  private static final int FETCH_SIZE = 1000;

  private final EntityManager entities;

  PastRecord(EntityManager entities) {
    this.entities = entities;
  }

  /** Lets the current transaction see one state, that at its first query, which is to come yet. */
  public void seeOneState() {
    session().doWork(c -> execute(c, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"));
  }

  /** When the record was last changed up to {@code moment}; empty when there was nothing yet. */
  public Optional<Instant> lastChange(Instant moment) {
    return session()
        .doReturningWork(
            connection -> {
              try (PreparedStatement select = connection.prepareStatement(LAST_CHANGE)) {
                select.setObject(1, moment.atOffset(ZoneOffset.UTC));
                try (ResultSet row = select.executeQuery()) {
                  row.next();
                  return Optional.ofNullable(row.getObject(1, OffsetDateTime.class))
                      .map(OffsetDateTime::toInstant);
                }
              }
            });
  }

  /** Whether more than {@code most} resources had been created by then. */
  public boolean hasMoreThan(long most, Instant moment) {
    return session()
            .createNativeQuery(COUNT_UP_TO, Long.class)
            .setParameter("moment", moment)
            .setParameter("most", most + 1)
            .getSingleResult()
        > most;
  }

  /**
   * Adds a line {@code type/id/version sha256} per resource that was there and not deleted, in
   * order of type and id, byte by byte; the hash is that of the version's text in UTF-8.
   *
   * @return how many there were
   */
  public long addTo(MessageDigest digest, Instant moment) {
    return session()
        .doReturningWork(
            connection -> {
              try (PreparedStatement select = connection.prepareStatement(INPUTS)) {
                select.setObject(1, moment.atOffset(ZoneOffset.UTC));
                select.setFetchSize(FETCH_SIZE);
                return addTo(digest, select);
              }
            });
  }

  private static long addTo(MessageDigest digest, PreparedStatement select) throws SQLException {
    long count = 0;
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        count++;
        String line =
            rows.getString(1)
                + "/"
                + rows.getString(2)
                + "/"
                + rows.getInt(3)
                + " "
                + rows.getString(4)
                + "\n";
        digest.update(line.getBytes(StandardCharsets.UTF_8));
      }
    }
    return count;
  }

  /**
   * For the rest of the current transaction, and in it alone, {@code resource_version} is the
   * record as it was, and {@code tables} are empty ones of the same shape, until {@link #leave}.
   * All code that names its tables without a schema then works on the past (PostgreSQL, CREATE
   * TABLE: temporary tables; a changed search_path makes prepared statements be analysed again, see
   * PREPARE).
   */
  public void enter(Instant moment, List<String> tables) {
    flushAndForget();
    session()
        .doWork(
            connection -> {
              String schema = "\"" + connection.getSchema().replace("\"", "\"\"") + "\"";
              execute(
                  connection,
                  "CREATE TEMPORARY VIEW resource_version AS SELECT * FROM "
                      + schema
                      + ".resource_version WHERE last_updated <= '"
                      + moment.atOffset(ZoneOffset.UTC)
                      + "'");
              for (String table : tables) {
                execute(
                    connection,
                    "CREATE TEMPORARY TABLE "
                        + table
                        + " (LIKE "
                        + schema
                        + "."
                        + table
                        + " INCLUDING ALL) ON COMMIT DROP");
              }
              execute(connection, "SET LOCAL search_path TO pg_temp, " + schema);
            });
  }

  /** Lets the planner know what is in the tables of {@link #enter} by now. */
  public void analyze(List<String> tables) {
    flushAndForget();
    session().doWork(connection -> execute(connection, "ANALYZE " + String.join(", ", tables)));
  }

  /** Ends what {@link #enter} began; its tables go with the transaction. */
  public void leave() {
    flushAndForget();
    session()
        .doWork(
            connection -> {
              execute(connection, "DROP VIEW pg_temp.resource_version");
              execute(connection, "SET LOCAL search_path TO DEFAULT");
            });
  }

  /** Writes what is to be written, and keeps no rows in memory: many follow. */
  public void flushAndForget() {
    entities.flush();
    entities.clear();
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Session session() {
    return entities.unwrap(Session.class);
  }
}
