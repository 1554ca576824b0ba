package org.pvpoutcomes.record;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.sql.PreparedStatement;
import java.util.Collection;
import org.hibernate.Session;

/**
 * PostgreSQL advisory locks that let writes of the same thing follow one another, and all others
 * run side by side. They are held until the transaction ends.
 *
 * <p>Deadlocks cannot arise: a write takes its locks in the order of {@link Kind}, each kind at
 * most once and sorted within the statement. A write so large that its locks could fill the
 * server's lock table takes {@link #alone} instead, which waits for all others and makes them wait.
 */
@ApplicationScoped
public class WriteLocks {

  /** What is locked, in the order in which a write takes its locks. */
  public enum Kind {
    /** Conditions of conditional creates and updates, and conditional references. */
    CONDITION,
    /** Resources that get a version under an id that may exist. */
    RESOURCE,
    /** Patients whose member rows are derived again. */
    PATIENT
  }

  private static final String BESIDE =
      """
      SELECT count(*) FROM pg_advisory_xact_lock_shared(1, 0), LATERAL (
        SELECT pg_advisory_xact_lock(key) FROM (
          SELECT DISTINCT hashtextextended(? || name, 0) AS key
          FROM unnest(CAST(? AS text[])) AS name ORDER BY key OFFSET 0) sorted OFFSET 0) locked
      """;
  private static final String ALONE = "SELECT 1 FROM pg_advisory_xact_lock(1, 0)";

  private static final String LOCK =
      """
      SELECT count(*) FROM (
        SELECT pg_advisory_xact_lock(key) FROM (
          SELECT DISTINCT hashtextextended(? || name, 0) AS key
          FROM unnest(CAST(? AS text[])) AS name ORDER BY key OFFSET 0) sorted OFFSET 0) locked
      """;

  private final EntityManager entities;

  WriteLocks(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * Begins a write that runs beside others: waits while one runs that must be alone, and locks its
   * conditions, in one round trip.
   */
  public void beside(Collection<String> conditions) {
    take(BESIDE, Kind.CONDITION, conditions);
  }

  /** Waits until no other write runs, and makes those that come later wait. */
  public void alone() {
    session().createNativeQuery(ALONE, Integer.class).getSingleResult();
  }

  /** Locks all {@code names} of a kind, in one round trip; none for no names. */
  public void lock(Kind kind, Collection<String> names) {
    if (!names.isEmpty()) {
      take(LOCK, kind, names);
    }
  }

  /** Plain JDBC: on the path of every write, a query of the mapper costs more than the lock. */
  private void take(String statement, Kind kind, Collection<String> names) {
    session()
        .doWork(
            connection -> {
              try (PreparedStatement lock = connection.prepareStatement(statement)) {
                lock.setString(1, kind + " ");
                lock.setArray(2, connection.createArrayOf("text", names.toArray()));
                lock.execute();
              }
            });
  }

  private Session session() {
    return entities.unwrap(Session.class);
  }
}
