package org.pvpoutcomes.complication;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.oneOf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pvpoutcomes.reference.EmptyRecord;

/** Deaths and symptomatic leakages of patients who were treated on 2018-07-01 at one vertebra. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ComplicationResourceTest {

  private static final String ALIVE = "\"deceasedBoolean\": false";
  private static final ObjectMapper JSON = new ObjectMapper();

  @BeforeEach
  void treat_a_woman_who_lives() {
    treat("alive", "female", ALIVE);
  }

  @Test
  void nobody_died_and_nothing_leaked() {
    assertThat(deaths()).isEqualTo(deaths(0, 0, 1, 0));
    assertThat(leaks()).isEqualTo(leaks(0, 1, 0));
  }

  /** Day 0 is 2018-07-01. */
  @ParameterizedTest
  @CsvSource({
    "2018-07-01, 1, 0",
    "2018-07-31, 1, 0",
    "2018-07-31T23:59:59+02:00, 1, 0",
    "2018-08-01, 0, 0",
    "2021-01-01, 0, 0",
    "2018-07, 0, 1",
    "2018, 0, 1",
  })
  void a_death_that_the_patient_states(String date, int within30Days, int dayUnknown) {
    treat("died", "male", "\"deceasedDateTime\": \"%s\"".formatted(date));

    assertThat(deaths()).isEqualTo(deaths(1, within30Days, 2, dayUnknown));
  }

  @Test
  void a_death_without_a_date() {
    treat("died", "male", "\"deceasedBoolean\": true");

    assertThat(deaths()).isEqualTo(deaths(1, 0, 2, 1));
  }

  @ParameterizedTest
  @CsvSource({"2018-07-31, 1, 0", "2018-08-01, 0, 0", ", 0, 1"})
  void a_death_that_is_reported_as_an_event(
      @Nullable String onset, int within30Days, int dayUnknown) {
    treat("died", "male", ALIVE);
    report("d", "died", "death", onset == null ? "" : onset(onset, "died"));

    assertThat(deaths()).isEqualTo(deaths(1, within30Days, 2, dayUnknown));
  }

  @Test
  void a_death_that_both_tell_is_one_on_the_day_that_the_patient_states() {
    treat("died", "male", "\"deceasedDateTime\": \"2018-08-20\"");
    report("d", "died", "death", onset("2018-07-10", "died"));
    report("e", "died", "death", "");

    assertThat(deaths()).isEqualTo(deaths(1, 0, 2, 0));
  }

  @Test
  void an_undated_death_has_the_day_of_its_report() {
    treat("died", "male", "\"deceasedBoolean\": true");
    report("d", "died", "death", onset("2018-07-10", "died"));

    assertThat(deaths()).isEqualTo(deaths(1, 1, 2, 0));
  }

  @Test
  void a_death_that_is_reported_before_the_index_session_does_not_count() {
    treat("alive-too", "male", ALIVE);
    report("d", "alive-too", "death", onset("2018-06-28", "alive-too"));

    assertThat(deaths()).isEqualTo(deaths(0, 0, 2, 0));
  }

  @Test
  void who_died_before_treatment_is_no_patient_of_the_study() {
    treat("mistaken", "male", "\"deceasedDateTime\": \"2018-06-28\"");

    assertThat(deaths()).isEqualTo(deaths(0, 0, 1, 0));
  }

  @Test
  void a_death_that_is_withdrawn_counts_no_more() {
    treat("died", "male", "\"deceasedDateTime\": \"2018-07-10\"");
    report("d", "died", "death", onset("2018-07-10", "died"));
    assertThat(deaths()).isEqualTo(deaths(1, 1, 2, 0));

    patient("died", "male", ALIVE);
    given().delete("/fhir/Condition/d").then().statusCode(200);
    assertThat(deaths()).isEqualTo(deaths(0, 0, 2, 0));
  }

  @Test
  void deaths_are_divided_like_the_patients() {
    treat("died", "male", "\"deceasedDateTime\": \"2018-07-10\"");
    treat("died-too", "male", "\"deceasedBoolean\": true");

    assertThat(strata("sex", "/deaths")).containsExactly(deaths(0, 0, 1, 0), deaths(2, 1, 2, 1));
    assertThat(strata("fracture", "/deaths")).containsExactly(deaths(2, 1, 3, 1));
  }

  @Test
  void a_leakage_is_symptomatic_where_it_is_said_or_a_clinical_event_is_ascribed_to_it() {
    for (String id : List.of("said", "denied", "silent", "painful")) {
      treat(id, "male", ALIVE);
    }
    report("a", "said", "cement-leakage", symptomatic(true, "said"));
    report("b", "denied", "cement-leakage", symptomatic(false, "denied"));
    report("c", "silent", "cement-leakage", "");
    report("d", "painful", "cement-leakage", "");
    report("e", "painful", "radicular-pain", dueTo("Condition/d"));

    assertThat(leaks()).isEqualTo(leaks(2, 5, 1));
    assertThat(strata("sex", "/leakage/symptomatic"))
        .containsExactly(leaks(0, 1, 0), leaks(2, 4, 1));
    assertThat(strata("approach", "/leakage/symptomatic")).containsExactly(leaks(2, 5, 1));
  }

  /** 1 of 2; R: {@code prop.test(1, 2, correct = FALSE)} and {@code binom.test(1, 2)}. */
  @ParameterizedTest
  @CsvSource({
    "/deaths/afterIndexSession",
    "/deaths/within30Days",
    "/leakage/symptomatic/perVertebra",
    "/leakage/symptomatic/perSession",
    "/leakage/symptomatic/perPatient"
  })
  void rates_have_their_intervals_like_all_others(String rate) {
    treat("died", "male", "\"deceasedDateTime\": \"2018-07-10\"");
    report("a", "died", "cement-leakage", symptomatic(true, "died"));

    JsonNode answered = complications("").at(rate);
    assertThat(answered.get("percent").asDouble()).isEqualTo(50);
    assertInterval(answered.get("wilson"), 9.453120573423075, 90.54687942657692);
    assertInterval(answered.get("clopperPearson"), 1.257911709342506, 98.74208829065749);
    assertThat(answered.get("notComputed")).isEmpty();
  }

  @Test
  void without_patients_a_rate_says_why_it_is_not_computed() {
    EmptyRecord.make();

    for (String rate : List.of("/deaths/within30Days", "/leakage/symptomatic/perVertebra")) {
      JsonNode answered = complications("").at(rate);
      assertThat(answered.get("of").asInt()).isZero();
      assertThat(answered.get("percent").isNull()).isTrue();
      assertThat(answered.get("notComputed").get("percent").asText()).isNotBlank();
    }
  }

  private static void assertInterval(JsonNode interval, double lower, double upper) {
    assertThat(interval.get("lower").asDouble()).isCloseTo(lower, within(1e-9));
    assertThat(interval.get("upper").asDouble()).isCloseTo(upper, within(1e-9));
  }

  private static JsonNode deaths() {
    return counts(complications("").get("deaths"));
  }

  private static JsonNode leaks() {
    return counts(complications("").at("/leakage/symptomatic"));
  }

  static void treat(String id, String gender, String deceased) {
    patient(id, gender, deceased);
    put(
        "Procedure",
        id,
        """
        "status": "completed",
        "code": {"coding": [{"system": "http://www.ama-assn.org/go/cpt", "code": "22511"}]},
        "subject": {"reference": "Patient/%s"},
        "performedDateTime": "2018-07-01",
        "bodySite": [{"coding": [{"system": "http://snomed.info/sct", "code": "36470004"}]}]
        """
            .formatted(id));
  }

  static void patient(String id, String gender, String deceased) {
    put("Patient", id, "\"gender\": \"%s\", %s".formatted(gender, deceased));
  }

  /** A confirmed Condition that follows from the treatment of the patient. */
  static void report(String id, String patient, String kind, String more) {
    put(
        "Condition",
        id,
        """
        "verificationStatus": {"coding": [{"code": "confirmed",
          "system": "http://terminology.hl7.org/CodeSystem/condition-ver-status"}]},
        "code": {"coding": [{"code": "%s",
          "system": "https://pvp-outcomes.example/fhir/CodeSystem/complication"}]},
        "subject": {"reference": "Patient/%s"}%s
        """
            .formatted(kind, patient, more.isEmpty() ? dueTo("Procedure/" + patient) : more));
  }

  static String onset(String date, String patient) {
    return dueTo("Procedure/" + patient) + ", \"onsetDateTime\": \"%s\"".formatted(date);
  }

  static String dueTo(String reference) {
    return """
    , "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/condition-dueTo",
      "valueReference": {"reference": "%s"}}]\
    """
        .formatted(reference);
  }

  private static String symptomatic(boolean value, String patient) {
    return dueTo("Procedure/" + patient)
        .replaceFirst(
            "]$",
            """
            , {"url": "https://pvp-outcomes.example/fhir/StructureDefinition/symptomatic",
              "valueBoolean": %s}]\
            """
                .formatted(value));
  }

  private static void put(String type, String id, String elements) {
    given()
        .contentType("application/fhir+json")
        .body("{\"resourceType\": \"%s\", \"id\": \"%s\", %s}".formatted(type, id, elements))
        .put("/fhir/" + type + "/" + id)
        .then()
        .statusCode(oneOf(200, 201));
  }

  static JsonNode complications(String query) {
    String text =
        given()
            .get("/api/v1/studies/xu-2021/complications" + query)
            .then()
            .statusCode(200)
            .extract()
            .asString();
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  /** The part of each stratum at the place, with counts only. */
  private static List<JsonNode> strata(String by, String place) {
    List<JsonNode> parts = new ArrayList<>();
    for (JsonNode stratum : complications("?stratifyBy=" + by).get("strata")) {
      parts.add(counts(stratum.at(place)));
    }
    return parts;
  }

  /** Each rate with its count and denominator only. */
  private static JsonNode counts(JsonNode figures) {
    ObjectNode counts = figures.deepCopy();
    for (JsonNode figure : counts) {
      if (figure instanceof ObjectNode rate) {
        rate.retain("count", "of");
      }
    }
    return counts;
  }

  private static JsonNode deaths(int afterIndexSession, int within30Days, int of, int dayUnknown) {
    return JSON.createObjectNode()
        .<ObjectNode>set("afterIndexSession", rate(afterIndexSession, of))
        .<ObjectNode>set("within30Days", rate(within30Days, of))
        .put("dayUnknown", dayUnknown);
  }

  /** Each patient has one session with one vertebra. */
  private static JsonNode leaks(int symptomatic, int of, int notSaid) {
    return JSON.createObjectNode()
        .<ObjectNode>set("perVertebra", rate(symptomatic, of))
        .<ObjectNode>set("perSession", rate(symptomatic, of))
        .<ObjectNode>set("perPatient", rate(symptomatic, of))
        .put("notSaid", notSaid);
  }

  private static ObjectNode rate(int count, int of) {
    return JSON.createObjectNode().put("count", count).put("of", of);
  }
}
