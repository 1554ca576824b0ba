package org.pvpoutcomes.reference;

import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.Arc;
import io.quarkus.test.junit.callback.QuarkusTestAfterEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Empties the service after each test of it: no resource, nothing derived, only the shipped
 * vocabulary. Registered for all of them (META-INF/services), so that none can leave anything to
 * the next.
 */
public final class EmptyRecord implements QuarkusTestAfterEachCallback {

  @Override
  public void afterEach(QuarkusTestMethodContext context) {
    make();
  }

  /**
   * Removes everything that was stored, and all work on it; waits for the page that is being done.
   */
  public static void make() {
    AgroalDataSource database = Arc.container().instance(AgroalDataSource.class).get();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SELECT pg_advisory_xact_lock(1, 0)");
      statement.execute(
          "TRUNCATE resource_version, resource_identifier, resource_facts, resource_search,"
              + " search_date, search_quantity, search_text, patient_link,"
              + " patient_survivor, member, remapping_job, study, frozen_dataset CASCADE");
      statement.execute("UPDATE closed_past SET until = '1970-01-01T00:00:00Z'");
      statement.execute("UPDATE vocabulary_state SET changes = changes + 1");
      statement.execute("UPDATE study_state SET changes = changes + 1");
      connection.commit();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
