package org.pvpoutcomes.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.cohort.CohortRepository;
import org.pvpoutcomes.cohort.PendingCounts;

/** Whose a resource is that names its patient by an identifier, and whose after a merge. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SubjectTest {

  private static final PendingCounts NONE = new PendingCounts(0, 0, 0);

  private final CohortRepository cohort;

  SubjectTest(CohortRepository cohort) {
    this.cohort = cohort;
  }

  @Test
  void a_resource_waits_for_the_patient_that_carries_its_identifier() {
    put(session("s", "{\"identifier\":%s}".formatted(mrn("SYN-1"))));
    assertThat(cohort.pending("xu-2021")).isEqualTo(new PendingCounts(0, 1, 0));
    assertThat(recorded()).isZero();

    put(patient("p", "SYN-1", ""));
    assertThat(inclusion("p")).isEqualTo("included");
    assertThat(cohort.pending("xu-2021")).isEqualTo(NONE);
  }

  @Test
  void a_patient_that_is_created_takes_what_waits_for_it() {
    put(session("s", "{\"identifier\":%s}".formatted(mrn("SYN-1"))));
    Response answer =
        given()
            .contentType("application/fhir+json")
            .body(patient("x", "SYN-1", "").replace("\"id\":\"x\",", ""))
            .post("/fhir/Patient");

    assertThat(answer.statusCode()).isEqualTo(201);
    String id = answer.header("Location").replaceAll(".*/Patient/([^/]+)/.*", "$1");
    assertThat(inclusion(id)).isEqualTo("included");
  }

  @Test
  void one_transaction_may_bring_both() {
    send(
        "POST",
        "",
        """
        {"resourceType":"Bundle","type":"transaction","entry":[
         {"request":{"method":"POST","url":"Procedure"},"resource":%s},
         {"request":{"method":"POST","url":"Patient"},"resource":%s}]}"""
            .formatted(
                session("s", "{\"identifier\":%s}".formatted(mrn("SYN-1")))
                    .replace("\"id\":\"s\",", ""),
                patient("x", "SYN-1", "").replace("\"id\":\"x\",", "")));

    assertThat(included()).isEqualTo(1);
  }

  @Test
  void a_patient_that_loses_the_identifier_loses_what_was_its() {
    put(patient("p", "SYN-1", ""));
    put(session("s", "{\"identifier\":%s}".formatted(mrn("SYN-1"))));
    assertThat(inclusion("p")).isEqualTo("included");

    put(patient("p", "SYN-2", ""));
    assertThat(inclusion("p")).isEqualTo("no-index-session");
    assertThat(cohort.pending("xu-2021")).isEqualTo(new PendingCounts(0, 1, 0));
  }

  @Test
  void a_resource_belongs_to_nobody_while_two_patients_carry_its_identifier() {
    put(patient("p", "SYN-1", ""));
    put(session("s", "{\"identifier\":%s}".formatted(mrn("SYN-1"))));
    put(patient("q", "SYN-1", ""));
    assertThat(included()).isZero();
    assertThat(cohort.pending("xu-2021")).isEqualTo(new PendingCounts(0, 0, 1));

    put(patient("p", "SYN-2", ""));
    assertThat(inclusion("q")).isEqualTo("included");
  }

  @Test
  void two_merged_patients_who_carry_one_identifier_are_one() {
    put(patient("p", "SYN-1", ""));
    put(patient("q", "SYN-1", ""));
    put(session("s", "{\"identifier\":%s}".formatted(mrn("SYN-1"))));
    assertThat(included()).isZero();

    put(patient("p", "SYN-1", link("replaced-by", "q")));
    assertThat(inclusion("q")).isEqualTo("included");
    assertThat(cohort.pending("xu-2021")).isEqualTo(NONE);
  }

  @Test
  void the_literal_reference_counts_before_the_identifier() {
    put(patient("p", "SYN-1", ""));
    put(patient("q", "SYN-2", ""));
    put(session("s", "{\"reference\":\"Patient/q\",\"identifier\":%s}".formatted(mrn("SYN-1"))));

    assertThat(inclusion("q")).isEqualTo("included");
    assertThat(inclusion("p")).isEqualTo("no-index-session");
  }

  @Test
  void what_refers_to_a_patient_that_has_not_been_received_is_counted() {
    put(session("s", "{\"reference\":\"Patient/p\"}"));

    assertThat(cohort.pending("xu-2021")).isEqualTo(new PendingCounts(1, 0, 0));
  }

  @Test
  void everything_of_a_replaced_patient_counts_with_the_survivor_until_the_link_is_undone() {
    put(patient("a", "SYN-1", ""));
    put(session("s", "{\"reference\":\"Patient/a\"}"));
    put(patient("b", "SYN-2", link("replaces", "a")));

    assertThat(inclusion("a")).isEqualTo("merged");
    assertThat(member("a").getString("mergedInto")).isEqualTo("Patient/b");
    assertThat(inclusion("b")).isEqualTo("included");
    assertThat(member("b").getList("mergedFrom")).containsExactly("Patient/a");
    assertThat(member("b").getList("unused.findAll { it.reason == 'superseded' }.source"))
        .containsExactly("Patient/a/_history/1");

    put(patient("b", "SYN-2", ""));
    assertThat(inclusion("a")).isEqualTo("included");
    assertThat(inclusion("b")).isEqualTo("no-index-session");
    assertThat(member("a").getString("mergedInto")).isNull();
  }

  @Test
  void a_chain_of_merges_ends_in_its_last_patient() {
    put(session("s", "{\"reference\":\"Patient/a\"}"));
    put(patient("a", "SYN-1", link("replaced-by", "b")));
    put(patient("c", "SYN-3", link("replaces", "b")));
    assertThat(inclusion("c")).as("b has not been received").isEqualTo("included");

    put(patient("b", "SYN-2", ""));
    assertThat(inclusion("a")).isEqualTo("merged");
    assertThat(inclusion("b")).isEqualTo("merged");
    assertThat(inclusion("c")).isEqualTo("included");
    assertThat(member("c").getList("mergedFrom")).containsExactly("Patient/a", "Patient/b");
  }

  @Test
  void a_link_is_followed_once_its_patient_has_been_received() {
    put(patient("a", "SYN-1", link("replaced-by", "b")));
    put(session("s", "{\"reference\":\"Patient/a\"}"));
    assertThat(inclusion("a")).isEqualTo("included");
    assertThat(member("a").getList("linkedOnly")).containsExactly("Patient/b");

    put(patient("b", "SYN-2", ""));
    assertThat(inclusion("b")).isEqualTo("included");
    assertThat(inclusion("a")).isEqualTo("merged");
  }

  @Test
  void links_that_contradict_each_other_merge_nobody_and_are_shown() {
    put(patient("a", "SYN-1", ""));
    put(session("s", "{\"reference\":\"Patient/a\"}"));
    put(patient("b", "SYN-2", link("replaces", "a")));
    put(patient("c", "SYN-3", link("replaces", "a")));

    assertThat(inclusion("a")).isEqualTo("included");
    assertThat(member("a").getList("linkedOnly")).containsExactly("Patient/b", "Patient/c");
    assertThat(member("b").getList("linkedOnly")).containsExactly("Patient/a");

    put(patient("c", "SYN-3", ""));
    assertThat(inclusion("a")).isEqualTo("merged");
  }

  private static String mrn(String value) {
    return "{\"system\":\"http://hospital.example/id/mrn\",\"value\":\"" + value + "\"}";
  }

  private static String link(String type, String other) {
    return ",\"link\":[{\"other\":{\"reference\":\"Patient/%s\"},\"type\":\"%s\"}]"
        .formatted(other, type);
  }

  private static String patient(String id, String mrn, String link) {
    return "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"identifier\":[%s]%s}"
        .formatted(id, mrn(mrn), link);
  }

  private static String session(String id, String subject) {
    return """
        {"resourceType":"Procedure","id":"%s","status":"completed","subject":%s,
         "code":{"coding":[{"system":"http://www.ama-assn.org/go/cpt","code":"22511"}]},
         "performedDateTime":"2018-01-10"}"""
        .formatted(id, subject);
  }

  private static void put(String resource) {
    JsonPath read = JsonPath.from(resource);
    send("PUT", "/" + read.getString("resourceType") + "/" + read.getString("id"), resource);
  }

  private static void send(String method, String path, String body) {
    Response answer =
        given().contentType("application/fhir+json").body(body).request(method, "/fhir" + path);
    assertThat(answer.statusCode()).as(answer.asString()).isIn(200, 201);
  }

  private static JsonPath get(String path) {
    return given()
        .get("/api/v1/studies/xu-2021/" + path)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  private static JsonPath member(String id) {
    return get("members/" + id);
  }

  private static String inclusion(String id) {
    return member(id).getString("inclusion");
  }

  private static int recorded() {
    return get("completeness").getInt("flow.recorded");
  }

  private static int included() {
    return get("completeness").getInt("flow.inclusion.included");
  }
}
