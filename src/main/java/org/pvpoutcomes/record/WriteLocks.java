package org.pvpoutcomes.record;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import org.hibernate.Session;

/**
 * PostgreSQL advisory locks that let writes of the same thing follow one another, and all others
 * run side by side. They are held until the transaction ends.
 *
 * <p>Deadlocks cannot arise: a write takes its locks in the order of {@link Kind}, each kind at
 * most once and sorted within the statement. A write so large that its locks could fill the
 * server's lock table takes {@link #alone} instead, which waits for all others and makes them wait;
 * where only one kind turns out to have so many, it takes all of that kind at once.
 */
@ApplicationScoped
public class WriteLocks {

  /**
   * Most locks of one kind: PostgreSQL's lock table is shared by all, and holds some 6 400 locks by
   * default (max_locks_per_transaction × max_connections).
   */
  public static final int MOST_OF_A_KIND = 1000;

  /** What is locked, in the order in which a write takes its locks. */
  public enum Kind {
    /** Conditions of conditional creates and updates, and conditional references. */
    CONDITION,
    /** Resources that get a version under an id that may exist, and those that links name. */
    RESOURCE,
    /** Identifiers that a Patient gains or loses, or that stand in the place of a subject. */
    IDENTIFIER,
    /** Patients whose member rows are derived again; before them, the lock of all merges. */
    PATIENT,
    /** Patients into whom one of those is merged. */
    SURVIVOR
  }

  private static final String BESIDE =
      """
      SELECT count(*) FROM pg_advisory_xact_lock_shared(1, 0), LATERAL (
        SELECT pg_advisory_xact_lock(key) FROM (
          SELECT DISTINCT hashtextextended(? || name, 0) AS key
          FROM unnest(CAST(? AS text[])) AS name ORDER BY key OFFSET 0) sorted OFFSET 0) locked
      """;
  private static final String ALONE = "SELECT 1 FROM pg_advisory_xact_lock(1, 0)";

  private static final String MERGING = "SELECT 1 FROM pg_advisory_xact_lock(2, 0)";
  private static final String BESIDE_MERGING = "SELECT pg_advisory_xact_lock_shared(2, 0);";

  private static final String REPLAYING = "SELECT 1 FROM pg_advisory_xact_lock(4, 0)";

  /** One round trip; the second statement begins when the first has its lock. */
  private static final String SOME_OF_A_KIND =
      """
      SELECT pg_advisory_xact_lock_shared(3, hashtext(?));
      SELECT count(*) FROM (
        SELECT pg_advisory_xact_lock(key) FROM (
          SELECT DISTINCT hashtextextended(? || name, 0) AS key
          FROM unnest(CAST(? AS text[])) AS name ORDER BY key OFFSET 0) sorted OFFSET 0) locked
      """;

  private static final String ALL_OF_A_KIND = "SELECT pg_advisory_xact_lock(3, hashtext(?))";

  private final EntityManager entities;

  WriteLocks(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * Begins a write that runs beside others: waits while one runs that must be alone, and locks its
   * conditions, in one round trip.
   */
  public void beside(Collection<String> conditions) {
    execute(
        BESIDE,
        lock -> {
          lock.setString(1, Kind.CONDITION + " ");
          lock.setArray(2, lock.getConnection().createArrayOf("text", conditions.toArray()));
        });
  }

  /** Waits until no other write runs, and makes those that come later wait. */
  public void alone() {
    take(ALONE);
  }

  /** Locks all {@code names} of a kind, in one round trip; none for no names. */
  public void lock(Kind kind, Collection<String> names) {
    if (!names.isEmpty()) {
      take("", kind, names);
    }
  }

  /**
   * Locks patients, and the merges of all patients as they are, in one round trip: from here to the
   * end of this write no other one changes a merge. None for no patients.
   */
  public void besideMerging(Collection<String> patients) {
    if (!patients.isEmpty()) {
      take(BESIDE_MERGING, Kind.PATIENT, patients);
    }
  }

  /**
   * In the place of {@link #besideMerging}, for a write that changes merges: waits until no other
   * write derives patients, and makes those wait that want to.
   */
  public void merging() {
    take(MERGING);
  }

  /** Waits until no other transaction replays the past; concerns no write. */
  public void replaying() {
    take(REPLAYING);
  }

  private void take(String statement) {
    session().createNativeQuery(statement, Integer.class).getSingleResult();
  }

  private void take(String before, Kind kind, Collection<String> names) {
    if (names.size() > MOST_OF_A_KIND) {
      execute(before + ALL_OF_A_KIND, lock -> lock.setString(1, kind.name()));
    } else {
      execute(
          before + SOME_OF_A_KIND,
          lock -> {
            lock.setString(1, kind.name());
            lock.setString(2, kind + " ");
            lock.setArray(3, lock.getConnection().createArrayOf("text", names.toArray()));
          });
    }
  }

  /** Plain JDBC: on the path of every write, a query of the mapper costs more than the lock. */
  private void execute(String statement, Parameters parameters) {
    session()
        .doWork(
            connection -> {
              try (PreparedStatement lock = connection.prepareStatement(statement)) {
                parameters.set(lock);
                lock.execute();
              }
            });
  }

  /** Sets the parameters of a statement. */
  private interface Parameters {
    void set(PreparedStatement statement) throws SQLException;
  }

  private Session session() {
    return entities.unwrap(Session.class);
  }
}
