package org.pvpoutcomes.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pvpoutcomes.statistics.Expectation.assertFigure;
import static org.pvpoutcomes.statistics.Expectation.assertInterval;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pvpoutcomes.statistics.Xu2021Cohort.Score;

/**
 * Every figure of {@code golden/xu2021/expected.json} that this package can compute. The figures
 * come from R 4.2.2 with coin 1.4.2 and exactRankTests 0.8.35 (see the README beside them).
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class Xu2021StatisticsTest {

  private static final JsonNode EXACT =
      Expectation.read("/golden/xu2021/expected.json").path("exact");

  private static final List<String> TIME_POINTS = List.of("baseline", "1_week", "3_months");

  static List<Score> scores() {
    return Xu2021Cohort.SCORES;
  }

  @ParameterizedTest
  @MethodSource("scores")
  void describes_each_score_at_each_time_point(Score score) {
    JsonNode expected = expected(score);
    JsonNode descriptive = expected.path("descriptive");
    for (String timePoint : TIME_POINTS) {
      assertDescriptive(
          timePoint,
          score.at(timePoint),
          (descriptive.isMissingNode() ? expected : descriptive).path(timePoint));
    }
  }

  @ParameterizedTest
  @MethodSource("scores")
  void tests_each_change_of_each_score(Score score) {
    List<String> tested = new ArrayList<>();
    expected(score)
        .properties()
        .forEach(
            entry -> {
              if (entry.getKey().startsWith("wilcoxon_")) {
                String[] timePoints =
                    entry.getKey().substring("wilcoxon_".length()).split("_vs_", 2);
                assertChange(score.between(timePoints[0], timePoints[1]), entry.getValue());
                tested.add(entry.getKey());
              }
            });
    assertThat(tested).contains("wilcoxon_baseline_vs_1_week", "wilcoxon_baseline_vs_3_months");
  }

  @Test
  void describes_the_patients_and_the_cement() {
    JsonNode cohort = EXACT.path("cohort");
    assertDescriptive(
        "age", Xu2021Cohort.column("patients.csv", "age", 0, row -> true), cohort.path("age"));
    assertDescriptive(
        "vertebrae",
        Xu2021Cohort.column("patients.csv", "n_vertebrae", 0, row -> true),
        cohort.path("vertebrae_per_patient"));
    assertDescriptive(
        "follow-up",
        Xu2021Cohort.column("patients.csv", "followup_months", 3, row -> true),
        cohort.path("followup_months"));
    assertDescriptive(
        "cement",
        Xu2021Cohort.column("vertebrae.csv", "cement_ml", 3, row -> true),
        cohort.path("cement_ml"));
    for (String approach : List.of("unilateral", "bilateral")) {
      assertDescriptive(
          "cement, " + approach,
          Xu2021Cohort.column(
              "vertebrae.csv",
              "cement_ml",
              3,
              row -> Objects.equals(row.get("injection"), approach)),
          cohort.path("cement_ml_by_injection").path(approach));
    }
  }

  @Test
  void gives_both_intervals_of_all_62_rates() {
    List<JsonNode> rates = EXACT.findParents("wilson95");
    assertThat(rates).hasSize(62);
    for (JsonNode expected : rates) {
      long count = expected.path("k").longValue();
      long of = expected.path("n").longValue();
      String name = count + " of " + of;
      Proportion rate = Proportion.of(count, of, 0.95);
      assertFigure(name, rate.percent(), expected.path("percent"));
      assertInterval(name, rate.wilson(), expected.path("wilson95"), 100);
      assertInterval(name, rate.clopperPearson(), expected.path("clopper_pearson95"), 100);
    }
  }

  private static JsonNode expected(Score score) {
    JsonNode scale = EXACT.path("eortc_scales").path(score.expectedName());
    return scale.isMissingNode() ? EXACT.path(score.expectedName()) : scale;
  }

  private static void assertDescriptive(String name, FrequencyTable table, JsonNode expected) {
    Descriptive actual = Descriptive.of(table);
    assertThat(actual.n()).as(name + " n").isEqualTo(expected.path("n").longValue());
    assertFigure(name + " mean", actual.mean(), expected.path("mean"));
    assertFigure(name + " sd", actual.sd(), expected.path("sd"));
    assertFigure(name + " median", actual.median(), expected.path("median"));
    assertFigure(name + " q1", actual.q1(), expected.path("q1_type7_R"));
    assertFigure(name + " q3", actual.q3(), expected.path("q3_type7_R"));
    assertFigure(name + " min", actual.min(), expected.path("min"));
    assertFigure(name + " max", actual.max(), expected.path("max"));
  }

  private static void assertChange(PairedTable pairs, JsonNode expected) {
    FrequencyTable differences = pairs.differences();
    WilcoxonSignedRankTest.Result test = WilcoxonSignedRankTest.of(differences);
    assertThat(List.of(test.pairs(), test.n(), test.zeros()))
        .containsExactly(
            expected.path("n_pairs").longValue(),
            expected.path("n_nonzero").longValue(),
            expected.path("n_zero").longValue());
    assertFigure("W+", test.wPlus(), expected.path("V_sum_positive_ranks"));
    assertFigure("z", test.z(), expected.path("z_no_correction"));
    assertFigure("p", test.p(), expected.path("p_two_sided_no_correction_SPSS"));
    assertFigure("exact p", test.pExact(), expected.path("p_exact_zeros_dropped"));
    if (expected.has("difference_baseline_minus_followup")) {
      assertDescriptive(
          "difference", differences, expected.path("difference_baseline_minus_followup"));
      assertFigure("W-", test.wMinus(), expected.path("W_sum_negative_ranks"));
      assertFigure(
          "rank-biserial", test.rankBiserial(), expected.path("rank_biserial_zeros_dropped"));
      assertHodgesLehmann(differences, expected.path("hodges_lehmann_all_pairs_zeros_kept"));
      assertHodgesLehmann(withoutZeros(differences), expected.path("hodges_lehmann_zeros_dropped"));
    }
  }

  private static void assertHodgesLehmann(FrequencyTable differences, JsonNode expected) {
    HodgesLehmann.Result actual = HodgesLehmann.of(differences, 0.95);
    assertFigure("estimate", actual.estimate(), expected.path("estimate"));
    assertFigure("lower", actual.lower(), expected.path("ci95_qsignrank").path(0));
    assertFigure("upper", actual.upper(), expected.path("ci95_qsignrank").path(1));
    assertThat(HodgesLehmann.boundIndex(differences.n(), 0.95))
        .isEqualTo(expected.path("k_qsignrank").longValue());
    assertThat(HodgesLehmann.normalBoundIndex(differences.n(), 0.025))
        .isEqualTo(expected.path("k_normal").longValue());
  }

  private static FrequencyTable withoutZeros(FrequencyTable differences) {
    Map<Integer, Long> counts = new HashMap<>(differences.counts());
    counts.remove(0);
    return FrequencyTable.of(differences.scale(), counts);
  }
}
