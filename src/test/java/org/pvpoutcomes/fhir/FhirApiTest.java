package org.pvpoutcomes.fhir;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.StrictErrorHandler;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.ConditionalDeleteStatus;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.record.RecordRepository;
import org.pvpoutcomes.record.StoredVersion;

@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FhirApiTest {

  private static final String FHIR_JSON = "application/fhir+json";
  private static final String ANSWER = "application/fhir+json;charset=UTF-8";
  private static final String SYSTEM = "http://hospital.example/id/fhir-api-test";

  @Test
  void a_created_resource_can_be_read_and_read_by_version() {
    Response created = post("/fhir/Patient", patient("create"));
    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(created.contentType()).isEqualTo(ANSWER);
    assertThat(created.header("ETag")).isEqualTo("W/\"1\"");
    assertThat(created.header("Last-Modified")).endsWith("GMT");
    String base = "http://localhost:" + RestAssured.port + "/fhir/";
    assertThat(created.header("Location")).matches(base + "Patient/[A-Za-z0-9.-]{1,64}/_history/1");
    assertThat(created.jsonPath().getString("issue[0].severity")).isEqualTo("information");
    assertThat(created.jsonPath().getString("issue[0].details.text"))
        .matches("Created Patient/.+ version 1\\.");

    String versioned = created.header("Location");
    String current = versioned.substring(0, versioned.indexOf("/_history"));
    for (String url : List.of(versioned, current)) {
      Response read = given().get(url);
      assertThat(read.statusCode()).isEqualTo(200);
      assertThat(read.contentType()).isEqualTo(ANSWER);
      assertThat(read.header("ETag")).isEqualTo("W/\"1\"");
      assertThat(read.header("Last-Modified")).isEqualTo(created.header("Last-Modified"));
      assertThat(read.jsonPath().getString("meta.versionId")).isEqualTo("1");
      assertThat(read.jsonPath().getString("identifier[0].value")).isEqualTo("create");
    }
    assertThat(given().get(current + "/_history/2").statusCode()).isEqualTo(404);
  }

  @Test
  void decimals_come_back_with_every_digit() {
    String observation =
        """
        {"resourceType":"Observation","status":"final","code":{"text":"synthetic"},
         "valueQuantity":{"value":1.10}}
        """;
    Response created = post("/fhir/Observation", observation);
    assertThat(given().get(created.header("Location")).asString()).contains("\"value\":1.10}");
  }

  @Test
  void the_longest_identifier_is_stored_and_found_again() {
    // Random, so that the database cannot make it any shorter.
    String value =
        new Random(2048)
            .ints(2048 - SYSTEM.length(), 'A', 'Z' + 1)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    String condition = "identifier=" + SYSTEM + "|" + value;
    assertThat(postIfNoneExist(patient(value), condition).statusCode()).isEqualTo(201);
    assertThat(postIfNoneExist(patient(value), condition).statusCode()).isEqualTo(200);
  }

  @Test
  void a_conditional_create_creates_once() {
    String condition = "identifier=" + SYSTEM + "|once";
    Response first = postIfNoneExist(patient("once"), condition);
    Response second = postIfNoneExist(patient("once"), condition.replace("|", "%7C"));
    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(second.header("Location")).isEqualTo(first.header("Location"));
    assertThat(second.jsonPath().getString("issue[0].details.text"))
        .matches("Nothing created: the condition matches Patient/.+ version 1\\.");
  }

  @Test
  void an_update_creates_then_changes_and_leaves_alone_what_is_the_same() {
    String path = "/fhir/Patient/fhir-api-test-1";
    String male = "{\"resourceType\":\"Patient\",\"id\":\"fhir-api-test-1\",\"gender\":\"male\"}";
    assertThat(put(path, male).statusCode()).isEqualTo(201);
    Response same = put(path, male);
    assertThat(same.statusCode()).isEqualTo(200);
    assertThat(same.header("ETag")).isEqualTo("W/\"1\"");
    assertThat(same.jsonPath().getString("issue[0].details.text"))
        .isEqualTo("Unchanged: the content is that of Patient/fhir-api-test-1 version 1.");
    Response changed = put(path, male.replace("male", "female"));
    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(changed.header("ETag")).isEqualTo("W/\"2\"");
    assertThat(given().get(path).jsonPath().getString("gender")).isEqualTo("female");
    assertThat(given().get(path + "/_history/1").jsonPath().getString("gender")).isEqualTo("male");
  }

  @Test
  void a_conditional_update_creates_then_updates_the_match() {
    String path = "/fhir/Patient?identifier=" + SYSTEM + "%7Cmatching";
    Response created = put(path, patient("matching"));
    Response updated =
        put(path, patient("matching").replace("\"active\":true", "\"active\":false"));
    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(updated.statusCode()).isEqualTo(200);
    assertThat(updated.header("ETag")).isEqualTo("W/\"2\"");
    assertThat(updated.header("Location"))
        .isEqualTo(created.header("Location").replace("/_history/1", "/_history/2"));
  }

  @Test
  void a_condition_that_matches_two_is_refused() {
    post("/fhir/Patient", patient("twin"));
    post("/fhir/Patient", patient("twin"));
    Response refused = put("/fhir/Patient?identifier=" + SYSTEM + "%7Ctwin", patient("twin"));
    assertThat(refused.statusCode()).isEqualTo(412);
    assertThat(refused.contentType()).isEqualTo(ANSWER);
    assertThat(refused.jsonPath().getString("issue[0].code")).isEqualTo("multiple-matches");
  }

  @Test
  void a_transaction_stores_all_and_resolves_its_references() {
    Response response = post("/fhir", bundle("transaction", "tx", "", "2019-03-04"));
    assertThat(response.statusCode()).isEqualTo(200);
    JsonPath answer = response.jsonPath();
    assertThat(answer.getString("type")).isEqualTo("transaction-response");
    assertThat(answer.getList("entry.response.status"))
        .isEqualTo(List.of("201 Created", "201 Created"));
    assertThat(answer.getList("entry.response.etag")).isEqualTo(List.of("W/\"1\"", "W/\"1\""));
    assertThat(answer.getString("entry[0].response.lastModified"))
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,3})?Z");
    String patient = answer.getString("entry[0].response.location");
    assertThat(patient).matches("Patient/[A-Za-z0-9.-]{1,64}/_history/1");
    assertThat(
            given()
                .get("/fhir/" + answer.getString("entry[1].response.location"))
                .jsonPath()
                .getString("subject.reference"))
        .isEqualTo(patient.substring(0, patient.indexOf("/_history")));
  }

  @Test
  void the_same_transaction_again_changes_nothing() {
    String bundle = bundle("transaction", "again", "", "2019-03-04");
    JsonPath first = post("/fhir", bundle).jsonPath();
    JsonPath second = post("/fhir", bundle).jsonPath();
    assertThat(second.getList("entry.response.status")).isEqualTo(List.of("200 OK", "200 OK"));
    assertThat(second.getList("entry.response.location"))
        .isEqualTo(first.getList("entry.response.location"));
  }

  @Test
  void entries_of_a_batch_fail_alone() {
    String bundle =
        """
        {"resourceType":"Bundle","type":"batch","entry":[
          {"resource":{"resourceType":"Patient"},"request":{"method":"POST","url":"Patient"}},
          {"resource":{"resourceType":"Patient","gender":"f"},"request":{"method":"POST","url":"Patient"}},
          {"request":{"method":"GET","url":"Patient/never"}},
          {"resource":{"resourceType":"Patient"},"request":{"method":"POST","url":"Patient/1"}},
          {"resource":{"resourceType":"Medication"},"request":{"method":"POST","url":"Medication"}},
          {"resource":{"resourceType":"Patient"},"request":{"method":"POST","url":"Patient"}}]}
        """;
    Response response = post("/fhir", bundle);
    assertThat(response.statusCode()).isEqualTo(200);
    JsonPath answer = response.jsonPath();
    assertThat(answer.getString("type")).isEqualTo("batch-response");
    assertThat(answer.getList("entry.response.status"))
        .isEqualTo(
            List.of(
                "201 Created",
                "400 Bad Request",
                "404 Not Found",
                "400 Bad Request",
                "404 Not Found",
                "201 Created"));
    assertThat(answer.getString("entry[1].response.outcome.issue[0].expression[0]"))
        .isEqualTo("Bundle.entry[1].resource.gender");
    assertThat(answer.getMap("entry[0].response")).doesNotContainKey("outcome");
  }

  @Test
  void a_version_that_an_entry_depends_on_in_vain_is_named_where_it_stands() {
    put("/fhir/Patient/p", "{\"resourceType\":\"Patient\",\"id\":\"p\"}");
    for (String element : List.of("\"ifMatch\":\"W/\\\"7\\\"\"", "\"ifNoneMatch\":\"*\"")) {
      Response refused =
          post(
              "/fhir",
              """
              {"resourceType":"Bundle","type":"transaction","entry":[
                {"resource":{"resourceType":"Patient"},"request":{"method":"POST","url":"Patient"}},
                {"resource":{"resourceType":"Patient","id":"p","active":true},
                 "request":{"method":"PUT","url":"Patient/p",%s}}]}"""
                  .formatted(element));
      assertThat(refused.statusCode()).isEqualTo(412);
      assertThat(refused.jsonPath().getString("issue[0].expression[0]"))
          .isEqualTo("Bundle.entry[1].request." + element.substring(1, element.indexOf('"', 1)));
    }
    assertThat(given().get("/fhir/Patient/p").header("ETag")).isEqualTo("W/\"1\"");
  }

  @Test
  void entries_may_use_absolute_urls_of_this_server() {
    String base = "http://localhost:" + RestAssured.port + "/fhir/";
    Response response = post("/fhir", bundle("transaction", "absolute", base, "2019-03-04"));
    assertThat(response.jsonPath().getList("entry.response.status"))
        .isEqualTo(List.of("201 Created", "201 Created"));
  }

  @Test
  void a_Bundle_without_entries_is_answered_with_one() {
    Response response = post("/fhir", "{\"resourceType\":\"Bundle\",\"type\":\"transaction\"}");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.jsonPath().getMap("$"))
        .isEqualTo(Map.of("resourceType", "Bundle", "type", "transaction-response"));
  }

  @Test
  void plain_JSON_is_taken_and_answered_as_FHIR() {
    Response response =
        given()
            .contentType("application/json")
            .accept("application/json")
            .body(patient("plain"))
            .post("/fhir/Patient");
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.contentType()).isEqualTo(ANSWER);
  }

  @Test
  void the_location_is_that_of_the_request() {
    Response response =
        given()
            .contentType(FHIR_JSON)
            .header("Host", "pvp.example")
            .body(patient("host"))
            .post("/fhir/Patient");
    assertThat(response.header("Location")).startsWith("http://pvp.example/fhir/Patient/");
  }

  /** What it claims is walked through elsewhere. */
  @Test
  void the_capability_statement_is_FHIR_and_lists_what_is_stored_and_what_is_shipped() {
    Response response = given().get("/fhir/metadata");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.contentType()).isEqualTo(ANSWER);
    CapabilityStatement statement =
        FhirContext.forR4Cached()
            .newJsonParser()
            .setParserErrorHandler(new StrictErrorHandler())
            .parseResource(CapabilityStatement.class, response.asString());
    assertThat(statement.getFhirVersion().toCode()).isEqualTo("4.0.1");
    assertThat(statement.getDateElement().getValueAsString()).isEqualTo("2026-11-25");
    assertThat(statement.getRestFirstRep().getResource())
        .extracting(resource -> resource.getType())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(StoredTypes.ALL.stream(), StoredTypes.SHIPPED.stream()).toList());
    assertThat(statement.getRestFirstRep().getResource())
        .filteredOn(resource -> StoredTypes.ALL.contains(resource.getType()))
        .hasSize(StoredTypes.ALL.size())
        .allSatisfy(
            resource -> {
              assertThat(resource.getConditionalCreate()).isTrue();
              assertThat(resource.getConditionalUpdate()).isTrue();
              assertThat(resource.getConditionalDelete()).isEqualTo(ConditionalDeleteStatus.SINGLE);
            });
    assertThat(statement.getRestFirstRep().getResource())
        .filteredOn(resource -> !StoredTypes.ALL.contains(resource.getType()))
        .allSatisfy(
            resource -> {
              assertThat(resource.getConditionalCreate()).isFalse();
              assertThat(resource.getConditionalUpdate()).isFalse();
            });
  }

  @Test
  void a_fault_of_the_server_is_answered_with_an_id_and_nothing_of_the_cause() {
    RecordRepository broken =
        new RecordRepository() {
          @Override
          public Optional<StoredVersion> current(String type, String id) {
            throw new IllegalStateException("SECRET");
          }
        };
    QuarkusMock.installMockForType(broken, RecordRepository.class);
    Response response = given().get("/fhir/Patient/1");
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.contentType()).isEqualTo(ANSWER);
    assertThat(response.asString())
        .matches(
            "\\{\"resourceType\":\"OperationOutcome\",\"issue\":\\[\\{\"severity\":\"fatal\","
                + "\"code\":\"exception\",\"details\":\\{\"text\":\"The server failed; the request"
                + " may be sent again\\. Its log has the cause under [0-9a-f-]{36}\\.\"}}]}");
  }

  private static String patient(String value) {
    return "{\"resourceType\":\"Patient\",\"identifier\":[{\"system\":\""
        + SYSTEM
        + "\",\"value\":\""
        + value
        + "\"}],\"active\":true}";
  }

  /** A patient and a condition of theirs, each created only once. */
  private static String bundle(String type, String value, String base, String onset) {
    return """
    {"resourceType":"Bundle","type":"%s","entry":[
      {"fullUrl":"urn:uuid:00000000-0000-4000-8000-000000000001",
       "resource":%s,
       "request":{"method":"POST","url":"%sPatient","ifNoneExist":"identifier=%s|%s"}},
      {"resource":{"resourceType":"Condition","identifier":[{"system":"%s","value":"%s"}],
         "subject":{"reference":"urn:uuid:00000000-0000-4000-8000-000000000001"},
         "onsetDateTime":"%s"},
       "request":{"method":"PUT","url":"%sCondition?identifier=%s%%7C%s"}}]}
    """
        .formatted(
            type, patient(value), base, SYSTEM, value, SYSTEM, value, onset, base, SYSTEM, value);
  }

  private static Response post(String path, String body) {
    return given().contentType(FHIR_JSON).body(body).post(path);
  }

  private static Response postIfNoneExist(String body, String condition) {
    return given()
        .contentType(FHIR_JSON)
        .header("If-None-Exist", condition)
        .body(body)
        .post("/fhir/Patient");
  }

  private static Response put(String path, String body) {
    return given().urlEncodingEnabled(false).contentType(FHIR_JSON).body(body).put(path);
  }
}
