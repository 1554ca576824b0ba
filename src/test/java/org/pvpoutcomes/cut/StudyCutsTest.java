package org.pvpoutcomes.cut;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.pvpoutcomes.protocol.AddedStudies.awaitActive;
import static org.pvpoutcomes.protocol.AddedStudies.post;
import static org.pvpoutcomes.protocol.AddedStudies.protocol;
import static org.pvpoutcomes.protocol.AddedStudies.put;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.reference.DerivedTables;
import org.pvpoutcomes.reference.Remapped;
import org.pvpoutcomes.reference.SyntheticStudy;

/** Cuts of studies that were added to the service and have versions. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StudyCutsTest {

  private static final String STUDY = "/api/v1/studies/synthetic";
  private static final List<String> CALLS =
      List.of("outcomes", "complications", "characteristics", "completeness", "members?limit=1000");

  private final AgroalDataSource database;
  private final DerivedTables tables;

  StudyCutsTest(AgroalDataSource database) {
    this.database = database;
    tables = new DerivedTables(database);
  }

  @Test
  void no_cut_is_taken_of_a_study_that_is_being_derived_for_the_first_time() throws Exception {
    send();
    whileNobodyCanBeDerived(
        () -> {
          post(protocol("synthetic", 1)).then().statusCode(201);
          take("early")
              .statusCode(409)
              .header("Retry-After", notNullValue())
              .body("type", endsWith("/study-being-derived"))
              .body("detail", containsString("Ask again later"));
          given().get(STUDY + "/outcomes?cut=early").then().statusCode(404);
          given()
              .queryParam("asOf", Instant.now().minusSeconds(1).toString())
              .get(STUDY + "/outcomes")
              .then()
              .statusCode(409);
        });
    awaitActive("synthetic", 1);
    take("early").statusCode(201).body("patients", equalTo(39));
  }

  @Test
  void a_cut_taken_while_a_version_is_being_derived_is_of_the_version_that_answers()
      throws Exception {
    send();
    post(protocol("synthetic", 1)).then().statusCode(201);
    awaitActive("synthetic", 1);
    Map<String, String> first = answers("");
    // Every step of the work on version 2 fails, and is tried again: it stays unfinished.
    execute("ALTER TABLE member ADD CONSTRAINT unfinished CHECK (study <> 'synthetic/v2')");
    try {
      put("synthetic", protocol("synthetic", 20)).then().statusCode(200);
      take("meanwhile")
          .statusCode(201)
          .body("patients", equalTo(39))
          .body("protocol.version", equalTo(1))
          .body("protocol.builtIn", equalTo(false))
          .body("protocol.timePoints[1].firstDay", equalTo(1));
      given().get(STUDY).then().body("derivation.version", equalTo(2));
    } finally {
      execute("ALTER TABLE member DROP CONSTRAINT unfinished");
    }
    awaitActive("synthetic", 2);
    assertThat(answers("cut=meanwhile")).isEqualTo(first);
  }

  @Test
  void a_cut_stays_the_same_when_another_version_answers_and_the_members_of_its_own_are_removed() {
    send();
    post(protocol("synthetic", 1)).then().statusCode(201);
    awaitActive("synthetic", 1);
    String report = take("first").statusCode(201).extract().asString();
    Map<String, String> before = answers("cut=first");
    assertThat(before).isEqualTo(answers(""));
    String moment = Instant.now().toString();

    put("synthetic", protocol("synthetic", 20)).then().statusCode(200);
    awaitActive("synthetic", 2);
    awaitRemoved("synthetic");

    assertThat(answers("")).isNotEqualTo(before);
    assertThat(answers("cut=first")).isEqualTo(before);
    assertThat(given().get(STUDY + "/cuts/first").asString()).isEqualTo(report);
    assertThat(answers("asOf=" + moment))
        .as("the protocol of the version that answers now")
        .isEqualTo(answers(""));
    given()
        .post(STUDY + "/cuts/first/verification")
        .then()
        .statusCode(200)
        .body("rows.same", equalTo(true))
        .body("inputs.same", equalTo(true))
        .body("derivation.same", equalTo(true))
        .body("replay.same", equalTo(true));
  }

  @Test
  void a_cut_has_its_own_document_whatever_becomes_of_that_of_the_study() {
    send();
    post(protocol("synthetic", 1)).then().statusCode(201);
    awaitActive("synthetic", 1);
    take("first").statusCode(201);
    Map<String, String> before = answers("cut=first");
    tables.change(
        "UPDATE study_version SET document = replace(document, 'lastDay: 30', 'lastDay: 31')");
    tables.change("UPDATE study_state SET changes = changes + 1");
    given().get(STUDY).then().body("timePoints[1].lastDay", equalTo(31));

    assertThat(answers("cut=first")).isEqualTo(before);
    given().get(STUDY + "/cuts/first").then().body("protocol.timePoints[1].lastDay", equalTo(30));
  }

  @Test
  void what_is_counted_of_now_has_nothing_of_what_is_frozen() {
    given()
        .contentType("application/fhir+json")
        .body(
            """
            {"resourceType":"Observation","id":"o","status":"final",
             "code":{"coding":[{"system":"http://loinc.org","code":"38214-3"}]},
             "subject":{"reference":"Patient/late"},"effectiveDateTime":"2018-01-15",
             "valueQuantity":{"value":70,"system":"http://unitsofmeasure.org","code":"mm"}}""")
        .put("/fhir/Observation/o")
        .then()
        .statusCode(201);
    post(protocol("synthetic", 1)).then().statusCode(201);
    awaitActive("synthetic", 1);
    Map<String, String> then = answers("");
    take("incomplete").statusCode(201);
    List<String> frozen = frozenRows();
    assertThat(frozen).isNotEmpty();

    given()
        .contentType("application/fhir+json")
        .body("{\"resourceType\":\"Patient\",\"id\":\"late\"}")
        .put("/fhir/Patient/late")
        .then()
        .statusCode(201);
    Map<String, String> later = answers("");
    assertThat(later).isNotEqualTo(then);

    given().delete("/fhir/Observation/o").then().statusCode(200);
    given().delete("/fhir/Patient/late").then().statusCode(200);
    given().post("/api/v1/rebuild").then().statusCode(202);
    Remapped.await();
    assertThat(tables.texts("SELECT study FROM member WHERE study NOT LIKE '%@%'")).isEmpty();
    put("synthetic", protocol("synthetic", 2)).then().statusCode(200);
    awaitActive("synthetic", 2);

    assertThat(
            tables.texts("SELECT derived || ' of ' || total FROM study_version ORDER BY version"))
        .containsExactly("1 of 1", "0 of 0");
    assertThat(frozenRows()).isEqualTo(frozen);
    assertThat(answers("cut=incomplete")).isEqualTo(then);
  }

  private static void send() {
    SyntheticStudy.requests().forEach(SyntheticStudy.Request::send);
    Remapped.await();
  }

  private static ValidatableResponse take(String name) {
    return given()
        .contentType("application/json")
        .body("{\"name\":\"%s\",\"reason\":\"A test\",\"who\":\"Nobody\"}".formatted(name))
        .post(STUDY + "/cuts")
        .then();
  }

  /** The text of each answer, without the state that its links and nothing else name. */
  private static Map<String, String> answers(String state) {
    Map<String, String> answers = new LinkedHashMap<>();
    for (String call : CALLS) {
      String text =
          given()
              .urlEncodingEnabled(false)
              .get(STUDY + "/" + call + query(call, state))
              .then()
              .statusCode(200)
              .extract()
              .asString();
      String named = state.replace(":", "%3A");
      answers.put(
          call,
          state.isEmpty()
              ? text
              : text.replace(named + "&", "")
                  .replace("&" + named, "")
                  .replace("?" + named + "\"", "?\""));
    }
    return answers;
  }

  private static String query(String call, String state) {
    return state.isEmpty() ? "" : (call.contains("?") ? "&" : "?") + state;
  }

  private List<String> frozenRows() {
    return List.of("member", "member_vertebra", "member_event", "frozen_trace").stream()
        .flatMap(
            table ->
                tables
                    .texts(
                        "SELECT CAST(t AS text) FROM "
                            + table
                            + " t WHERE study LIKE '%@cut/%' ORDER BY 1")
                    .stream())
        .toList();
  }

  private void awaitRemoved(String key) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!tables.texts("SELECT 1 FROM member WHERE study = '" + key + "'").isEmpty()) {
      assertThat(System.nanoTime()).as("members of " + key + " are removed").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private void execute(String statement) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement change = connection.createStatement()) {
      change.execute(statement);
    }
  }

  /** Holds the lock of all merges, which whoever derives a patient shares. */
  private void whileNobodyCanBeDerived(Runnable work) throws Exception {
    try (Connection connection = database.getConnection();
        Statement locks = connection.createStatement()) {
      locks.execute("SELECT pg_advisory_lock(2, 0)");
      try {
        work.run();
      } finally {
        locks.execute("SELECT pg_advisory_unlock(2, 0)");
      }
    }
  }
}
