package org.pvpoutcomes.reference;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/**
 * What is stored of a cut is all that its answers are made of: nothing else in the database needs
 * to survive an upgrade for it to be answered.
 */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StoredCutTest {

  private static final String NAME = "stored";

  /** Few, but enough that every table has rows. */
  private static final int PATIENTS = 6;

  private static final String KEY = "xu-2021@cut/" + NAME;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** In an order in which each table has what it refers to. */
  private static final Map<String, String> TABLES = new LinkedHashMap<>();

  static {
    TABLES.put("frozen_dataset", "key");
    TABLES.put("member", "study");
    TABLES.put("member_vertebra", "study");
    TABLES.put("member_event", "study");
    TABLES.put("frozen_trace", "study");
    TABLES.put("cut", "dataset");
  }

  private final AgroalDataSource database;

  StoredCutTest(AgroalDataSource database) {
    this.database = database;
  }

  @Test
  void a_cut_answers_from_its_own_rows_and_from_nothing_else() {
    ChangingRecord record = new ChangingRecord(new Random(15), PATIENTS);
    record.sendAll();
    Remapped.await();
    given()
        .contentType("application/json")
        .body("{\"name\":\"" + NAME + "\",\"reason\":\"A test\",\"who\":\"Nobody\"}")
        .post("/api/v1/studies/xu-2021/cuts")
        .then()
        .statusCode(201);
    Map<String, String> answers = PastAnswers.ofCut(NAME);
    ObjectNode rows = JSON.createObjectNode();
    DerivedTables tables = new DerivedTables(database);
    TABLES.forEach((table, key) -> rows.set(table, rows(tables, table, key)));

    EmptyRecord.make();
    store(rows);

    assertThat(PastAnswers.ofCut(NAME)).isEqualTo(answers);
  }

  private static JsonNode rows(DerivedTables tables, String table, String key) {
    String query =
        "SELECT jsonb_agg(to_jsonb(t) ORDER BY CAST(to_jsonb(t) AS text)) FROM %s t WHERE %s = '%s'"
            .formatted(table, key, KEY);
    return StudyAnswers.parse(tables.texts(query).getFirst());
  }

  private void store(JsonNode rows) {
    try (Connection connection = database.getConnection()) {
      for (String table : TABLES.keySet()) {
        JsonNode some = rows.path(table);
        String columns =
            some.path(0)
                .propertyStream()
                .map(column -> '"' + column.getKey() + '"')
                .collect(Collectors.joining(", "));
        try (PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO %1$s (%2$s) SELECT %2$s FROM jsonb_populate_recordset(CAST(NULL AS %1$s), CAST(? AS jsonb))"
                    .formatted(table, columns))) {
          insert.setString(1, some.toString());
          assertThat(insert.executeUpdate()).as(table).isEqualTo(some.size()).isPositive();
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
