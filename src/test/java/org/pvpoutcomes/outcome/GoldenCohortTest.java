package org.pvpoutcomes.outcome;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pvpoutcomes.cohort.EmptyCohort;
import org.pvpoutcomes.cohort.GoldenCohort;
import org.pvpoutcomes.cohort.MemberRepository;
import org.pvpoutcomes.cohort.StudyProtocols;
import org.pvpoutcomes.study.Member;

/**
 * The answers for the synthetic cohort against {@code golden/xu2021/expected.json}, whose figures R
 * computed (R 4.2.2, coin 1.4.2), to 1e-9 of their size.
 */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class GoldenCohortTest {

  private static final String STUDY = "xu-2021";

  private final MemberRepository members;
  private final EntityManager entityManager;
  private final StudyProtocols protocols;
  private List<Member> golden;
  private JsonNode expected;

  GoldenCohortTest(
      MemberRepository members, EntityManager entityManager, StudyProtocols protocols) {
    this.members = members;
    this.entityManager = entityManager;
    this.protocols = protocols;
  }

  @BeforeEach
  void write_the_cohort() throws IOException {
    empty_the_cohort();
    try (InputStream stream = getClass().getResourceAsStream("/golden/xu2021/expected.json")) {
      expected = new ObjectMapper().readTree(Objects.requireNonNull(stream)).get("exact");
    }
    golden = GoldenCohort.members(protocols.find(STUDY).orElseThrow());
    QuarkusTransaction.requiringNew().run(() -> members.replace(STUDY, golden));
  }

  @AfterEach
  void empty_the_cohort() {
    EmptyCohort.of(entityManager);
  }

  @ParameterizedTest
  @CsvSource({
    "vas-pain, /vas/descriptive",
    "qlq-bm22-raw-sum, /qlq_raw_total/descriptive",
    "qlq-bm22-painful-sites, /eortc_scales/painful_sites",
    "qlq-bm22-painful-characteristics, /eortc_scales/painful_characteristics",
    "qlq-bm22-functional-interference, /eortc_scales/functional_interference",
    "qlq-bm22-psychosocial-aspects, /eortc_scales/psychosocial_aspects_q21_q22_reversed"
  })
  void time_points_are_described_as_R_does(String measure, String pointer) {
    JsonNode outcome = outcome(measure);
    assertThat(outcome.get("timePoints")).hasSize(3);
    for (JsonNode timePoint : outcome.get("timePoints")) {
      JsonNode figures = expected.at(pointer).get(inR(timePoint.get("timePoint").asText()));
      assertDescriptive(timePoint, figures);
    }
  }

  @ParameterizedTest
  @CsvSource({"vas-pain, /vas", "qlq-bm22-raw-sum, /qlq_raw_total"})
  void changes_are_tested_as_R_does(String measure, String pointer) {
    JsonNode changes = outcome(measure).get("changes");
    assertThat(changes).hasSize(3);
    for (JsonNode change : changes) {
      JsonNode figures =
          expected
              .at(pointer)
              .get(
                  "wilcoxon_"
                      + inR(change.get("from").asText())
                      + "_vs_"
                      + inR(change.get("to").asText()));
      assertDescriptive(change, figures.get("difference_baseline_minus_followup"));
      assertFigures(
          change,
          figures,
          Map.ofEntries(
              Map.entry("/n", "/n_pairs"),
              Map.entry("/improved", "/n_decrease"),
              Map.entry("/unchanged", "/n_zero"),
              Map.entry("/worsened", "/n_increase"),
              Map.entry("/wilcoxon/n", "/n_nonzero"),
              Map.entry("/wilcoxon/zeros", "/n_zero"),
              Map.entry("/wilcoxon/wPlus", "/V_sum_positive_ranks"),
              Map.entry("/wilcoxon/wMinus", "/W_sum_negative_ranks"),
              Map.entry("/wilcoxon/z", "/z_no_correction"),
              Map.entry("/wilcoxon/p", "/p_two_sided_no_correction_SPSS"),
              Map.entry("/wilcoxon/pExact", "/p_exact_zeros_dropped"),
              Map.entry("/rankBiserial", "/rank_biserial_zeros_dropped"),
              Map.entry("/hodgesLehmann/estimate", "/hodges_lehmann_all_pairs_zeros_kept/estimate"),
              Map.entry(
                  "/hodgesLehmann/lower", "/hodges_lehmann_all_pairs_zeros_kept/ci95_qsignrank/0"),
              Map.entry(
                  "/hodgesLehmann/upper",
                  "/hodges_lehmann_all_pairs_zeros_kept/ci95_qsignrank/1")));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "qlq-bm22-painful-sites, painful_sites",
    "qlq-bm22-painful-characteristics, painful_characteristics",
    "qlq-bm22-functional-interference, functional_interference",
    "qlq-bm22-psychosocial-aspects, psychosocial_aspects_q21_q22_reversed"
  })
  void changes_of_the_scales_are_tested_as_R_does(String measure, String scale) {
    for (JsonNode change : outcome(measure).get("changes")) {
      if (change.get("from").asText().equals("baseline")) {
        assertFigures(
            change,
            expected
                .at("/eortc_scales/" + scale)
                .get("wilcoxon_baseline_vs_" + inR(change.get("to").asText())),
            Map.of(
                "/n", "/n_pairs",
                "/unchanged", "/n_zero",
                "/wilcoxon/n", "/n_nonzero",
                "/wilcoxon/wPlus", "/V_sum_positive_ranks",
                "/wilcoxon/z", "/z_no_correction",
                "/wilcoxon/p", "/p_two_sided_no_correction_SPSS",
                "/wilcoxon/pExact", "/p_exact_zeros_dropped"));
      }
    }
  }

  @Test
  void responders_and_bands_are_those_of_R() {
    JsonNode outcome = outcome("vas-pain");
    for (JsonNode change : outcome.get("changes")) {
      if (change.get("from").asText().equals("baseline")) {
        JsonNode rates = expected.at("/vas/responders_" + inR(change.get("to").asText()));
        JsonNode responders = change.get("responders");
        assertRate(responders.get("atLeast2Points"), rates.get("decrease_ge_2"));
        assertRate(
            responders.get("atLeast30Percent"), rates.get("decrease_ge_30pct_baseline0_excluded"));
        assertRate(
            responders.get("atLeast50Percent"), rates.get("decrease_ge_50pct_baseline0_excluded"));
        assertRate(
            responders.get("completeRelief"),
            rates.get("complete_relief_followup_0_of_baseline_gt_0"));
      }
    }
    for (JsonNode timePoint : outcome.get("timePoints")) {
      assertThat(timePoint.get("bands"))
          .isEqualTo(expected.at("/vas/classes").get(inR(timePoint.get("timePoint").asText())));
    }
  }

  @Test
  void complications_are_those_of_R() {
    JsonNode answer = get("complications");
    JsonNode figures = expected.get("complications");
    assertRate(answer.at("/leakage/perVertebra"), figures.get("leakage_per_vertebra"));
    assertRate(answer.at("/leakage/perPatient"), figures.get("leakage_per_patient"));
    for (JsonNode site : answer.at("/leakage/bySite")) {
      if (site.get("site").asText().equals("spinal-canal")) {
        assertRate(site.get("perVertebra"), figures.get("canal_leakage_per_vertebra"));
        assertRate(site.get("perPatient"), figures.get("canal_leakage_per_patient"));
      }
    }
    for (JsonNode event : answer.get("events")) {
      switch (event.get("kind").asText()) {
        case "radicular-pain" ->
            assertRate(event.get("perPatient"), figures.get("radicular_pain_per_patient"));
        case "pulmonary-cement-embolism" ->
            assertRate(event.get("perPatient"), figures.get("pulmonary_embolism_per_patient"));
        default -> assertThat(event.at("/perPatient/count").asInt()).isZero();
      }
    }
    assertThat(answer.at("/leakage/bySite")).hasSize(15);
    assertThat(answer.get("events")).hasSize(8);
  }

  @Test
  void leakage_by_approach_and_fracture_is_that_of_R() {
    JsonNode figures = expected.get("complications");
    for (JsonNode stratum : get("complications?stratifyBy=approach").get("strata")) {
      assertRate(
          stratum.at("/leakage/perVertebra"),
          figures.get("leakage_by_injection").get(stratum.at("/stratum/value").asText()));
    }
    for (JsonNode stratum : get("complications?stratifyBy=fracture").get("strata")) {
      assertRate(
          stratum.at("/leakage/perVertebra"),
          figures
              .get("leakage_by_fracture")
              .get(stratum.at("/stratum/value").asText().replace('-', '_')));
    }
  }

  @Test
  void characteristics_are_those_of_R() {
    JsonNode answer = get("characteristics");
    JsonNode figures = expected.get("cohort");
    assertDescriptive(answer.get("age"), figures.get("age"));
    assertDescriptive(
        answer.at("/vertebraePerPatient/summary"), figures.get("vertebrae_per_patient"));
    assertDescriptive(answer.get("followUpMonths"), figures.get("followup_months"));
    assertDescriptive(answer.at("/cementMillilitres/all"), figures.get("cement_ml"));
    assertDescriptive(
        answer.at("/cementMillilitres/byApproach/unilateral"),
        figures.at("/cement_ml_by_injection/unilateral"));
    assertDescriptive(
        answer.at("/cementMillilitres/byApproach/bilateral"),
        figures.at("/cement_ml_by_injection/bilateral"));
    assertRate(
        answer.get("fracture"), expected.at("/complications/pathologic_fracture_per_vertebra"));
    assertRate(
        answer.at("/approach/rates/bilateral"),
        expected.at("/complications/bilateral_per_vertebra"));
    assertThat(answer.at("/vertebraePerPatient/counts"))
        .isEqualTo(figures.get("vertebrae_per_patient_counts"));
    assertThat(answer.get("levels")).isEqualTo(figures.get("levels"));
    assertThat(answer.at("/sex/counts/female")).isEqualTo(figures.at("/sex/F"));
    assertThat(answer.at("/sex/counts/male")).isEqualTo(figures.at("/sex/M"));
    figures
        .get("regions")
        .properties()
        .forEach(
            region ->
                assertThat(answer.get("regions").get(region.getKey()))
                    .isEqualTo(region.getValue()));
    figures
        .get("primary_tumour")
        .properties()
        .forEach(
            tumour ->
                assertThat(
                        answer.at("/primaryTumour/counts").get(tumour.getKey().replace(' ', '-')))
                    .isEqualTo(tumour.getValue()));
  }

  @Test
  void the_strata_add_up_to_the_cohort() {
    JsonNode bySex = get("outcomes?measure=vas-pain&stratifyBy=sex").get("outcomes");
    assertThat(bySex).hasSize(2);
    assertThat(bySex.at("/0/stratum/value").asText()).isEqualTo("female");
    assertThat(bySex.at("/0/patients").asInt()).isEqualTo(20);
    assertThat(bySex.at("/1/stratum/value").asText()).isEqualTo("male");
    assertThat(bySex.at("/1/patients").asInt()).isEqualTo(19);
    assertThat(
            bySex.at("/0/changes/0/improved").asInt() + bySex.at("/1/changes/0/improved").asInt())
        .isEqualTo(expected.at("/vas/wilcoxon_baseline_vs_1_week/n_decrease").asInt());
  }

  @Test
  void the_same_cohort_gives_the_same_bytes() {
    for (String path :
        List.of("outcomes", "complications?stratifyBy=approach", "characteristics", "members")) {
      String first = body(path);
      empty_the_cohort();
      QuarkusTransaction.requiringNew().run(() -> members.replace(STUDY, golden.reversed()));

      assertThat(body(path)).isEqualTo(first);
    }
  }

  private static JsonNode outcome(String measure) {
    JsonNode outcomes = get("outcomes?measure=" + measure).get("outcomes");
    assertThat(outcomes).hasSize(1);
    assertThat(outcomes.at("/0/measure").asText()).isEqualTo(measure);
    return outcomes.get(0);
  }

  private static JsonNode get(String path) {
    try {
      return new ObjectMapper().readTree(body(path));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String body(String path) {
    return given()
        .get("/api/v1/studies/" + STUDY + "/" + path)
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }

  private static String inR(String timePoint) {
    return timePoint.replace('-', '_');
  }

  private static void assertDescriptive(JsonNode answer, JsonNode figures) {
    assertFigures(
        answer,
        figures,
        Map.of(
            "/n", "/n",
            "/mean", "/mean",
            "/sd", "/sd",
            "/median", "/median",
            "/q1", "/q1_type7_R",
            "/q3", "/q3_type7_R",
            "/min", "/min",
            "/max", "/max"));
    assertThat(answer.get("notComputed")).isEmpty();
  }

  /** Our percentages are on 0 to 100, those of R's intervals on 0 to 1. */
  private static void assertRate(JsonNode answer, JsonNode figures) {
    assertFigures(answer, figures, Map.of("/count", "/k", "/of", "/n", "/percent", "/percent"));
    for (Map.Entry<String, String> interval :
        Map.of("wilson", "wilson95", "clopperPearson", "clopper_pearson95").entrySet()) {
      JsonNode bounds = figures.get(interval.getValue());
      assertNear(answer.at("/" + interval.getKey() + "/lower"), 100 * bounds.get(0).asDouble());
      assertNear(answer.at("/" + interval.getKey() + "/upper"), 100 * bounds.get(1).asDouble());
    }
  }

  private static void assertFigures(
      JsonNode answer, JsonNode figures, Map<String, String> pointers) {
    pointers.forEach(
        (ours, theirs) -> {
          assertThat(figures.at(theirs).isNumber()).as(theirs).isTrue();
          assertNear(answer.at(ours), figures.at(theirs).asDouble());
        });
  }

  private static void assertNear(JsonNode answer, double figure) {
    assertThat(answer.isNumber()).as("a number, not %s", answer).isTrue();
    assertThat(answer.asDouble())
        .isCloseTo(figure, within(1e-9 * Math.max(Math.abs(figure), 1e-6)));
  }
}
