package org.pvpoutcomes.membership;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What becomes visible of three patients, one of whom died on day 40, and of a value without its
 * patient. What is sent and what is expected is in {@code membership/traced/}.
 */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TraceTest {

  private static final String BASE = "/api/v1/studies/xu-2021";
  private static final ObjectMapper JSON = new ObjectMapper();

  @BeforeEach
  void send_three_patients_and_a_value_without_one() throws IOException {
    given()
        .contentType("application/fhir+json")
        .body(document("sent.json").toString())
        .post("/fhir")
        .then()
        .statusCode(200);
  }

  @Test
  void the_timeline_shows_each_fact_with_its_use_or_the_reason_against_it() throws IOException {
    assertThat(get("/members/traced-1").get("timeline")).isEqualTo(document("timeline.json"));
  }

  @Test
  void the_findings_of_the_resources_stand_beside_it() throws IOException {
    assertThat(get("/members/traced-1").get("findings")).isEqualTo(document("findings.json"));
  }

  @Test
  void without_an_index_session_it_has_times_and_no_days() throws IOException {
    JsonNode timeline = get("/members/traced-4").get("timeline");
    assertThat(timeline)
        .isEqualTo(
            JSON.readTree(
                """
                [{"day": null, "time": "2020-03-01", "kind": "vas-pain", "value": 7.0, "codes": [],
                  "status": "final", "source": "Observation/traced-4-a/_history/1", "usedFor": [],
                  "reason": "patient-not-in-study"}]
                """));
  }

  @Test
  void the_flow_counts_what_did_not_count() throws IOException {
    JsonNode flow = get("/completeness").get("flow");
    assertThat(flow.get("recorded").asInt()).isEqualTo(4);
    assertThat(flow.at("/inclusion/included").asInt()).isEqualTo(3);
    assertThat(flow.at("/inclusion/patient-not-received").asInt()).isEqualTo(1);
    for (String reason :
        List.of(
            "outside-window",
            "not-the-nearest",
            "after-session-start",
            "status-not-counted",
            "off-scale",
            "superseded",
            "after-death")) {
      assertThat(flow.at("/unused/" + reason))
          .isEqualTo(
              JSON.readTree(
                  """
                  {"facts": 1, "patients": 1, "links": {"patients": "%s/members?unused=%s"}}
                  """
                      .formatted(BASE, reason)));
    }
    assertThat(flow.at("/unused/duplicate/facts").asInt()).isZero();
  }

  @Test
  void what_waits_for_its_patient_is_pending() throws IOException {
    assertThat(get("/completeness").at("/flow/pending"))
        .isEqualTo(
            JSON.readTree(
                """
                {"patientNotReceived": 1, "subjectIdentifierUnknown": 0,
                 "subjectIdentifierAmbiguous": 0}
                """));
  }

  /** The one who died on day 40 has values until then, and none is expected of her on day 90. */
  @ParameterizedTest
  @CsvSource({"baseline, 3, 3, 3", "1-week, 1, 3, 3", "3-months, 1, 3, 2"})
  void both_rates_have_their_own_denominator(
      String timePoint, int available, int included, int expected) throws IOException {
    JsonNode cell =
        StreamSupport.stream(get("/completeness").at("/measures/0/timePoints").spliterator(), false)
            .filter(each -> each.get("timePoint").asText().equals(timePoint))
            .findFirst()
            .orElseThrow();
    assertThat(rate(cell, "availableDataRate")).isEqualTo(rate(available, included));
    assertThat(rate(cell, "completionRate")).isEqualTo(rate(available, expected));
  }

  @Test
  void the_definitions_of_the_rates_say_that_they_are_not_verified() throws IOException {
    JsonNode definitions = get("/completeness").get("definitions");
    assertThat(definitions.get("availableDataRate").asText()).contains("not verified");
    assertThat(definitions.get("completionRate").asText()).contains("not verified");
  }

  @ParameterizedTest
  @CsvSource({
    "measure=vas-pain&timePoint=1-week, traced-2",
    "measure=vas-pain&timePoint=1-week&missing=status-not-counted, traced-1",
    "measure=vas-pain&timePoint=3-months&missing=died-before, traced-2",
    "measure=vas-pain&timePoint=baseline&band=severe, traced-2",
    "measure=vas-pain&from=baseline&to=3-months, traced-1",
    "measure=vas-pain&from=baseline&to=1-week&change=improved, traced-2",
    "measure=vas-pain&from=baseline&to=3-months&responder=atLeast50Percent, traced-1",
    "event=cement-leakage&site=unspecified, traced-1",
    "event=cement-leakage&where=approach:not-stated, traced-1",
    "unused=superseded, traced-1",
    "inclusion=patient-not-received, traced-4",
    "'where=sex:female,primary-tumour:not-stated&measure=vas-pain&timePoint=1-week', traced-2",
  })
  void the_list_can_be_of_the_patients_behind_a_figure(String query, String id) throws IOException {
    assertThat(
            StreamSupport.stream(get("/members?" + query).get("members").spliterator(), false)
                .map(member -> member.get("id").asText()))
        .containsExactly(id);
  }

  @ParameterizedTest
  @CsvSource({
    "measure=vas-pain, measure",
    "measure=pain&timePoint=baseline, measure",
    "measure=nrs-pain&timePoint=baseline, measure",
    "timePoint=baseline, timePoint",
    "measure=vas-pain&timePoint=2-weeks, timePoint",
    "measure=vas-pain&timePoint=baseline&missing=lost, missing",
    "measure=vas-pain&timePoint=baseline&missing=died-before&band=mild, band",
    "measure=vas-pain&timePoint=baseline&band=terrible, band",
    "measure=qlq-bm22-raw-sum&timePoint=baseline&band=mild, band",
    "measure=vas-pain&from=baseline, from",
    "measure=vas-pain&to=1-week, to",
    "measure=vas-pain&from=3-months&to=baseline, from",
    "measure=vas-pain&from=1-week&to=baseline, to",
    "measure=vas-pain&timePoint=baseline&from=baseline&to=1-week, from",
    "measure=vas-pain&timePoint=baseline&change=improved, change",
    "measure=vas-pain&from=baseline&to=1-week&change=better, change",
    "measure=vas-pain&from=baseline&to=1-week&change=improved&responder=completeRelief, responder",
    "measure=vas-pain&from=baseline&to=1-week&responder=atLeast1Point, responder",
    "measure=qlq-bm22-raw-sum&from=baseline&to=1-week&responder=atLeast2Points, responder",
    "site=disc, site",
    "event=leak, event",
    "event=radicular-pain&site=disc, site",
    "event=cement-leakage&site=moon, site",
    "where=sex:f, where",
    "where=sex, where",
    "where=height:tall, where",
    "where=number-of-levels:many, where",
    "'where=sex:female,', where",
    "unused=lost, unused",
    "inclusion=no-index-session&where=sex:female, inclusion",
    "missing=died-before, missing",
  })
  void a_filter_that_makes_no_sense_is_refused(String query, String parameter) {
    given()
        .get(BASE + "/members?" + query)
        .then()
        .statusCode(400)
        .body("errors[0].parameter", equalTo(parameter));
  }

  private static ObjectNode rate(JsonNode cell, String name) {
    return ((ObjectNode) cell.get(name).deepCopy()).retain("count", "of");
  }

  private static ObjectNode rate(int count, int of) {
    return JSON.createObjectNode().put("count", count).put("of", of);
  }

  private static JsonNode get(String path) throws IOException {
    return JSON.readTree(given().get(BASE + path).then().statusCode(200).extract().asString());
  }

  private static JsonNode document(String name) throws IOException {
    try (InputStream stream = TraceTest.class.getResourceAsStream("/membership/traced/" + name)) {
      return JSON.readTree(Objects.requireNonNull(stream, name));
    }
  }
}
