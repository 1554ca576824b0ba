package org.pvpoutcomes.cohort;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.persistence.EntityManager;

/** Takes all members away, whichever test left them: tests share one database. */
public final class EmptyCohort {

  private EmptyCohort() {}

  /** Leaves no member of any study. */
  public static void of(EntityManager entityManager) {
    QuarkusTransaction.requiringNew()
        .run(() -> entityManager.createNativeQuery("DELETE FROM member").executeUpdate());
  }
}
