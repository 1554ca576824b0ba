package org.pvpoutcomes.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** A migration gives members that are stored already the columns that a write would give them. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FilledDatabaseTest {

  private static final String STUDY = "xu-2021";
  private static final String OLDER = "before_deaths";
  private static final String NOW = "public";

  private final MemberRepository members;
  private final EntityManager entityManager;
  private final StudyProtocols protocols;
  private final AgroalDataSource database;

  FilledDatabaseTest(
      MemberRepository members,
      EntityManager entityManager,
      StudyProtocols protocols,
      AgroalDataSource database) {
    this.members = members;
    this.entityManager = entityManager;
    this.protocols = protocols;
    this.database = database;
  }

  @BeforeEach
  @AfterEach
  void empty_the_cohort() throws SQLException {
    EmptyCohort.of(entityManager);
    execute("DROP SCHEMA IF EXISTS " + OLDER + " CASCADE");
  }

  @Test
  void deaths_and_symptoms_are_those_that_the_details_say() throws SQLException {
    RandomMembers random = new RandomMembers(protocols.find(STUDY).orElseThrow(), new Random(10));
    QuarkusTransaction.requiringNew().run(() -> members.replace(STUDY, random.members(60)));

    migrate("9");
    for (String table : List.of("member", "member_vertebra", "member_event")) {
      String columns =
          texts(
                  """
                  SELECT string_agg(quote_ident(column_name), ', ')
                  FROM information_schema.columns WHERE table_schema = '%s' AND table_name = '%s'
                  """
                      .formatted(OLDER, table))
              .getFirst();
      execute(
          "INSERT INTO %1$s.%2$s (%3$s) SELECT %3$s FROM %4$s.%2$s"
              .formatted(OLDER, table, columns, NOW));
    }
    migrate("10");

    assertThat(deaths(OLDER)).isEqualTo(deaths(NOW)).anyMatch(row -> row.startsWith("true 3"));
    assertThat(symptoms(OLDER))
        .isEqualTo(symptoms(NOW))
        .contains("cement-leakage true", "cement-leakage false", "cement-leakage not said");
  }

  private List<String> deaths(String schema) throws SQLException {
    return texts(
        "SELECT concat_ws(' ', CAST(deceased AS text), coalesce(CAST(death_day AS text), 'unknown'), patient)"
            + " FROM %s.member ORDER BY patient".formatted(schema));
  }

  private List<String> symptoms(String schema) throws SQLException {
    return texts(
        "SELECT concat_ws(' ', kind, coalesce(CAST(symptomatic AS text), 'not said'))"
            + " FROM %s.member_event ORDER BY patient, session, event".formatted(schema));
  }

  private void migrate(String version) {
    Flyway.configure()
        .dataSource(database)
        .schemas(OLDER)
        .locations("filesystem:src/main/resources/db/migration")
        .target(version)
        .load()
        .migrate();
  }

  private List<String> texts(String query) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      while (found.next()) {
        texts.add(found.getString(1));
      }
    }
    return texts;
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
