package org.pvpoutcomes.reference;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Cuts as a version of the service stored them, and what it answered from them: {@code rows.json}
 * and {@code answers.json} in {@code src/test/resources/cuts/<version>}. Every later version has to
 * answer the same; it may say more. A version that is released adds its own from {@code
 * target/stored-cut}, which this test writes.
 */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StoredCutTest {

  private static final Path FOLDER = Path.of("src/test/resources/cuts");
  private static final Path WRITTEN = Path.of("target/stored-cut");
  private static final String NAME = "stored";

  /** Few, but enough that every table has rows. */
  private static final int PATIENTS = 4;

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

  static List<String> versions() throws IOException {
    try (Stream<Path> folders = Files.list(FOLDER)) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void a_cut_that_an_earlier_version_stored_answers_what_it_answered_then(String version) {
    store(read(FOLDER.resolve(version).resolve("rows.json")));
    Map<String, String> now = PastAnswers.ofCut(NAME);
    List<String> differences = new ArrayList<>();
    read(FOLDER.resolve(version).resolve("answers.json"))
        .properties()
        .forEach(
            then ->
                compare(
                    then.getKey(),
                    then.getValue(),
                    StudyAnswers.parse(now.getOrDefault(then.getKey(), "null")),
                    differences));
    assertThat(differences).isEmpty();
    given()
        .post("/api/v1/studies/xu-2021/cuts/" + NAME + "/verification")
        .then()
        .statusCode(200)
        .body("rows.same", equalTo(true));
  }

  @Test
  void a_cut_answers_from_its_own_rows_and_from_nothing_else() throws Exception {
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
    write("rows.json", rows);
    ObjectNode parsed = JSON.createObjectNode();
    answers.forEach((call, answer) -> parsed.set(call, StudyAnswers.parse(answer)));
    write("answers.json", parsed);
  }

  private static JsonNode rows(DerivedTables tables, String table, String key) {
    String query =
        "SELECT jsonb_agg(to_jsonb(t) ORDER BY CAST(to_jsonb(t) AS text)) FROM %s t WHERE %s = '%s'"
            .formatted(table, key, KEY);
    return StudyAnswers.parse(tables.texts(query).getFirst());
  }

  /** Columns that the rows do not have get the value that a migration gives them. */
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

  /** Notes the places at which {@code now} does not say what {@code then} says. */
  private static void compare(String place, JsonNode then, JsonNode now, List<String> differences) {
    if (then.isObject() && now.isObject()) {
      then.properties()
          .forEach(
              part ->
                  compare(
                      place + "/" + part.getKey(),
                      part.getValue(),
                      now.path(part.getKey()),
                      differences));
    } else if (then.isArray() && now.size() == then.size()) {
      for (int i = 0; i < then.size(); i++) {
        compare(place + "/" + i, then.path(i), now.path(i), differences);
      }
    } else if (!then.equals(now)) {
      differences.add("%s was %s and is %s".formatted(place, then, now));
    }
  }

  private static JsonNode read(Path file) {
    try {
      return JSON.readTree(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(String file, JsonNode content) throws IOException {
    Files.createDirectories(WRITTEN);
    StringBuilder lines = new StringBuilder();
    content
        .properties()
        .forEach(
            part ->
                lines
                    .append(lines.isEmpty() ? "{" : ",")
                    .append('\n')
                    .append(JSON.valueToTree(part.getKey()))
                    .append(": ")
                    .append(part.getValue()));
    Files.writeString(WRITTEN.resolve(file), lines + "\n}\n");
  }
}
