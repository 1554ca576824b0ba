package org.pvpoutcomes.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/**
 * Two writes at once of which the second has matched its condition before the first is committed.
 * The test holds the lock on the resource until both wait for it, in this order.
 */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OvertakenConditionTest {

  private static final String P = "/fhir/Patient/p";
  private static final String SYN_1 = "identifier=http://hospital.example/id/mrn|SYN-1";
  private static final String HOLD =
      "SELECT pg_advisory_xact_lock(hashtextextended('RESOURCE Patient/p', 0))";
  private static final String WAITING =
      "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted";

  @Inject AgroalDataSource database;

  @Test
  void a_conditional_delete_spares_what_has_lost_the_identifier() throws Exception {
    put("SYN-1");
    List<Response> answers =
        oneAfterTheOther(() -> put("SYN-2"), () -> given().delete("/fhir/Patient?" + SYN_1));

    assertThat(answers).extracting(Response::statusCode).containsExactly(200, 200);
    assertThat(answers.get(1).asString()).contains("Nothing deleted: there is no such resource.");
    assertThat(given().get(P).header("ETag")).isEqualTo("W/\"2\"");
    assertThat(given().get(P).statusCode()).isEqualTo(200);
  }

  @Test
  void a_conditional_create_comes_before_the_delete_of_what_it_found() throws Exception {
    put("SYN-1");
    List<Response> answers =
        oneAfterTheOther(
            () -> given().delete(P),
            () ->
                given()
                    .contentType("application/fhir+json")
                    .header("If-None-Exist", SYN_1)
                    .body(patient("SYN-1"))
                    .post("/fhir/Patient"));

    assertThat(answers).extracting(Response::statusCode).containsExactly(200, 200);
    assertThat(answers.get(1).header("ETag")).isEqualTo("W/\"1\"");
    assertThat(answers.get(1).asString()).contains("the condition matches Patient/p version 1");
    assertThat(given().get(P).statusCode()).isEqualTo(410);
  }

  @Test
  void a_conditional_update_brings_back_what_was_deleted_under_its_hands() throws Exception {
    put("SYN-1");
    List<Response> answers =
        oneAfterTheOther(
            () -> given().delete(P),
            () ->
                given()
                    .contentType("application/fhir+json")
                    .body(patient("SYN-1"))
                    .put("/fhir/Patient?" + SYN_1));

    assertThat(answers).extracting(Response::statusCode).containsExactly(200, 201);
    assertThat(answers.get(1).header("Location")).endsWith("/Patient/p/_history/3");
    assertThat(given().get(P).statusCode()).isEqualTo(200);
  }

  @Test
  void a_conditional_update_spares_what_has_lost_the_identifier() throws Exception {
    put("SYN-1");
    List<Response> answers =
        oneAfterTheOther(() -> put("SYN-2"), () -> putWhere(SYN_1, identified("SYN-1")));

    assertThat(answers).extracting(Response::statusCode).containsExactly(200, 201);
    assertThat(answers.get(1).header("Location"))
        .endsWith("/_history/1")
        .doesNotContain("/Patient/p/");
    assertThat(given().get(P).header("ETag")).isEqualTo("W/\"2\"");
    assertThat(given().get(P).jsonPath().getString("identifier[0].value")).isEqualTo("SYN-2");
  }

  @Test
  void a_conditional_update_follows_the_identifier_to_another_resource() throws Exception {
    put("SYN-1");
    List<Response> answers =
        oneAfterTheOther(
            () ->
                transaction(
                    entry("PUT", "Patient/p", patient("SYN-2")),
                    entry("PUT", "Patient/q", patient("SYN-1").replace("\"p\"", "\"q\""))),
            () -> putWhere(SYN_1, identified("SYN-1").replace("}]}", "}],\"active\":true}")));

    assertThat(answers).extracting(Response::statusCode).containsExactly(200, 200);
    assertThat(answers.get(1).header("Location")).endsWith("/Patient/q/_history/2");
    assertThat(given().get(P).header("ETag")).isEqualTo("W/\"2\"");
    assertThat(given().get("/fhir/Patient/q").jsonPath().getBoolean("active")).isTrue();
  }

  @Test
  void a_conditional_update_does_not_bring_back_what_was_deleted_under_another_id()
      throws Exception {
    put("SYN-1");
    List<Response> answers =
        oneAfterTheOther(() -> given().delete(P), () -> putWhere(SYN_1, identified("SYN-1")));

    assertThat(answers).extracting(Response::statusCode).containsExactly(200, 201);
    assertThat(answers.get(1).header("Location")).doesNotContain("/Patient/p/");
    assertThat(given().get(P).statusCode()).isEqualTo(410);
  }

  @Test
  void a_conditional_update_spares_what_no_longer_meets_any_other_condition() throws Exception {
    putBorn(1950);
    List<Response> answers =
        oneAfterTheOther(
            () -> putBorn(1960),
            () ->
                putWhere(
                    "birthdate=1950",
                    "{\"resourceType\":\"Patient\",\"birthDate\":\"1950\",\"active\":true}"));

    assertThat(answers).extracting(Response::statusCode).containsExactly(200, 201);
    assertThat(answers.get(1).header("Location")).doesNotContain("/Patient/p/");
    assertThat(given().get(P).jsonPath().getString("birthDate")).isEqualTo("1960");
  }

  @Test
  void what_refers_to_an_overtaken_conditional_update_refers_to_what_it_wrote() throws Exception {
    put("SYN-1");
    List<Response> answers =
        oneAfterTheOther(
            () -> put("SYN-2"),
            () ->
                transaction(
                    """
                    {"fullUrl":"urn:uuid:00000000-0000-4000-8000-000000000001","resource":%s,
                     "request":{"method":"PUT","url":"Patient?%s"}}"""
                        .formatted(identified("SYN-1"), SYN_1),
                    entry(
                        "PUT",
                        "Observation/o",
                        """
                        {"resourceType":"Observation","id":"o","status":"final",
                         "code":{"text":"synthetic"},
                         "subject":{"reference":"urn:uuid:00000000-0000-4000-8000-000000000001"}}""")));

    assertThat(answers).extracting(Response::statusCode).containsExactly(200, 200);
    String location = answers.get(1).jsonPath().getString("entry[0].response.location");
    assertThat(location).endsWith("/_history/1").doesNotContain("Patient/p/");
    assertThat(given().get("/fhir/Observation/o").jsonPath().getString("subject.reference"))
        .isEqualTo(location.substring(0, location.indexOf("/_history")));
    assertThat(given().get(P).header("ETag")).isEqualTo("W/\"2\"");
  }

  @Test
  void a_conditional_update_that_kept_its_match_is_the_later_of_two() throws Exception {
    put("SYN-1");
    List<Response> answers =
        oneAfterTheOther(
            () ->
                given()
                    .contentType("application/fhir+json")
                    .body(patient("SYN-1").replace("}]}", "}],\"active\":false}"))
                    .put(P),
            () -> putWhere(SYN_1, identified("SYN-1").replace("}]}", "}],\"active\":true}")));

    assertThat(answers).extracting(Response::statusCode).containsExactly(200, 200);
    assertThat(given().get(P).header("ETag")).isEqualTo("W/\"3\"");
    assertThat(given().get(P).jsonPath().getBoolean("active")).isTrue();
  }

  private List<Response> oneAfterTheOther(Callable<Response> first, Callable<Response> second)
      throws Exception {
    List<Future<Response>> sent = new ArrayList<>();
    try (ExecutorService clients = Executors.newFixedThreadPool(2);
        Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(HOLD);
      sent.add(clients.submit(first));
      awaitWaiting(statement, 1);
      sent.add(clients.submit(second));
      awaitWaiting(statement, 2);
      connection.commit();
      return List.of(sent.get(0).get(), sent.get(1).get());
    }
  }

  private static void awaitWaiting(Statement statement, int writes)
      throws SQLException, InterruptedException {
    for (int i = 0; i < 1000; i++) {
      try (ResultSet row = statement.executeQuery(WAITING)) {
        row.next();
        if (row.getInt(1) == writes) {
          return;
        }
      }
      Thread.sleep(10);
    }
    throw new AssertionError("The writes do not wait for the lock on the resource");
  }

  private static Response put(String mrn) {
    return given().contentType("application/fhir+json").body(patient(mrn)).put(P);
  }

  private static String patient(String mrn) {
    return """
        {"resourceType":"Patient","id":"p","identifier":[
         {"system":"http://hospital.example/id/mrn","value":"%s"}]}"""
        .formatted(mrn);
  }

  private static String identified(String mrn) {
    return patient(mrn).replace("\"id\":\"p\",", "");
  }

  private static Response putWhere(String condition, String body) {
    return given()
        .contentType("application/fhir+json")
        .body(body)
        .put("/fhir/Patient?" + condition);
  }

  private static Response putBorn(int year) {
    return given()
        .contentType("application/fhir+json")
        .body("{\"resourceType\":\"Patient\",\"id\":\"p\",\"birthDate\":\"" + year + "\"}")
        .put(P);
  }

  private static Response transaction(String... entries) {
    return given()
        .contentType("application/fhir+json")
        .body(
            "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":["
                + String.join(",", entries)
                + "]}")
        .post("/fhir");
  }

  private static String entry(String method, String url, String resource) {
    return "{\"resource\":%s,\"request\":{\"method\":\"%s\",\"url\":\"%s\"}}"
        .formatted(resource, method, url);
  }
}
