package org.pvpoutcomes.outcome;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.cohort.EmptyCohort;
import org.pvpoutcomes.cohort.MemberRepository;
import org.pvpoutcomes.cohort.StudyProtocols;
import org.pvpoutcomes.cohort.SyntheticMember;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Member;
import org.pvpoutcomes.study.Protocol;

/** Whole answers for cohorts small enough to compute by hand. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OutcomeResourceTest {

  private static final String STUDY = "xu-2021";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final MemberRepository members;
  private final EntityManager entityManager;
  private final StudyProtocols protocols;

  OutcomeResourceTest(
      MemberRepository members, EntityManager entityManager, StudyProtocols protocols) {
    this.members = members;
    this.entityManager = entityManager;
    this.protocols = protocols;
  }

  @BeforeEach
  @AfterEach
  void empty_the_cohort() {
    EmptyCohort.of(entityManager);
  }

  @Test
  void nobody_has_no_figures_and_every_null_has_its_reason() throws IOException {
    JsonNode vas = outcome();
    assertThat(vas.at("/timePoints/0"))
        .isEqualTo(
            JSON.readTree(
                """
                {"timePoint": "baseline", "n": 0, "mean": null, "sd": null, "median": null,
                 "q1": null, "q3": null, "min": null, "max": null,
                 "bands": {"none": 0, "mild": 0, "moderate": 0, "severe": 0},
                 "notComputed": {
                   "mean": "there are no values", "sd": "there are no values",
                   "median": "there are no values", "q1": "there are no values",
                   "q3": "there are no values", "min": "there are no values",
                   "max": "there are no values"},
                 "links": {
                   "n": "/api/v1/studies/xu-2021/members?measure=vas-pain&timePoint=baseline",
                   "bands": {
                     "none": "/api/v1/studies/xu-2021/members?measure=vas-pain&timePoint=baseline&band=none",
                     "mild": "/api/v1/studies/xu-2021/members?measure=vas-pain&timePoint=baseline&band=mild",
                     "moderate": "/api/v1/studies/xu-2021/members?measure=vas-pain&timePoint=baseline&band=moderate",
                     "severe": "/api/v1/studies/xu-2021/members?measure=vas-pain&timePoint=baseline&band=severe"}}}
                """));
    assertThat(vas.at("/changes/0/wilcoxon"))
        .isEqualTo(
            JSON.readTree(
                """
                {"n": 0, "zeros": 0, "wPlus": 0.0, "wMinus": 0.0, "z": null, "p": null,
                 "pHolm": null, "pExact": null,
                 "notComputed": {"z": "no patient has both values",
                   "p": "no patient has both values", "pHolm": "no patient has both values",
                   "pExact": "no patient has both values"}}
                """));
    assertThat(vas.at("/changes/0/responders/atLeast2Points"))
        .isEqualTo(
            JSON.readTree(
                """
                {"count": 0, "of": 0, "percent": null, "wilson": null, "clopperPearson": null,
                 "notComputed": {"percent": "there is nothing to take a share of",
                   "wilson": "there is nothing to take a share of",
                   "clopperPearson": "there is nothing to take a share of"}}
                """));
  }

  @Test
  void one_patient_gives_values_but_no_spread() throws IOException {
    write(vas("Patient/synthetic-0", 8000, 4000, null));

    JsonNode vas = outcome();
    vas.get("timePoints").forEach(timePoint -> ((ObjectNode) timePoint).remove("links"));
    assertThat(vas.get("timePoints"))
        .isEqualTo(
            JSON.readTree(
                """
                [{"timePoint": "baseline", "n": 1, "mean": 8.0, "sd": null, "median": 8.0,
                  "q1": 8.0, "q3": 8.0, "min": 8.0, "max": 8.0,
                  "bands": {"none": 0, "mild": 0, "moderate": 1, "severe": 0},
                  "notComputed": {"sd": "a standard deviation needs 2 values, there is 1"}},
                 {"timePoint": "1-week", "n": 1, "mean": 4.0, "sd": null, "median": 4.0,
                  "q1": 4.0, "q3": 4.0, "min": 4.0, "max": 4.0,
                  "bands": {"none": 0, "mild": 1, "moderate": 0, "severe": 0},
                  "notComputed": {"sd": "a standard deviation needs 2 values, there is 1"}},
                 {"timePoint": "3-months", "n": 0, "mean": null, "sd": null, "median": null,
                  "q1": null, "q3": null, "min": null, "max": null,
                  "bands": {"none": 0, "mild": 0, "moderate": 0, "severe": 0},
                  "notComputed": {
                    "mean": "there are no values", "sd": "there are no values",
                    "median": "there are no values", "q1": "there are no values",
                    "q3": "there are no values", "min": "there are no values",
                    "max": "there are no values"}}]
                """));
  }

  /**
   * Three patients: 8 to 4, 6 to 6, 0 to 1. Differences 4, 0, -1: ranks of 1 and 4 are 1 and 2, so
   * W+ = 2, W- = 1, expected 1.5, variance 2 * 3 * 5 / 24 = 1.25, z = 0.5 / sqrt(1.25). R: {@code 2
   * * pnorm(-0.5 / sqrt(1.25))} = 0.654720846018577. Of the 4 equally likely sign patterns, W+ is
   * at least 2 in 2, so the exact P is 1. Walsh averages: 4, 2, 1.5, 0, -0.5, -1.
   */
  @Test
  void three_patients_give_every_figure_of_a_change() throws IOException {
    write(
        vas("Patient/synthetic-0", 8000, 4000, null),
        vas("Patient/synthetic-1", 6000, 6000, null),
        vas("Patient/synthetic-2", 0, 1000, 500));

    JsonNode change = outcome().at("/changes/0");
    assertThat(change.get("n").asInt()).isEqualTo(3);
    assertThat(change.get("improved").asInt()).isEqualTo(1);
    assertThat(change.get("unchanged").asInt()).isEqualTo(1);
    assertThat(change.get("worsened").asInt()).isEqualTo(1);
    assertThat(change.get("mean").asDouble()).isEqualTo(1.0);
    assertThat(change.get("median").asDouble()).isEqualTo(0.0);
    assertThat(change.get("rankBiserial").asDouble()).isEqualTo(1 / 3.0);
    assertThat(change.at("/wilcoxon/wPlus").asDouble()).isEqualTo(2.0);
    assertThat(change.at("/wilcoxon/wMinus").asDouble()).isEqualTo(1.0);
    assertThat(change.at("/wilcoxon/zeros").asInt()).isEqualTo(1);
    assertThat(change.at("/wilcoxon/p").asDouble()).isCloseTo(0.654720846018577, within(1e-14));
    assertThat(change.at("/wilcoxon/pExact").asDouble()).isEqualTo(1.0);
    assertThat(change.get("hodgesLehmann"))
        .isEqualTo(
            JSON.readTree(
                """
                {"estimate": 0.75, "lower": null, "upper": null, "level": 0.95, "method": null,
                 "notComputed": {"lower": "too few pairs for an interval at this level",
                   "upper": "too few pairs for an interval at this level",
                   "method": "too few pairs for an interval at this level"}}
                """));
    // A baseline of 0 cannot be judged in percent, and has no pain to be relieved of.
    assertThat(change.at("/responders/atLeast2Points/of").asInt()).isEqualTo(3);
    assertThat(change.at("/responders/atLeast2Points/count").asInt()).isEqualTo(1);
    assertThat(change.at("/responders/atLeast30Percent/of").asInt()).isEqualTo(2);
    assertThat(change.at("/responders/atLeast50Percent/count").asInt()).isEqualTo(1);
    assertThat(change.at("/responders/completeRelief/of").asInt()).isEqualTo(2);
    assertThat(change.at("/responders/completeRelief/count").asInt()).isZero();
  }

  /**
   * The same three patients. In percent: -50, 0 and undefined; of the means 100 (11 - 14) / 14.
   * Bowker: one patient moved between two pairs of bands each, 1 + 1 with 2 degrees of freedom, P =
   * exp(-1). SD of 4, 0 and -1: sqrt(7).
   */
  @Test
  void three_patients_give_the_size_of_a_change() throws IOException {
    write(
        vas("Patient/synthetic-0", 8000, 4000, null),
        vas("Patient/synthetic-1", 6000, 6000, null),
        vas("Patient/synthetic-2", 0, 1000, 500));

    JsonNode change = outcome().at("/changes/0");
    assertThat(change.at("/percentChange/n").asInt()).isEqualTo(2);
    assertThat(change.at("/percentChange/undefined").asInt()).isEqualTo(1);
    assertThat(change.at("/percentChange/ofMeans").asDouble()).isEqualTo(-300 / 14.0);
    assertThat(change.at("/percentChange/mean").asDouble()).isEqualTo(-25.0);
    assertThat(change.at("/percentChange/median").asDouble()).isEqualTo(-25.0);
    assertThat(change.at("/standardizedMeanChange/standardizedResponseMean").asDouble())
        .isCloseTo(1 / Math.sqrt(7), within(1e-15));
    assertThat(change.at("/bandShift/counts"))
        .isEqualTo(
            JSON.readTree(
                """
                {"none": {"none": 0, "mild": 1, "moderate": 0, "severe": 0},
                 "mild": {"none": 0, "mild": 0, "moderate": 0, "severe": 0},
                 "moderate": {"none": 0, "mild": 1, "moderate": 1, "severe": 0},
                 "severe": {"none": 0, "mild": 0, "moderate": 0, "severe": 0}}
                """));
    assertThat(change.at("/bandShift/chiSquared").asDouble()).isEqualTo(2.0);
    assertThat(change.at("/bandShift/degreesOfFreedom").asInt()).isEqualTo(2);
    assertThat(change.at("/bandShift/p").asDouble()).isCloseTo(Math.exp(-1), within(1e-15));
    assertThat(change.at("/painResponse/responses/not-evaluable/count").asInt()).isEqualTo(3);
    assertThat(change.at("/painResponse/withoutPain").asInt()).isZero();
    assertThat(change.at("/painResponse/responses/partial/of").asInt()).isZero();
  }

  /**
   * 8, 4, 2 and 6, 6, 1 have the ranks 3, 2, 1 and 2.5, 2.5, 1: sums 5.5, 4.5 and 2, each expected
   * to be 4. Chi-squared is 12 * 6.5 / (2 * 3 * 4 - 6 / 2), W a quarter of it, P with two degrees
   * of freedom exp(-chi-squared / 2). The third patient lacks a value.
   */
  @Test
  void two_complete_cases_give_the_test_over_all_time_points() throws IOException {
    write(
        vas("Patient/synthetic-0", 8000, 4000, 2000),
        vas("Patient/synthetic-1", 6000, 6000, 1000),
        vas("Patient/synthetic-2", 9000, 1000, null));

    JsonNode friedman = outcome().get("friedman");
    double chiSquared = 12 * 6.5 / 21;
    assertThat(friedman.get("n").asInt()).isEqualTo(2);
    assertThat(friedman.get("meanRanks"))
        .isEqualTo(JSON.readTree("{\"baseline\": 2.75, \"1-week\": 2.25, \"3-months\": 1.0}"));
    assertThat(friedman.get("chiSquared").asDouble()).isCloseTo(chiSquared, within(1e-14));
    assertThat(friedman.get("degreesOfFreedom").asInt()).isEqualTo(2);
    assertThat(friedman.get("p").asDouble()).isCloseTo(Math.exp(-chiSquared / 2), within(1e-14));
    assertThat(friedman.get("kendallsW").asDouble()).isCloseTo(chiSquared / 4, within(1e-14));
    assertThat(friedman.get("notComputed")).isEmpty();
    assertThat(friedman.at("/pairs").valueStream().map(p -> p.get("from") + " " + p.get("to")))
        .containsExactly(
            "\"baseline\" \"1-week\"", "\"baseline\" \"3-months\"", "\"1-week\" \"3-months\"");
    // R: p.adjust() of wilcox.test(exact = FALSE, correct = FALSE) of 4, 0, of 6, 5 and of 2, 5.
    ObjectNode pair = (ObjectNode) friedman.at("/pairs/0");
    assertThat(pair.remove("p").asDouble()).isCloseTo(0.3173105078629141, within(1e-14));
    assertThat(pair.remove("pHolm").asDouble()).isCloseTo(0.5391374846369995, within(1e-14));
    assertThat(pair)
        .isEqualTo(
            JSON.readTree(
                """
                {"from": "baseline", "to": "1-week", "n": 1, "zeros": 1, "wPlus": 1.0,
                 "wMinus": 0.0, "z": 1.0, "pExact": 1.0, "pExactHolm": 1.0, "rankBiserial": 1.0,
                 "notComputed": {}}
                """));
  }

  @Test
  void nobody_has_a_test_over_all_time_points_and_every_null_has_its_reason() throws IOException {
    String nobody = "no patient has a value at every time point";
    JsonNode friedman = outcome().get("friedman");
    assertThat(friedman.get("notComputed"))
        .isEqualTo(
            JSON.readTree(
                """
                {"meanRanks": "%1$s", "chiSquared": "%1$s", "p": "%1$s", "kendallsW": "%1$s"}
                """
                    .formatted(nobody)));
    assertThat(friedman.at("/pairs/2/notComputed"))
        .isEqualTo(
            JSON.readTree(
                """
                {"z": "%1$s", "p": "%1$s", "pHolm": "%1$s", "pExact": "%1$s", "pExactHolm": "%1$s",
                 "rankBiserial": "%1$s"}
                """
                    .formatted(nobody)));
  }

  @Test
  void a_standard_error_that_needs_a_correlation_says_when_there_is_none() throws IOException {
    write(
        vas("Patient/synthetic-0", 8000, 4000, null),
        vas("Patient/synthetic-1", 6000, 4000, null),
        vas("Patient/synthetic-2", 1000, 4000, null));

    JsonNode change = outcome().at("/changes/0/standardizedMeanChange/byEarlierValues");
    String reason = "it needs the correlation of both values, and the later values do not vary";
    assertThat(change.get("value").isNumber()).isTrue();
    assertThat(change.get("standardError").isNull()).isTrue();
    assertThat(change.get("notComputed"))
        .isEqualTo(
            JSON.readTree(
                "{\"standardError\": \"%1$s\", \"interval\": \"%1$s\"}".formatted(reason)));
  }

  @Test
  void the_family_is_that_of_the_study_whatever_is_asked_for() throws IOException {
    assertThat(get("?measure=vas-pain").get("multiplicity"))
        .isEqualTo(
            JSON.readTree(
                """
                {"method": "holm", "size": 4, "scope": "stratum", "family": [
                  {"measure": "vas-pain", "from": "baseline", "to": "1-week"},
                  {"measure": "vas-pain", "from": "baseline", "to": "3-months"},
                  {"measure": "qlq-bm22-raw-sum", "from": "baseline", "to": "1-week"},
                  {"measure": "qlq-bm22-raw-sum", "from": "baseline", "to": "3-months"}]}
                """));
  }

  @Test
  void one_stratum_alone_has_nothing_to_be_compared_with() throws IOException {
    write(vas("Patient/synthetic-0", 8000, 4000, null));

    assertThat(get("?measure=vas-pain&stratifyBy=primary-tumour").at("/strataTests/0"))
        .isEqualTo(
            JSON.readTree(
                """
                {"measure": "vas-pain", "from": "baseline", "to": "1-week", "n": 1, "strata": 1,
                 "h": null, "degreesOfFreedom": 0, "p": null, "mannWhitney": null,
                 "notComputed": {
                   "h": "fewer than two strata have pairs, or all differences are equal",
                   "p": "fewer than two strata have pairs, or all differences are equal"}}
                """));
    assertThat(get("?measure=vas-pain").get("strataTests")).isEmpty();
  }

  @Test
  void higher_is_better_on_a_functional_scale() throws IOException {
    write(
        SyntheticMember.with(
            protocol(),
            "Patient/synthetic-0",
            Measure.QLQ_BM22_FUNCTIONAL_INTERFERENCE,
            1260,
            2520,
            null));

    JsonNode change = get("?measure=qlq-bm22-functional-interference").at("/outcomes/0/changes/0");
    assertThat(change.get("improved").asInt()).isEqualTo(1);
    assertThat(change.get("worsened").asInt()).isZero();
    assertThat(change.get("mean").asDouble()).isEqualTo(-50.0);
  }

  @Test
  void all_measures_come_in_the_order_of_the_protocol() throws IOException {
    assertThat(get("").get("outcomes").valueStream().map(o -> o.get("measure").asText()))
        .containsExactlyElementsOf(protocol().measures().stream().map(Measure::code).toList());
  }

  @Test
  void strata_without_patients_are_left_out() throws IOException {
    assertThat(get("?stratifyBy=primary-tumour").get("outcomes")).isEmpty();
    write(vas("Patient/synthetic-0", 8000, 4000, null));

    JsonNode outcomes = get("?measure=vas-pain&stratifyBy=primary-tumour").get("outcomes");
    assertThat(outcomes).hasSize(1);
    assertThat(outcomes.at("/0/stratum"))
        .isEqualTo(JSON.readTree("{\"primary-tumour\": \"not-stated\"}"));
  }

  private Member vas(String patient, int baseline, int week, @Nullable Integer months) {
    return SyntheticMember.with(protocol(), patient, Measure.VAS_PAIN, baseline, week, months);
  }

  private void write(Member... written) {
    QuarkusTransaction.requiringNew().run(() -> members.replace(STUDY, List.of(written)));
  }

  private static JsonNode outcome() throws IOException {
    return get("?measure=vas-pain").at("/outcomes/0");
  }

  private static JsonNode get(String query) throws IOException {
    return JSON.readTree(
        given()
            .get("/api/v1/studies/" + STUDY + "/outcomes" + query)
            .then()
            .statusCode(200)
            .extract()
            .asString());
  }

  private Protocol protocol() {
    return protocols.find(STUDY).orElseThrow();
  }
}
