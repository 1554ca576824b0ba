package org.pvpoutcomes.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pvpoutcomes.reference.Remapped;

/** What deletes do within a transaction, to references, to the vocabulary and to the studies. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DeletionTest {

  private static final String MRN = "http://hospital.example/id/mrn";
  private static final String SYN_1 = "identifier=" + MRN + "|SYN-1";

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_transaction_deletes_by_identifier_and_creates_anew(boolean deleteFirst) {
    put("Patient/old", patient("old", "SYN-1"));
    String delete = delete("Patient?" + SYN_1);
    String create =
        """
        {"request":{"method":"POST","url":"Patient","ifNoneExist":"%s"},"resource":%s}"""
            .formatted(SYN_1, patient(null, "SYN-1"));
    String about = entry("POST", "Observation", vas("Patient?" + SYN_1, null));

    Response answer = deleteFirst ? bundle(delete, create, about) : bundle(create, about, delete);

    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    List<String> locations =
        answer.jsonPath().<String>getList("entry.response.location").stream()
            .filter(location -> location != null)
            .toList();
    String created = locations.get(0).replace("/_history/1", "");
    assertThat(created).startsWith("Patient/").isNotEqualTo("Patient/old");
    assertThat(read(locations.get(1)).getString("subject.reference")).isEqualTo(created);
    assertGone("Patient/old");
  }

  @Test
  void a_conditional_update_creates_anew_what_the_transaction_deletes() {
    put("Patient/old", patient("old", "SYN-1"));
    Response answer =
        bundle(entry("PUT", "Patient?" + SYN_1, patient(null, "SYN-1")), delete("Patient/old"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.jsonPath().getList("entry.response.status"))
        .containsExactly("201 Created", "200 OK");
    assertThat(answer.jsonPath().getString("entry[0].response.location"))
        .doesNotContain("Patient/old/");
    assertGone("Patient/old");
  }

  @Test
  void of_two_matches_one_is_left_when_the_transaction_deletes_the_other() {
    put("Patient/one", patient("one", "SYN-1"));
    put("Patient/two", patient("two", "SYN-1"));
    Response answer =
        bundle(
            entry("PUT", "Patient?" + SYN_1, patient(null, "SYN-1")),
            entry("PUT", "Observation/v", vas("Patient?" + SYN_1, "v")),
            delete("Patient/one"));

    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    assertThat(answer.jsonPath().getString("entry[0].response.location"))
        .isEqualTo("Patient/two/_history/1");
    assertThat(read("Observation/v").getString("subject.reference")).isEqualTo("Patient/two");
  }

  @Test
  void a_resource_that_is_deleted_and_written_refuses_the_transaction() {
    put("Patient/p", patient("p", "SYN-1"));
    String update = entry("PUT", "Patient/p", patient("p", "SYN-2"));
    String conditional = entry("PUT", "Patient?" + SYN_1, patient("p", "SYN-1"));

    for (List<String> entries :
        List.of(
            List.of(update, delete("Patient/p")),
            List.of(delete("Patient/p"), update),
            List.of(update, delete("Patient?" + SYN_1)),
            List.of(conditional, delete("Patient/p")),
            List.of(conditional, delete("Patient?" + SYN_1)),
            List.of(delete("Patient/p"), delete("Patient/p")),
            List.of(delete("Patient/p"), delete("Patient?" + SYN_1)),
            List.of(delete("Patient?" + SYN_1), delete("Patient?" + SYN_1)))) {
      Response refused = bundle(entries.toArray(String[]::new));
      assertThat(refused.statusCode()).as(entries + refused.asString()).isEqualTo(400);
      assertThat(refused.jsonPath().getString("issue[0].code")).isEqualTo("duplicate");
    }
    assertThat(etag("Patient/p")).isEqualTo("W/\"1\"");
  }

  @Test
  void a_conditional_reference_does_not_find_what_the_transaction_deletes() {
    put("Patient/p", patient("p", "SYN-1"));

    bundle(delete("Patient/p"), entry("POST", "Observation", vas("Patient?" + SYN_1, null)))
        .then()
        .statusCode(400)
        .body("issue[0].expression[0]", equalTo("Bundle.entry[1].resource.subject"))
        .body("issue[0].details.text", containsString("matches nothing"));
    assertThat(etag("Patient/p")).isEqualTo("W/\"1\"");
  }

  @Test
  void a_fullUrl_of_a_delete_is_nothing_to_refer_to() {
    put("Patient/p", patient("p", "SYN-1"));
    String urn = "urn:uuid:00000000-0000-4000-8000-000000000001";
    String delete =
        """
        {"fullUrl":"%s","request":{"method":"DELETE","url":"Patient/p"}}"""
            .formatted(urn);

    bundle(delete, entry("POST", "Observation", vas(urn, null)))
        .then()
        .statusCode(400)
        .body("issue[0].details.text", containsString("names no entry"));
    assertThat(bundle(delete).statusCode()).isEqualTo(200);
  }

  @Test
  void references_to_a_deleted_resource_stay_and_hold_again_when_it_is_back() {
    put("Patient/p", patient("p", "SYN-1"));
    put("Procedure/s", session());
    put("Observation/v", vas("Patient/p", "v"));
    assertThat(inclusion("included")).isEqualTo(1);
    String before = get("/api/v1/studies/xu-2021/members/p").prettify();

    delete("Patient/p", 200);
    assertThat(read("Observation/v").getString("subject.reference")).isEqualTo("Patient/p");
    assertThat(inclusion("patient-not-received")).isEqualTo(1);

    put("Patient/p", patient("p", "SYN-1"));
    assertThat(
            get("/api/v1/studies/xu-2021/members/p").prettify().replace("_history/3", "_history/1"))
        .isEqualTo(before);
  }

  @Test
  void a_member_leaves_the_study_with_the_last_of_its_resources() {
    put("Patient/p", patient("p", "SYN-1"));
    put("Procedure/s", session());
    put("Observation/v", vas("Patient/p", "v"));

    delete("Procedure/s", 200);
    assertThat(inclusion("no-index-session")).isEqualTo(1);
    delete("Patient/p", 200);
    assertThat(inclusion("patient-not-received")).isEqualTo(1);
    delete("Observation/v", 200);
    assertThat(recorded()).isZero();
    assertThat(given().get("/api/v1/studies/xu-2021/members/p").statusCode()).isEqualTo(404);
  }

  @Test
  void a_deleted_measurement_is_gone_from_the_figures_at_once() {
    put("Patient/p", patient("p", "SYN-1"));
    put("Procedure/s", session());
    put("Observation/v", vas("Patient/p", "v"));
    assertThat(vasBaselines()).isEqualTo(1);

    delete("Observation/v", 200);
    assertThat(vasBaselines()).isZero();

    put("Observation/v", vas("Patient/p", "v"));
    assertThat(vasBaselines()).isEqualTo(1);
  }

  @Test
  void one_transaction_takes_everything_of_a_patient_away() {
    put("Patient/p", patient("p", "SYN-1"));
    put("Procedure/s", session());
    put("Observation/v", vas("Patient/p", "v"));

    Response answer =
        bundle(delete("Patient?" + SYN_1), delete("Procedure/s"), delete("Observation/v"));
    assertThat(answer.jsonPath().getList("entry.response.etag"))
        .containsExactly("W/\"2\"", "W/\"2\"", "W/\"2\"");
    assertThat(recorded()).isZero();
  }

  @Test
  void more_deletes_than_a_transaction_may_lock_run_alone() {
    List<String> creates = new ArrayList<>();
    List<String> deletes = new ArrayList<>();
    for (int i = 0; i < 1100; i++) {
      creates.add(entry("PUT", "Patient/p" + i, patient("p" + i, "SYN-" + i)));
      deletes.add(delete("Patient?identifier=" + MRN + "|SYN-" + i));
    }
    assertThat(bundle(creates.toArray(String[]::new)).statusCode()).isEqualTo(200);
    assertThat(recorded()).isEqualTo(1100);
    assertThat(bundle(deletes.toArray(String[]::new)).statusCode()).isEqualTo(200);
    assertThat(recorded()).isZero();
  }

  @Test
  void a_deleted_ConceptMap_takes_its_codes_out_of_force() {
    put("Patient/p", patient("p", "SYN-1"));
    put("Procedure/s", session().replace("22511", "LOCAL"));
    put("ConceptMap/site", conceptMap("site", "pvp"));
    Remapped.await();
    assertThat(inclusion("included")).isEqualTo(1);

    delete("ConceptMap/site", 200);
    Remapped.await();
    assertThat(inclusion("no-index-session")).isEqualTo(1);

    put("ConceptMap/site", conceptMap("site", "pvp"));
    Remapped.await();
    assertThat(inclusion("included")).isEqualTo(1);
  }

  @Test
  void a_ConceptMap_may_contradict_one_that_is_deleted_or_deleted_with_it() {
    put("ConceptMap/one", conceptMap("one", "pvp"));
    String two = entry("PUT", "ConceptMap/two", conceptMap("two", "pkp"));
    String three = entry("PUT", "ConceptMap/three", conceptMap("three", "pvp"));

    bundle(delete("Patient/never"), two)
        .then()
        .statusCode(422)
        .body("issue[0].expression[0]", containsString("Bundle.entry[1].resource.group[0]"));
    assertThat(bundle(two, delete("ConceptMap/one")).statusCode()).isEqualTo(200);

    delete("ConceptMap/two", 200);
    assertThat(bundle(three).statusCode()).isEqualTo(200);
  }

  private static String patient(@Nullable String id, String mrn) {
    return """
        {"resourceType":"Patient",%s"identifier":[{"system":"%s","value":"%s"}],"birthDate":"1950-01-01"}"""
        .formatted(id == null ? "" : "\"id\":\"" + id + "\",", MRN, mrn);
  }

  private static String session() {
    return """
        {"resourceType":"Procedure","id":"s","status":"completed","subject":{"reference":"Patient/p"},
         "code":{"coding":[{"system":"http://www.ama-assn.org/go/cpt","code":"22511"}]},
         "performedDateTime":"2018-01-10"}""";
  }

  private static String vas(String subject, @Nullable String id) {
    return """
        {"resourceType":"Observation",%s"status":"final","subject":{"reference":"%s"},
         "code":{"coding":[{"system":"http://loinc.org","code":"38214-3"}]},"effectiveDateTime":"2018-01-08",
         "valueQuantity":{"value":80,"system":"http://unitsofmeasure.org","code":"mm"}}"""
        .formatted(id == null ? "" : "\"id\":\"" + id + "\",", subject);
  }

  private static String conceptMap(String id, String target) {
    return """
        {"resourceType":"ConceptMap","id":"%s","status":"active","group":[{
         "source":"http://www.ama-assn.org/go/cpt",
         "target":"https://pvp-outcomes.example/fhir/CodeSystem/procedure-kind",
         "element":[{"code":"LOCAL","target":[{"code":"%s","equivalence":"equivalent"}]}]}]}"""
        .formatted(id, target);
  }

  private static String entry(String method, String url, String resource) {
    return """
        {"request":{"method":"%s","url":"%s"},"resource":%s}"""
        .formatted(method, url, resource);
  }

  private static String delete(String url) {
    return "{\"request\":{\"method\":\"DELETE\",\"url\":\"" + url + "\"}}";
  }

  private static Response bundle(String... entries) {
    return given()
        .contentType("application/fhir+json")
        .body(
            """
            {"resourceType":"Bundle","type":"transaction","entry":[%s]}"""
                .formatted(String.join(",", entries)))
        .post("/fhir");
  }

  private static void put(String path, String resource) {
    Response answer =
        given().contentType("application/fhir+json").body(resource).put("/fhir/" + path);
    assertThat(answer.statusCode()).as(answer.asString()).isIn(200, 201);
  }

  private static void delete(String path, int status) {
    given().delete("/fhir/" + path).then().statusCode(status);
  }

  private static void assertGone(String path) {
    given().get("/fhir/" + path).then().statusCode(410);
  }

  private static String etag(String path) {
    return given().get("/fhir/" + path).then().statusCode(200).extract().header("ETag");
  }

  private static JsonPath read(String path) {
    return get("/fhir/" + path);
  }

  private static JsonPath get(String path) {
    return given().get(path).then().statusCode(200).extract().jsonPath();
  }

  private static int recorded() {
    return get("/api/v1/studies/xu-2021/completeness").getInt("flow.recorded");
  }

  private static int inclusion(String inclusion) {
    return get("/api/v1/studies/xu-2021/completeness").getInt("flow.inclusion.'" + inclusion + "'");
  }

  private static int vasBaselines() {
    return get("/api/v1/studies/xu-2021/outcomes?measure=vas-pain")
        .getInt("outcomes[0].timePoints[0].n");
  }
}
