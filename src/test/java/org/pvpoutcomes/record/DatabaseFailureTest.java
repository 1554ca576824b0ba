package org.pvpoutcomes.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What fails in the database is logged, with all its causes; the log is no place for patients. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DatabaseFailureTest {

  private static final String INSERT =
      "INSERT INTO resource_identifier (type, system, value, id) VALUES ('Patient', '', ?, '1')";

  private final AgroalDataSource database;

  DatabaseFailureTest(AgroalDataSource database) {
    this.database = database;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5})
  void a_failed_statement_or_batch_does_not_quote_the_values(int rows) {
    Throwable failure = catchThrowable(() -> insertTwice("synthetic-value", rows));

    StringWriter logged = new StringWriter();
    failure.printStackTrace(new PrintWriter(logged));
    assertThat(logged.toString())
        .contains("resource_identifier_pkey")
        .doesNotContain("synthetic-value");
  }

  private void insertTwice(String value, int rows) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (int i = 0; i < 2 * rows; i++) {
        insert.setString(1, value + i % rows);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }
}
