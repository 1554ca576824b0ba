package org.pvpoutcomes.cohort;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.function.Supplier;

/**
 * Lets several queries see one state of the database, so that the figures of one answer fit
 * together whatever is written meanwhile.
 */
@ApplicationScoped
class Snapshot {

  private static final String ONE_SNAPSHOT =
      "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";

  private final EntityManager entityManager;

  Snapshot(EntityManager entityManager) {
    this.entityManager = entityManager;
  }

  /**
   * Runs {@code queries} in a transaction of their own that sees the state at its first query and
   * can write nothing (PostgreSQL, SET TRANSACTION: it must come before the first query, hence the
   * new transaction; a read only one at this level never fails for concurrent writes).
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  <T> T of(Supplier<T> queries) {
    entityManager.createNativeQuery(ONE_SNAPSHOT).executeUpdate();
    return queries.get();
  }
}
