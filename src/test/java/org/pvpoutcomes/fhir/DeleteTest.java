package org.pvpoutcomes.fhir;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The delete interaction over HTTP, alone and in Bundles (FHIR R4 http.html#delete). */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DeleteTest {

  private static final String FHIR_JSON = "application/fhir+json";
  private static final String ANSWER = "application/fhir+json;charset=UTF-8";
  private static final String SYSTEM = "http://hospital.example/id/mrn";
  private static final String P = "/fhir/Patient/p";

  @Test
  void a_deleted_resource_is_gone_and_its_earlier_versions_stay() {
    put("p", "SYN-1");
    put("p", "SYN-2");
    Response deleted = given().delete(P);

    assertThat(deleted.statusCode()).isEqualTo(200);
    assertThat(deleted.contentType()).isEqualTo(ANSWER);
    assertThat(deleted.header("ETag")).isEqualTo("W/\"3\"");
    assertThat(deleted.header("Last-Modified")).endsWith("GMT");
    assertThat(deleted.headers().hasHeaderWithName("Location")).isFalse();
    assertThat(deleted.jsonPath().getMap("$"))
        .isEqualTo(outcome("Deleted: Patient/p version 3 is the deletion."));
    for (String gone : List.of(P, P + "/_history/3")) {
      Response read = given().get(gone);
      assertThat(read.statusCode()).isEqualTo(410);
      assertThat(read.contentType()).isEqualTo(ANSWER);
      assertThat(read.jsonPath().getString("issue[0].code")).isEqualTo("deleted");
      assertThat(read.jsonPath().getString("issue[0].details.text")).contains("version 3");
    }
    assertThat(identifierOf(P + "/_history/1")).isEqualTo("SYN-1");
    assertThat(identifierOf(P + "/_history/2")).isEqualTo("SYN-2");
    assertThat(given().get(P + "/_history/4").statusCode()).isEqualTo(404);
  }

  @Test
  void deleting_what_is_deleted_changes_nothing() {
    put("p", "SYN-1");
    given().delete(P);
    Response again = given().delete(P);

    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(again.header("ETag")).isEqualTo("W/\"2\"");
    assertThat(again.jsonPath().getMap("$"))
        .isEqualTo(outcome("Nothing deleted: it is deleted already, as Patient/p version 2."));
    assertThat(given().get(P + "/_history/3").statusCode()).isEqualTo(404);
  }

  @Test
  void deleting_what_never_was_is_no_error_and_leaves_no_trace() {
    Response deleted = given().delete(P);

    assertThat(deleted.statusCode()).isEqualTo(200);
    assertThat(deleted.headers().hasHeaderWithName("ETag")).isFalse();
    assertThat(deleted.jsonPath().getMap("$"))
        .isEqualTo(outcome("Nothing deleted: there is no such resource."));
    assertThat(given().get(P).statusCode()).isEqualTo(404);
    assertThat(put("p", "SYN-1").header("ETag")).isEqualTo("W/\"1\"");
  }

  @Test
  void an_update_brings_a_deleted_resource_back_even_with_the_same_content() {
    put("p", "SYN-1");
    given().delete(P);
    Response back = put("p", "SYN-1");

    assertThat(back.statusCode()).isEqualTo(201);
    assertThat(back.header("ETag")).isEqualTo("W/\"3\"");
    assertThat(back.header("Location")).endsWith("/fhir/Patient/p/_history/3");
    assertThat(identifierOf(P)).isEqualTo("SYN-1");
    assertThat(given().get(P + "/_history/2").statusCode()).isEqualTo(410);
    assertThat(put("p", "SYN-1").header("ETag")).isEqualTo("W/\"3\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/fhir/Patient?identifier=", "/fhir/Patient/?identifier="})
  void a_condition_that_one_resource_meets_deletes_it(String url) {
    put("p", "SYN-1");
    put("q", "SYN-2");
    Response deleted = conditional(url, "SYN-1");

    assertThat(deleted.statusCode()).isEqualTo(200);
    assertThat(deleted.header("ETag")).isEqualTo("W/\"2\"");
    assertThat(given().get(P).statusCode()).isEqualTo(410);
    assertThat(given().get("/fhir/Patient/q").statusCode()).isEqualTo(200);
    assertThat(conditional(url, "SYN-1").jsonPath().getMap("$"))
        .as("nothing meets the condition any more")
        .isEqualTo(outcome("Nothing deleted: there is no such resource."));
  }

  @Test
  void a_condition_that_several_resources_meet_deletes_none() {
    put("p", "SYN-1");
    put("q", "SYN-1");
    Response refused = conditional("/fhir/Patient?identifier=", "SYN-1");

    assertThat(refused.statusCode()).isEqualTo(412);
    assertThat(refused.jsonPath().getString("issue[0].code")).isEqualTo("multiple-matches");
    assertThat(refused.jsonPath().getString("issue[0].expression[0]")).isEqualTo("Patient");
    assertThat(given().get(P).statusCode()).isEqualTo(200);
    assertThat(given().get("/fhir/Patient/q").statusCode()).isEqualTo(200);
  }

  @Test
  void a_deleted_resource_meets_no_condition() {
    put("p", "SYN-1");
    given().delete(P);

    Response created =
        given()
            .contentType(FHIR_JSON)
            .header("If-None-Exist", "identifier=" + SYSTEM + "|SYN-1")
            .body(patient(null, "SYN-1"))
            .post("/fhir/Patient");
    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(created.header("Location")).doesNotContain("/Patient/p/");
    assertThat(given().get(P).statusCode()).isEqualTo(410);
  }

  @Test
  void every_entry_of_a_transaction_is_answered_as_alone() {
    put("p", "SYN-1");
    put("q", "SYN-2");
    given().delete("/fhir/Patient/q");
    Response response =
        bundle(
            "transaction",
            delete("Patient/p"),
            delete("Patient/q"),
            delete("Patient/never"),
            delete("Patient?identifier=" + SYSTEM + "|SYN-9"));

    assertThat(response.statusCode()).isEqualTo(200);
    JsonPath answer = response.jsonPath();
    assertThat(answer.getList("entry.response.status"))
        .containsExactly("200 OK", "200 OK", "200 OK", "200 OK");
    assertThat(answer.getList("entry.response.etag"))
        .containsExactly("W/\"2\"", "W/\"2\"", null, null);
    assertThat(answer.getList("entry.response.location")).containsOnlyNulls();
    assertThat(answer.getList("entry.response.outcome"))
        .containsExactly(
            outcome("Deleted: Patient/p version 2 is the deletion."),
            outcome("Nothing deleted: it is deleted already, as Patient/q version 2."),
            outcome("Nothing deleted: there is no such resource."),
            outcome("Nothing deleted: there is no such resource."));
    assertThat(given().get(P).statusCode()).isEqualTo(410);
  }

  @Test
  void a_batch_deletes_before_it_creates_and_creates_before_it_updates() {
    put("p", "SYN-1");
    put("q", "SYN-2");
    put("r", "SYN-2");
    Response response =
        bundle(
            "batch",
            write("PUT", "Patient?identifier=" + SYSTEM + "|SYN-1", "", patient(null, "SYN-1")),
            write("POST", "Patient", ifNoneExist("SYN-1"), patient(null, "SYN-1")),
            delete("Patient?identifier=" + SYSTEM + "|SYN-2"),
            delete("Patient/p"));

    JsonPath answer = response.jsonPath();
    assertThat(answer.getList("entry.response.status"))
        .containsExactly("200 OK", "201 Created", "412 Precondition Failed", "200 OK");
    assertThat(answer.getString("entry[0].response.location"))
        .as("the update finds what was created, unchanged")
        .isEqualTo(answer.getString("entry[1].response.location"))
        .isNotNull();
    assertThat(answer.getString("entry[2].response.outcome.issue[0].expression[0]"))
        .isEqualTo("Bundle.entry[2].request.url");
    assertThat(given().get(P).statusCode()).isEqualTo(410);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "Patient~ ''~ 400~ request.url~ invalid",
        "Patient?~ ''~ 400~ request.url~ invalid",
        "Patient?_format=json~ ''~ 400~ request.url~ invalid",
        "Patient?shoe-size=42~ ''~ 400~ request.url~ not-supported",
        "Patient?birthdate=yesterday~ ''~ 400~ request.url~ invalid",
        "Patient?identifier=~ ''~ 400~ request.url~ invalid",
        "Patient?identifier=http://hospital.example/id/mrn%7C~ ''~ 400~ request.url~ invalid",
        "Patient?identifier=http://hospital.example/id/mrn%7CSYN-1&_count=1~ ''~ 400~ request.url~ not-supported",
        "Patient?identifier=http://hospital.example/id/mrn%7CSYN-1&shoe-size=42~ ''~ 400~ request.url~ not-supported",
        "Patient?identifier:missing=false~ ''~ 412~ request.url~ multiple-matches",
        "Patient/p?identifier=http://hospital.example/id/mrn%7CSYN-1~ ''~ 400~ request.url~ not-supported",
        "Patient/p/_history/1~ ''~ 400~ request.url~ not-supported",
        "Patient/p/_history~ ''~ 400~ request.url~ not-supported",
        "Patient/not_an_id~ ''~ 400~ request.url~ value",
        "Medication/p~ ''~ 404~ request.url~ not-supported",
        "StructureDefinition/p~ ''~ 400~ request.url~ not-supported",
        "http://elsewhere.example/fhir/Patient/p~ ''~ 400~ request.url~ invalid",
        "Patient/p~ ,\"ifMatch\":\"W/\\\"2\\\"\"~ 412~ request.ifMatch~ conflict",
        "Patient?identifier=http://hospital.example/id/mrn%7CSYN-1~ ,\"ifMatch\":\"W/\\\"2\\\"\"~ 412~ request.ifMatch~ conflict",
        "Patient/never~ ,\"ifMatch\":\"W/\\\"1\\\"\"~ 412~ request.ifMatch~ conflict",
        "Patient/p~ ,\"ifMatch\":\"first\"~ 400~ request.ifMatch~ invalid",
        "Patient/p~ ,\"ifNoneMatch\":\"*\"~ 400~ request.ifNoneMatch~ invalid",
        "Patient/p~ ,\"ifNoneExist\":\"identifier=a%7Cb\"~ 400~ request.ifNoneExist~ invalid",
      })
  void an_entry_that_cannot_be_carried_out_as_it_was_meant_deletes_nothing(
      String url, String more, int status, String place, String code) {
    put("p", "SYN-1");
    put("q", "SYN-2");
    String entry = "{\"request\":{\"method\":\"DELETE\",\"url\":\"" + url + "\"" + more + "}}";
    Response refused = bundle("transaction", delete("Patient/q"), entry);

    assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(status);
    assertThat(refused.jsonPath().getString("issue[0].expression[0]"))
        .isEqualTo("Bundle.entry[1]." + place);
    assertThat(refused.jsonPath().getString("issue[0].code")).isEqualTo(code);
    assertThat(given().get(P).statusCode()).isEqualTo(200);
    assertThat(given().get("/fhir/Patient/q").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "/fhir/Patient, 400",
    "/fhir/Patient/, 400",
    "/fhir/Patient?_format=json, 400",
    "/fhir/Patient?_summary=true&_pretty=true, 400",
    "/fhir/Patient?birthdate=yesterday, 400",
    "/fhir/Patient?birthdate=ap2021, 400",
    "/fhir/Patient?organization.name=x, 400",
    "/fhir/Patient?shoe-size=42, 400",
    "/fhir/Patient?identifier=, 400",
    "/fhir/Patient?identifier=%7C, 400",
    "/fhir/Patient?identifier=http://hospital.example/id/mrn%7C, 400",
    "'/fhir/Patient?identifier=http://hospital.example/id/mrn%7CSYN-1,http://hospital.example/id/mrn%7C', 400",
    "/fhir/Patient?identifier=http://hospital.example/id/mrn%7CSYN-1&name=, 400",
    "/fhir/Patient?identifier=http://hospital.example/id/mrn%7CSYN-1&_count=1, 400",
    "/fhir/Patient?identifier=http://hospital.example/id/mrn%7CSYN-1&_cascade=delete, 400",
    "/fhir/Patient?_cascade=delete&identifier=http://hospital.example/id/mrn%7CSYN-1, 400",
    "/fhir/Patient?_id=, 400",
    "'/fhir/Patient?_id=p,q', 412",
    "/fhir/Patient?identifier:missing=false, 412",
    "/fhir/Patient?_lastUpdated=gt2021, 412",
    "/fhir/Patient/p?_expunge=true, 400",
    "/fhir/Patient/p?identifier=http://hospital.example/id/mrn%7CSYN-1, 400",
    "/fhir/Patient/not_an_id, 400",
    "/fhir/Medication/p, 404",
    "/fhir/Medication?identifier=http://hospital.example/id/mrn%7CSYN-1, 404",
    "/fhir/StructureDefinition/p, 405",
    "/fhir/patient/p, 404",
    "/fhir/Patient/p/_history/1, 405",
    "/fhir/Patient/p/_history, 405",
    "/fhir/_history, 405",
    "/fhir, 405",
  })
  void a_request_that_is_not_one_resource_s_delete_deletes_nothing(String url, int status) {
    put("p", "SYN-1");
    put("q", "SYN-2");
    Response refused = given().urlEncodingEnabled(false).delete(url);

    assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(status);
    assertThat(refused.contentType()).isEqualTo(ANSWER);
    assertThat(refused.jsonPath().getString("issue[0].severity")).isEqualTo("error");
    assertThat(given().get(P).header("ETag")).isEqualTo("W/\"1\"");
    assertThat(given().get(P).statusCode()).isEqualTo(200);
    assertThat(given().get("/fhir/Patient/q").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "identifier=SYN-1",
        "identifier=http://hospital.example/id/mrn%7CSYN-1&active:missing=true",
        "identifier=http://hospital.example/id/mrn%7CSYN-1,http://hospital.example/id/mrn%7CSYN-9",
        "_id=p",
        "_id=p&_format=json",
        "birthdate=1951-03",
      })
  void any_search_that_one_resource_meets_deletes_it(String condition) {
    put("q", "SYN-2");
    given()
        .contentType(FHIR_JSON)
        .body(patient("p", "SYN-1").replace("]}", "],\"birthDate\":\"1951-03-04\"}"))
        .put(P);
    assertThat(given().urlEncodingEnabled(false).delete("/fhir/Patient?" + condition).statusCode())
        .isEqualTo(200);
    assertThat(given().get(P).statusCode()).isEqualTo(410);
    assertThat(given().get("/fhir/Patient/q").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"W/\"1\"", "\"1\"", "*", "W/\"7\", W/\"1\""})
  void the_version_that_the_client_has_seen_is_deleted(String version) {
    put("p", "SYN-1");
    assertThat(given().header("If-Match", version).delete(P).statusCode()).isEqualTo(200);
    assertThat(given().get(P).statusCode()).isEqualTo(410);
  }

  @ParameterizedTest
  @CsvSource({"/fhir/Patient/p", "/fhir/Patient?identifier=http://hospital.example/id/mrn%7CSYN-1"})
  void a_body_or_a_condition_that_does_not_hold_is_refused_and_deletes_nothing(String url) {
    put("p", "SYN-1");
    assertThat(
            List.of(
                request().body("x").contentType("text/plain").delete(url),
                request().body("{}").contentType(FHIR_JSON).delete(url),
                request().body(patient("p", "SYN-1")).contentType(FHIR_JSON).delete(url)))
        .allSatisfy(refused -> assertThat(refused.statusCode()).isEqualTo(400))
        .allSatisfy(refused -> assertThat(refused.contentType()).isEqualTo(ANSWER))
        .allSatisfy(
            refused ->
                assertThat(refused.jsonPath().getString("issue[0].details.text"))
                    .isEqualTo("A delete has no body; nothing was deleted."));
    assertThat(
            List.of(
                request().header("If-Match", "first").delete(url),
                request().header("If-None-Match", "*").delete(url),
                request().header("If-None-Exist", "identifier=a%7Cb").delete(url)))
        .allSatisfy(refused -> assertThat(refused.statusCode()).isEqualTo(400))
        .allSatisfy(refused -> assertThat(refused.contentType()).isEqualTo(ANSWER));
    for (String others : List.of("W/\"2\"", "W/\"2\", W/\"3\"")) {
      Response stale = request().header("If-Match", others).delete(url);
      assertThat(stale.statusCode()).isEqualTo(412);
      assertThat(stale.jsonPath().getString("issue[0].code")).isEqualTo("conflict");
    }
    assertThat(request().accept("text/csv").delete(url).statusCode()).isEqualTo(406);
    assertThat(given().get(P).statusCode()).isEqualTo(200);
    assertThat(given().get(P).header("ETag")).isEqualTo("W/\"1\"");
  }

  private static RequestSpecification request() {
    return given().urlEncodingEnabled(false);
  }

  @Test
  void a_content_type_without_a_body_does_no_harm() {
    put("p", "SYN-1");
    assertThat(given().contentType("text/plain").delete(P).statusCode()).isEqualTo(200);
    assertThat(given().get(P).statusCode()).isEqualTo(410);
  }

  private static Map<String, Object> outcome(String text) {
    return Map.of(
        "resourceType",
        "OperationOutcome",
        "issue",
        List.of(
            Map.of(
                "severity",
                "information",
                "code",
                "informational",
                "details",
                Map.of("text", text))));
  }

  private static String patient(@Nullable String id, String mrn) {
    return """
        {"resourceType":"Patient",%s"identifier":[{"system":"%s","value":"%s"}]}"""
        .formatted(id == null ? "" : "\"id\":\"" + id + "\",", SYSTEM, mrn);
  }

  private static Response put(String id, String mrn) {
    return given().contentType(FHIR_JSON).body(patient(id, mrn)).put("/fhir/Patient/" + id);
  }

  private static Response conditional(String url, String mrn) {
    return given().urlEncodingEnabled(false).delete(url + SYSTEM + "%7C" + mrn);
  }

  private static String delete(String url) {
    return "{\"request\":{\"method\":\"DELETE\",\"url\":\"" + url + "\"}}";
  }

  private static String write(String method, String url, String more, String resource) {
    return """
        {"request":{"method":"%s","url":"%s"%s},"resource":%s}"""
        .formatted(method, url, more, resource);
  }

  private static String ifNoneExist(String mrn) {
    return ",\"ifNoneExist\":\"identifier=" + SYSTEM + "|" + mrn + "\"";
  }

  private static Response bundle(String type, String... entries) {
    return given()
        .contentType(FHIR_JSON)
        .body(
            """
            {"resourceType":"Bundle","type":"%s","entry":[%s]}"""
                .formatted(type, String.join(",", entries)))
        .post("/fhir");
  }

  private static String identifierOf(String path) {
    return given()
        .get(path)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath()
        .getString("identifier[0].value");
  }
}
