package org.pvpoutcomes.fhir;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Measure;
import org.hl7.fhir.r4.model.MeasureReport;
import org.hl7.fhir.r4.model.MeasureReport.MeasureReportGroupComponent;
import org.hl7.fhir.r4.model.MeasureReport.StratifierGroupComponent;
import org.hl7.fhir.r4.model.Quantity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pvpoutcomes.cohort.EmptyCohort;
import org.pvpoutcomes.cohort.MemberRepository;
import org.pvpoutcomes.cohort.RandomMembers;
import org.pvpoutcomes.cohort.StudyProtocols;
import org.pvpoutcomes.conformance.ProfileValidator;
import org.pvpoutcomes.conformance.ValidationIssue;

@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MeasureTest {

  private static final String STUDY = "xu-2021";
  private static final String API = "/api/v1/studies/xu-2021/";
  private static final String PERIOD = "periodStart=2018-01-01&periodEnd=2020-12-31";

  private final MemberRepository members;
  private final EntityManager entityManager;
  private final StudyProtocols protocols;
  private final ProfileValidator validator;

  MeasureTest(
      MemberRepository members,
      EntityManager entityManager,
      StudyProtocols protocols,
      ProfileValidator validator) {
    this.members = members;
    this.entityManager = entityManager;
    this.protocols = protocols;
    this.validator = validator;
  }

  /** Index sessions of random members are in 2018 to 2020. */
  @BeforeEach
  void write_members() {
    EmptyCohort.of(entityManager);
    RandomMembers random = new RandomMembers(protocols.find(STUDY).orElseThrow(), new Random(2018));
    QuarkusTransaction.requiringNew().run(() -> members.replace(STUDY, random.members(90)));
  }

  @AfterEach
  void empty_the_cohort() {
    EmptyCohort.of(entityManager);
  }

  @Test
  void each_study_has_its_measures() {
    assertThat(given().get("/fhir/Measure").jsonPath().getList("entry.resource.id"))
        .contains("xu-2021", "xu-2021.change", "xu-2021.complications")
        .isSorted();
    assertThat(
            given()
                .get("/fhir/Measure?url=https://pvp-outcomes.example/fhir/Measure/xu-2021.change")
                .jsonPath()
                .getList("entry.resource.id"))
        .containsExactly("xu-2021.change");
    given().get("/fhir/Measure/xu-2021.nothing").then().statusCode(404);
    given().get("/fhir/Measure/nothing").then().statusCode(404);
    given().get("/fhir/Measure/xu-2021/_history/1").then().statusCode(200);
    given().get("/fhir/Measure/xu-2021/_history/2").then().statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"xu-2021", "xu-2021.complications", "xu-2021.change"})
  void measure_and_report_are_valid_R4(String id) {
    for (String json : List.of(given().get("/fhir/Measure/" + id).asString(), report(id))) {
      assertThat(validator.validate(json, List.of()).stream().filter(ValidationIssue::isError))
          .as(json)
          .isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"xu-2021", "xu-2021.complications", "xu-2021.change"})
  void a_report_has_the_groups_and_populations_of_its_measure(String id) {
    Measure measure =
        FhirContext.forR4Cached()
            .newJsonParser()
            .parseResource(Measure.class, given().get("/fhir/Measure/" + id).asString());
    MeasureReport report = parsed(report(id));

    assertThat(report.getMeasure()).isEqualTo(measure.getUrl() + "|" + measure.getVersion());
    assertThat(report.getImprovementNotation().getCodingFirstRep().getCode())
        .isEqualTo(measure.getImprovementNotation().getCodingFirstRep().getCode());
    assertThat(report.getPeriod().getStartElement().getValueAsString()).isEqualTo("2018-01-01");
    assertThat(report.getPeriod().getEndElement().getValueAsString()).isEqualTo("2020-12-31");
    assertThat(report.getGroup())
        .extracting(
            group -> group.getCode().getText(),
            group -> group.getPopulation().stream().map(it -> code(it.getCode())).toList())
        .isEqualTo(
            measure.getGroup().stream()
                .map(
                    group ->
                        tuple(
                            group.getCode().getText(),
                            group.getPopulation().stream().map(it -> code(it.getCode())).toList()))
                .toList());
  }

  @Test
  void responses_are_the_figures_of_the_outcomes() throws IOException {
    Map<String, Figures> expected = new LinkedHashMap<>();
    Map<String, Map<String, Figures>> bySex = new LinkedHashMap<>();
    response(answer("outcomes"), expected);
    for (String sex : List.of("female", "male", "other", "unknown")) {
      Map<String, Figures> ofSex = new LinkedHashMap<>();
      response(answer("outcomes?where=sex:" + sex), ofSex);
      ofSex.forEach(
          (code, it) -> bySex.computeIfAbsent(code, _ -> new LinkedHashMap<>()).put(sex, it));
    }
    assertReport("xu-2021", expected, bySex);
  }

  @Test
  void changes_are_the_figures_of_the_outcomes() throws IOException {
    Map<String, Figures> expected = new LinkedHashMap<>();
    Map<String, Map<String, Figures>> bySex = new LinkedHashMap<>();
    change(answer("outcomes"), expected);
    for (String sex : List.of("female", "male", "other", "unknown")) {
      Map<String, Figures> ofSex = new LinkedHashMap<>();
      change(answer("outcomes?where=sex:" + sex), ofSex);
      ofSex.forEach(
          (code, it) -> bySex.computeIfAbsent(code, _ -> new LinkedHashMap<>()).put(sex, it));
    }
    assertReport("xu-2021.change", expected, bySex);
  }

  @Test
  void complications_are_the_figures_of_the_complications() throws IOException {
    Map<String, Figures> expected = new LinkedHashMap<>();
    Map<String, Map<String, Figures>> bySex = new LinkedHashMap<>();
    complications(answer("complications"), expected);
    for (String sex : List.of("female", "male", "other", "unknown")) {
      Map<String, Figures> ofSex = new LinkedHashMap<>();
      complications(answer("complications?where=sex:" + sex), ofSex);
      ofSex.forEach(
          (code, it) -> bySex.computeIfAbsent(code, _ -> new LinkedHashMap<>()).put(sex, it));
    }
    assertReport("xu-2021.complications", expected, bySex);
  }

  @Test
  void nobody_has_no_score() {
    EmptyCohort.of(entityManager);
    for (String id : List.of("xu-2021", "xu-2021.complications", "xu-2021.change")) {
      assertThat(parsed(report(id)).getGroup())
          .isNotEmpty()
          .allSatisfy(
              group -> {
                assertThat(group.hasMeasureScore()).isFalse();
                assertThat(group.getStratifier()).isEmpty();
                assertThat(group.getPopulation())
                    .hasSize(3)
                    .allSatisfy(it -> assertThat(it.getCount()).isZero());
              });
    }
  }

  @Test
  void parameters_come_in_the_URL_or_as_Parameters() {
    String body =
        """
        {"resourceType": "Parameters", "parameter": [
          {"name": "periodStart", "valueDate": "2018"},
          {"name": "periodEnd", "valueDate": "2020-12"},
          {"name": "reportType", "valueCode": "population"}]}
        """;
    given()
        .contentType("application/fhir+json")
        .body(body)
        .post("/fhir/Measure/xu-2021/$evaluate-measure")
        .then()
        .statusCode(200)
        .body("period.start", equalTo("2018"))
        .body("period.end", equalTo("2020-12"))
        .body("type", equalTo("summary"));
    given()
        .accept("application/fhir+xml")
        .get("/fhir/Measure/xu-2021/$evaluate-measure?" + PERIOD)
        .then()
        .statusCode(200)
        .contentType("application/fhir+xml");
  }

  @Test
  void a_period_without_all_index_sessions_is_refused_with_their_years() {
    refused("?periodStart=2019-01-01&periodEnd=2020-12-31", 400, "of the years 2018 to 2020");
    refused("?periodStart=2016&periodEnd=2017", 400, "of the years 2018 to 2020");
  }

  @Test
  void what_cannot_be_evaluated_is_refused_with_the_remedy() {
    refused("", 400, "needs periodStart and periodEnd");
    refused("?periodStart=2018-01-01", 400, "needs periodStart and periodEnd");
    refused("?periodStart=yesterday&periodEnd=2018", 400, "periodStart must be a date");
    refused("?periodStart=2019&periodEnd=2018", 400, "must not be after periodEnd");
    refused("?" + PERIOD + "&reportType=subject", 400, "whole population");
    refused("?" + PERIOD + "&subject=Patient/1", 400, "takes periodStart, periodEnd, reportType");
    refused("?" + PERIOD + "&periodEnd=2019", 400, "Give periodEnd once");
    given()
        .get("/fhir/Measure/nothing/$evaluate-measure?" + PERIOD)
        .then()
        .statusCode(404)
        .body("issue[0].details.text", containsString("no such Measure"));
    given().get("/fhir/Measure/$evaluate-measure?" + PERIOD).then().statusCode(404);
  }

  private static void refused(String query, int status, String remedy) {
    given()
        .get("/fhir/Measure/xu-2021/$evaluate-measure" + query)
        .then()
        .statusCode(status)
        .body("issue[0].details.text", containsString(remedy));
  }

  /** Counts of the three populations, and the score. */
  private record Figures(List<Integer> counts, @Nullable Double score) {}

  private static void response(JsonNode answer, Map<String, Figures> figures) {
    for (JsonNode outcome : answer.get("outcomes")) {
      int patients = outcome.get("patients").asInt();
      for (JsonNode change : outcome.get("changes")) {
        String code = code(outcome, change);
        int n = change.get("n").asInt();
        int improved = change.get("improved").asInt();
        figures.put(
            code + ".improved",
            new Figures(List.of(patients, n, improved), n == 0 ? null : 100.0 * improved / n));
        change
            .get("responders")
            .properties()
            .forEach(
                rule -> figures.put(code + "." + rule.getKey(), rate(patients, rule.getValue())));
      }
    }
  }

  private static void change(JsonNode answer, Map<String, Figures> figures) {
    for (JsonNode outcome : answer.get("outcomes")) {
      for (JsonNode change : outcome.get("changes")) {
        int n = change.get("n").asInt();
        figures.put(
            code(outcome, change),
            new Figures(
                List.of(outcome.get("patients").asInt(), n, n),
                change.get("mean").isNull() ? null : change.get("mean").asDouble()));
      }
    }
  }

  private static void complications(JsonNode answer, Map<String, Figures> figures) {
    JsonNode leakage = answer.get("leakage");
    figures.put("cement-leakage.vertebra", rate(leakage.get("perVertebra")));
    figures.put("cement-leakage.session", rate(leakage.get("perSession")));
    figures.put("cement-leakage.patient", rate(leakage.get("perPatient")));
    for (JsonNode site : leakage.get("bySite")) {
      figures.put(
          "cement-leakage.vertebra." + site.get("site").asText(), rate(site.get("perVertebra")));
    }
    for (JsonNode event : answer.get("events")) {
      figures.put(event.get("kind").asText() + ".patient", rate(event.get("perPatient")));
    }
    figures.put("death-within-30-days", rate(answer.at("/deaths/within30Days")));
  }

  private static Figures rate(JsonNode rate) {
    return rate(rate.get("of").asInt(), rate);
  }

  private static Figures rate(int initial, JsonNode rate) {
    return new Figures(
        List.of(initial, rate.get("of").asInt(), rate.get("count").asInt()),
        rate.get("percent").isNull() ? null : rate.get("percent").asDouble());
  }

  private static String code(JsonNode outcome, JsonNode change) {
    return String.join(
        ".",
        outcome.get("measure").asText(),
        change.get("from").asText(),
        change.get("to").asText());
  }

  private static void assertReport(
      String id, Map<String, Figures> expected, Map<String, Map<String, Figures>> bySex) {
    Map<String, Figures> whole = new LinkedHashMap<>();
    Map<String, Map<String, Figures>> strata = new LinkedHashMap<>();
    for (MeasureReportGroupComponent group : parsed(report(id)).getGroup()) {
      List<Integer> counts = new ArrayList<>();
      group.getPopulation().forEach(it -> counts.add(it.getCount()));
      String code = group.getCode().getText();
      whole.put(code, new Figures(counts, score(group.getMeasureScore())));
      Map<String, Figures> ofGroup = new LinkedHashMap<>();
      for (StratifierGroupComponent stratum : group.getStratifierFirstRep().getStratum()) {
        List<Integer> some = new ArrayList<>();
        stratum.getPopulation().forEach(it -> some.add(it.getCount()));
        ofGroup.put(code(stratum.getValue()), new Figures(some, score(stratum.getMeasureScore())));
      }
      strata.put(code, ofGroup);
    }
    assertThat(whole).isEqualTo(expected);
    assertThat(new ArrayList<>(whole.keySet())).isEqualTo(new ArrayList<>(expected.keySet()));
    assertThat(strata).isEqualTo(bySex);
  }

  private static @Nullable Double score(Quantity quantity) {
    return quantity.hasValue() ? Double.valueOf(quantity.getValue().doubleValue()) : null;
  }

  private static String code(CodeableConcept concept) {
    return concept.getCodingFirstRep().getCode();
  }

  private static JsonNode answer(String query) throws IOException {
    return new ObjectMapper()
        .readTree(given().urlEncodingEnabled(false).get(API + query).asString());
  }

  private static String report(String id) {
    return given()
        .get("/fhir/Measure/" + id + "/$evaluate-measure?" + PERIOD)
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }

  private static MeasureReport parsed(String json) {
    return FhirContext.forR4Cached().newJsonParser().parseResource(MeasureReport.class, json);
  }
}
