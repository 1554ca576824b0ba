package org.pvpoutcomes.rebuild;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.reference.DerivedTables;
import org.pvpoutcomes.reference.Remapped;
import org.pvpoutcomes.reference.SyntheticStudy;

/** A rebuild ends in the state that the writes had led to, whatever was done to it since. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RebuildTest {

  private static final String PATH = "/api/v1/rebuild";
  private static final String OUTCOMES = "/api/v1/studies/xu-2021/outcomes";

  private final AgroalDataSource database;
  private final DerivedTables derived;

  RebuildTest(AgroalDataSource database) {
    this.database = database;
    derived = new DerivedTables(database);
  }

  @BeforeEach
  void send_the_synthetic_study() {
    SyntheticStudy.requests().forEach(SyntheticStudy.Request::send);
    for (String patient :
        List.of(
            "{\"resourceType\":\"Patient\",\"id\":\"kept\"}",
            """
            {"resourceType":"Patient","id":"merged",
             "link":[{"other":{"reference":"Patient/kept"},"type":"replaced-by"}]}""")) {
      String id = patient.contains("merged") ? "merged" : "kept";
      assertThat(new SyntheticStudy.Request("PUT", "/Patient/" + id, patient).send().statusCode())
          .isEqualTo(201);
    }
  }

  @Test
  void what_is_as_it_should_be_stays_as_it_is_while_reads_go_on() {
    Map<String, List<String>> before = derived.rows();
    String outcomes = get(OUTCOMES).asString();
    assertThat(progress().getString("state")).isEqualTo("never");

    given()
        .post(PATH)
        .then()
        .statusCode(202)
        .header("Location", endsWith(PATH))
        .body("state", equalTo("queued"));
    Set<String> meanwhile = new HashSet<>();
    while (!progress().getString("state").equals("finished")) {
      meanwhile.add(get(OUTCOMES).asString());
    }

    assertThat(meanwhile).containsExactly(outcomes);
    assertThat(derived.rows()).isEqualTo(before);
    JsonPath after = progress();
    assertThat(after.getLong("resources.total")).isEqualTo(storedResources());
    assertThat(after.getLong("resources.mapped")).isEqualTo(storedResources());
    assertThat(after.getLong("resources.changed")).isZero();
    assertThat(after.getLong("patientsDerived")).isEqualTo(41);
  }

  @Test
  void whatever_was_damaged_is_as_it_was() {
    Map<String, List<String>> before = derived.rows();
    derived.change("DELETE FROM resource_facts WHERE hashtext(id) % 3 = 0");
    derived.change("UPDATE resource_facts SET facts = '[]' WHERE hashtext(id) % 5 = 0");
    derived.change("UPDATE resource_facts SET facts = 'no JSON' WHERE hashtext(id) % 7 = 0");
    derived.change("UPDATE resource_facts SET version = 9 WHERE hashtext(id) % 11 = 0");
    derived.change("UPDATE resource_facts SET patient = 'Patient/ghost' WHERE type = 'Condition'");
    derived.change(
        """
        INSERT INTO resource_facts (type, id, version, patient, facts, findings)
        SELECT type, 'gone', version, patient, facts, findings FROM resource_facts
        WHERE type = 'Observation' AND facts LIKE '[{%' LIMIT 1""");
    derived.change(
        """
        INSERT INTO resource_facts (type, id, version, patient, facts, findings)
        SELECT 'Encounter', id, version, 'Patient/nobody', facts, findings FROM resource_facts
        WHERE type = 'Observation' AND facts LIKE '[{%' LIMIT 1""");
    derived.change("UPDATE member SET age = 7, series = '{}' WHERE hashtext(patient) % 2 = 0");
    derived.change("DELETE FROM member WHERE hashtext(patient) % 3 = 0");
    derived.change(
        """
        INSERT INTO member
        SELECT (jsonb_populate_record(m, '{"patient": "Patient/unheard-of"}')).*
        FROM member m LIMIT 1""");
    derived.change("DELETE FROM member_vertebra WHERE number = 2");
    derived.change("DELETE FROM patient_link");
    derived.change("DELETE FROM patient_survivor");
    derived.change(
        "INSERT INTO patient_link VALUES ('Patient/nobody', 'Patient/kept', 'Patient/x')");
    derived.change("INSERT INTO patient_survivor VALUES ('Patient/nobody', 'Patient/kept')");
    derived.change("UPDATE member_event SET kind = 'radicular-pain', site = NULL");
    damageSearch();

    given().post(PATH).then().statusCode(202);
    Remapped.await();

    assertThat(derived.rows()).isEqualTo(before);
    assertThat(progress().getLong("resources.changed")).isPositive();
  }

  private void damageSearch() {
    derived.change("DELETE FROM resource_search WHERE hashtext(id) % 3 = 0");
    derived.change("UPDATE resource_search SET tokens = '{x}' WHERE hashtext(id) % 5 = 0");
    derived.change(
        "UPDATE resource_search SET last_updated = '2000-01-01Z' WHERE hashtext(id) % 7 = 0");
    derived.change(
        "INSERT INTO resource_search SELECT type, 'gone', last_updated, tokens"
            + " FROM resource_search WHERE type = 'Observation' LIMIT 1");
    derived.change("DELETE FROM search_date WHERE hashtext(id) % 3 = 0");
    derived.change("INSERT INTO search_date SELECT * FROM search_date WHERE hashtext(id) % 5 = 0");
    derived.change("UPDATE search_date SET id = 'gone' WHERE hashtext(id) % 7 = 0");
    derived.change("UPDATE search_quantity SET low = low - 1, unit = 'x'");
    derived.change("UPDATE search_text SET folded = 'x', parameter = 'y'");
  }

  @Test
  void an_interrupted_rebuild_goes_on_where_it_was_and_there_are_never_two() throws Exception {
    Map<String, List<String>> before = derived.rows();
    derived.change("DELETE FROM resource_facts");
    try (ExecutorService clients = Executors.newFixedThreadPool(2)) {
      Future<Response> interruption;
      try (Connection other = database.getConnection();
          Statement statement = other.createStatement()) {
        other.setAutoCommit(false);
        statement.execute(
            """
            SELECT pg_advisory_xact_lock(hashtextextended('RESOURCE Patient/' || id, 0))
            FROM resource_version WHERE type = 'Patient' LIMIT 1""");
        given().post(PATH).then().statusCode(202);
        awaitWaiting();
        assertThat(progress().getString("state")).isEqualTo("running");
        interruption = clients.submit(() -> given().delete(PATH));
        Future<Response> second = clients.submit(() -> given().post(PATH));
        other.rollback();
        other.setAutoCommit(true);
        assertThat(second.get().statusCode()).isIn(200, 202);
      }
      assertThat(interruption.get().jsonPath().getString("state"))
          .isIn("interrupted", "running", "finished");
    }
    assertThat(derived.texts("SELECT count(*) FROM remapping_job")).containsExactly("1");

    given().delete(PATH).then().statusCode(200);
    JsonPath interrupted = progress();
    if (!interrupted.getString("state").equals("finished")) {
      assertThat(interrupted.getString("state")).isEqualTo("interrupted");
      given().post(PATH).then().statusCode(202).body("state", equalTo("running"));
    }
    Remapped.await();

    assertThat(derived.rows()).isEqualTo(before);
    assertThat(progress().getLong("resources.mapped")).isEqualTo(storedResources());
    assertThat(derived.texts("SELECT count(*) FROM remapping_job")).containsExactly("1");
  }

  @Test
  void there_is_nothing_to_interrupt_before_the_first_and_after_the_last() {
    given().delete(PATH).then().statusCode(200).body("state", equalTo("never"));
    given().post(PATH).then().statusCode(202);
    Remapped.await();
    given().delete(PATH).then().statusCode(200).body("state", equalTo("finished"));
  }

  /** Until the worker waits for the lock that this test holds. */
  private void awaitWaiting() throws InterruptedException {
    String waiting = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted";
    for (int i = 0; derived.texts(waiting).isEmpty(); i++) {
      assertThat(i).as("attempts").isLessThan(1000);
      Thread.sleep(10);
    }
  }

  private long storedResources() {
    return Long.parseLong(
        derived.texts("SELECT count(DISTINCT (type, id)) FROM resource_version").getFirst());
  }

  private static JsonPath progress() {
    return get(PATH).jsonPath();
  }

  private static Response get(String path) {
    return given().get(path).then().statusCode(200).extract().response();
  }
}
