package org.pvpoutcomes.reference;

import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.Arc;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Waits for the background: a ConceptMap, or a rebuild, is carried out after its answer. */
public final class Remapped {

  private static final Duration LONGEST = Duration.ofSeconds(60);

  private Remapped() {}

  /** Returns when no job is queued or running; fails after a minute. */
  public static void await() {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (unfinished() > 0) {
      if (System.nanoTime() > end) {
        throw new AssertionError("Stored resources are still being mapped again");
      }
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static int unfinished() {
    AgroalDataSource database = Arc.container().instance(AgroalDataSource.class).get();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet count =
            statement.executeQuery(
                "SELECT count(*) FROM remapping_job WHERE state IN ('queued', 'running')")) {
      count.next();
      return count.getInt(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
