package org.pvpoutcomes.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.reference.Remapped;

/** What one transaction does to references, conditions, facts and members. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TransactionTest {

  private static final String MRN = "http://hospital.example/id/mrn";

  private static final String VAS =
      """
      {"resourceType":"Observation","status":"%s","subject":{"reference":"%s"},
       "code":{"coding":[{"system":"http://loinc.org","code":"38214-3"}]},
       "effectiveDateTime":"2018-01-08",
       "valueQuantity":{"value":%d,"system":"http://unitsofmeasure.org","code":"mm"}%s}""";

  private static final String SESSION =
      """
      {"resourceType":"Procedure","id":"session-%1$s","status":"%2$s","subject":{"reference":"Patient/%1$s"},
       "code":{"coding":[{"system":"http://www.ama-assn.org/go/cpt","code":"22511"}]},
       "performedDateTime":"2018-01-10"}""";

  @Test
  void a_conditional_reference_finds_a_stored_resource_and_one_of_the_same_bundle() {
    put("Patient/known", patient("known", "SYN-1"));
    String bundle =
        bundle(
            entry("POST", "Patient", patient(null, "SYN-2")),
            entry("POST", "Observation", vas("final", "Patient?identifier=" + MRN + "|SYN-1", 10)),
            entry("POST", "Observation", vas("final", "Patient?identifier=" + MRN + "|SYN-2", 20)));

    List<String> locations = locations(post(bundle, 200));

    assertThat(read(locations.get(1)).getString("subject.reference")).isEqualTo("Patient/known");
    assertThat(locations.get(0))
        .startsWith(read(locations.get(2)).getString("subject.reference") + "/_history/1");
  }

  @Test
  void a_conditional_reference_to_nothing_refuses_the_transaction() {
    String bundle =
        bundle(
            entry("POST", "Patient", patient(null, "SYN-2")),
            entry("POST", "Observation", vas("final", "Patient?identifier=" + MRN + "|SYN-9", 1)));

    post(bundle, 400)
        .then()
        .body("issue[0].expression[0]", equalTo("Bundle.entry[1].resource.subject"))
        .body("issue[0].details.text", containsString("matches nothing"));
    assertThat(recorded()).isZero();
  }

  @Test
  void a_conditional_reference_to_two_refuses_the_transaction() {
    put("Patient/one", patient("one", "SYN-1"));
    put("Patient/two", patient("two", "SYN-1"));
    String observation = vas("final", "Patient?identifier=" + MRN + "|SYN-1", 1);

    post(bundle(entry("POST", "Observation", observation)), 412)
        .then()
        .body("issue[0].details.text", containsString("matches 2 resources"));
  }

  @Test
  void a_relative_reference_follows_an_entry_that_gets_another_id() {
    String bundle =
        bundle(
            """
            {"fullUrl":"http://hospital.example/fhir/Patient/7","request":{"method":"POST","url":"Patient"},
             "resource":%s}"""
                .formatted(patient(null, "SYN-1")),
            """
            {"fullUrl":"http://hospital.example/fhir/Observation/8",
             "request":{"method":"POST","url":"Observation"},"resource":%s}"""
                .formatted(vas("final", "Patient/7", 1)));

    List<String> locations = locations(post(bundle, 200));

    assertThat(locations.get(0))
        .startsWith(read(locations.get(1)).getString("subject.reference") + "/_history/1");
  }

  @Test
  void a_resource_without_the_identifier_of_its_condition_is_refused() {
    String entry =
        """
        {"request":{"method":"POST","url":"Patient","ifNoneExist":"identifier=%s|A+2"},"resource":%s}"""
            .formatted(MRN, patient(null, "A+2"));

    post(bundle(entry), 400)
        .then()
        .body("issue[0].expression[0]", equalTo("Bundle.entry[0].resource.identifier"))
        .body("issue[0].details.text", containsString("a plus sign is a space"));
    post(bundle(entry.replace("|A+2", "|A%2B2")), 200);
  }

  @Test
  void an_identifier_that_the_transaction_takes_away_no_longer_resolves() {
    put("Patient/p", patient("p", "SYN-1"));
    String renamed =
        """
        {"request":{"method":"PUT","url":"Patient/p"},"resource":%s}"""
            .formatted(patient("p", "SYN-2"));
    String about = "Patient?identifier=" + MRN + "|SYN-%d";

    post(bundle(renamed, entry("POST", "Observation", vas("final", about.formatted(1), 1))), 400);
    post(bundle(renamed, entry("POST", "Observation", vas("final", about.formatted(2), 1))), 200);
  }

  @Test
  void another_precision_is_another_version() {
    String measured = vas("final", "Patient/p", 1, "v");
    put("Observation/v", measured.replace("\"value\":1", "\"value\":1.0"));
    Response same = send("PUT", "Observation/v", measured.replace("\"value\":1", "\"value\":1.0"));
    Response finer =
        send("PUT", "Observation/v", measured.replace("\"value\":1", "\"value\":1.00"));

    assertThat(same.header("ETag")).isEqualTo("W/\"1\"");
    assertThat(finer.header("ETag")).isEqualTo("W/\"2\"");
  }

  @Test
  void a_correction_replaces_what_its_version_before_said() {
    put("Patient/p", patient("p", "SYN-1"));
    put("Procedure/session-p", SESSION.formatted("p", "completed"));
    put("Observation/v", vas("final", "Patient/p", 80, "v"));
    assertThat(vasBaseline()).isEqualTo(8);

    put("Observation/v", vas("amended", "Patient/p", 30, "v"));
    assertThat(vasBaseline()).isEqualTo(3);

    put("Observation/v", vas("entered-in-error", "Patient/p", 30, "v"));
    assertThat(outcomes().getInt("outcomes[0].timePoints[0].n")).isZero();
    assertThat(get("/fhir/Observation/v/_history/1").getString("status")).isEqualTo("final");
  }

  @Test
  void a_measurement_moved_to_another_patient_leaves_nothing_behind() {
    for (String id : List.of("p", "q")) {
      put("Patient/" + id, patient(id, "SYN-" + id));
      put("Procedure/session-" + id, SESSION.formatted(id, "completed"));
    }
    put("Observation/v", vas("final", "Patient/p", 80, "v"));
    put("Observation/v", vas("final", "Patient/q", 80, "v"));

    assertThat(baselineOf("p")).isNull();
    assertThat(baselineOf("q")).isEqualTo(8);
  }

  @Test
  void what_arrives_before_its_patient_counts_when_the_patient_arrives() {
    put("Observation/v", vas("final", "Patient/p", 80, "v"));
    put("Procedure/session-p", SESSION.formatted("p", "completed"));
    assertThat(outcomes().getInt("cohort.patients")).isZero();
    assertThat(
            get("/api/v1/studies/xu-2021/completeness")
                .getInt("flow.inclusion.'patient-not-received'"))
        .isEqualTo(1);

    put("Patient/p", patient("p", "SYN-1"));
    assertThat(vasBaseline()).isEqualTo(8);
  }

  @Test
  void a_session_entered_in_error_takes_its_patient_out_of_the_study() {
    put("Patient/p", patient("p", "SYN-1"));
    put("Procedure/session-p", SESSION.formatted("p", "completed"));
    assertThat(outcomes().getInt("cohort.patients")).isEqualTo(1);

    put("Procedure/session-p", SESSION.formatted("p", "entered-in-error"));
    assertThat(outcomes().getInt("cohort.patients")).isZero();
  }

  @Test
  void a_ConceptMap_changes_what_stored_data_mean_and_can_be_changed_back() {
    put("Patient/p", patient("p", "SYN-1"));
    put("Procedure/session-p", SESSION.formatted("p", "completed").replace("22511", "LOCAL"));
    assertThat(outcomes().getInt("cohort.patients")).isZero();

    put("ConceptMap/site", conceptMap("site", "LOCAL", "pvp"));
    assertThat(outcomes().getInt("cohort.patients")).isEqualTo(1);

    put("ConceptMap/site", conceptMap("site", "LOCAL", "pkp"));
    assertThat(outcomes().getInt("cohort.patients")).isZero();
  }

  @Test
  void a_ConceptMap_that_contradicts_another_is_refused_and_changes_nothing() {
    put("ConceptMap/site", conceptMap("site", "LOCAL", "pvp"));

    send("PUT", "ConceptMap/other", conceptMap("other", "LOCAL", "pkp"))
        .then()
        .statusCode(422)
        .body("issue[0].details.text", containsString("ConceptMap/site"))
        .body("issue[0].details.text", containsString("ConceptMap/other"));
    given().get("/fhir/ConceptMap/other").then().statusCode(404);
  }

  private static String patient(@Nullable String id, String mrn) {
    return """
        {"resourceType":"Patient",%s"identifier":[{"system":"%s","value":"%s"}],"birthDate":"1950-01-01"}"""
        .formatted(id == null ? "" : "\"id\":\"" + id + "\",", MRN, mrn);
  }

  private static String vas(String status, String subject, int millimetres) {
    return VAS.formatted(status, subject, millimetres, "");
  }

  private static String vas(String status, String subject, int millimetres, String id) {
    return VAS.formatted(status, subject, millimetres, ",\"id\":\"" + id + "\"");
  }

  private static String conceptMap(String id, String code, String target) {
    return """
        {"resourceType":"ConceptMap","id":"%s","status":"active","group":[{
         "source":"http://www.ama-assn.org/go/cpt",
         "target":"https://pvp-outcomes.example/fhir/CodeSystem/procedure-kind",
         "element":[{"code":"%s","target":[{"code":"%s","equivalence":"equivalent"}]}]}]}"""
        .formatted(id, code, target);
  }

  private static String entry(String method, String url, String resource) {
    return """
        {"request":{"method":"%s","url":"%s"},"resource":%s}"""
        .formatted(method, url, resource);
  }

  private static String bundle(String... entries) {
    return """
        {"resourceType":"Bundle","type":"transaction","entry":[%s]}"""
        .formatted(String.join(",", entries));
  }

  private static Response post(String bundle, int status) {
    Response answer = send("POST", "", bundle);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
    return answer;
  }

  private static void put(String path, String resource) {
    Response answer = send("PUT", path, resource);
    assertThat(answer.statusCode()).as(answer.asString()).isIn(200, 201);
    Remapped.await();
  }

  private static Response send(String method, String path, String body) {
    return given()
        .contentType("application/fhir+json; charset=UTF-8")
        .body(body)
        .request(method, path.isEmpty() ? "/fhir" : "/fhir/" + path);
  }

  private static List<String> locations(Response answer) {
    return answer.jsonPath().getList("entry.response.location");
  }

  private static JsonPath read(String location) {
    return get(location.startsWith("http") ? location : "/fhir/" + location);
  }

  private static JsonPath get(String path) {
    return given().get(path).then().statusCode(200).extract().jsonPath();
  }

  private static JsonPath outcomes() {
    return get("/api/v1/studies/xu-2021/outcomes?measure=vas-pain");
  }

  private static double vasBaseline() {
    return outcomes().getDouble("outcomes[0].timePoints[0].mean");
  }

  private static @Nullable Object baselineOf(String patient) {
    JsonPath members = get("/api/v1/studies/xu-2021/members");
    Number value =
        members.get(
            "members.find { it.id == '"
                + patient
                + "' }.measures.find { it.measure == 'vas-pain' }.timePoints[0].value");
    return value == null ? null : value.intValue();
  }

  private static int recorded() {
    return get("/api/v1/studies/xu-2021/completeness").getInt("flow.recorded");
  }
}
