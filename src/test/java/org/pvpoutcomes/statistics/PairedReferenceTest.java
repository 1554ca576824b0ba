package org.pvpoutcomes.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.pvpoutcomes.statistics.Expectation.assertFigure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Agreement with R, by {@code src/test/r/paired.R}; versions and command are in its head. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PairedReferenceTest {

  private static final JsonNode REFERENCE = Expectation.read("/statistics/paired-reference.json");
  private static final double LEVEL = REFERENCE.path("level").doubleValue();

  /** A cohort as R drew it. */
  record Cohort(JsonNode json) {

    Scale scale() {
      return new Scale(
          json.path("scale").path(0).longValue(), json.path("scale").path(1).longValue());
    }

    int timePoints() {
      return json.path("timePoints").intValue();
    }

    List<Integer> cutPoints() {
      return json.path("cuts").valueStream().map(JsonNode::intValue).toList();
    }

    /** Patients per series of values; a missing value is null. */
    List<Series> series() {
      JsonNode series = json.path("series");
      return (series.isTextual() ? Stream.of(series) : series.valueStream())
          .map(text -> Series.parse(text.textValue()))
          .toList();
    }

    /** The pairs of the first and the later time point. */
    PairedTable pairs(int later) {
      return PairedTable.of(
          scale(),
          series().stream()
              .filter(one -> one.values().get(0) != null && one.values().get(later) != null)
              .map(
                  one ->
                      new PairedTable.Cell(
                          one.values().get(0), one.values().get(later), one.count()))
              .toList());
    }

    RepeatedTable completeCases() {
      return new RepeatedTable(
          scale(),
          timePoints(),
          series().stream()
              .filter(one -> !one.values().contains(null))
              .map(one -> new RepeatedTable.Series(one.values(), one.count()))
              .toList());
    }

    @Override
    public String toString() {
      return "cohort " + json.path("seed").asText();
    }
  }

  record Series(List<Integer> values, long count) {

    /** Reads "5 . 2 x3": three patients with the values 5 and 2 and none between. */
    static Series parse(String text) {
      List<Integer> values = new ArrayList<>();
      long count = 0;
      for (String part : text.split(" ", -1)) {
        if (part.startsWith("x")) {
          count = Long.parseLong(part, 1, part.length(), 10);
        } else {
          values.add(part.equals(".") ? null : Integer.valueOf(part));
        }
      }
      return new Series(values, count);
    }
  }

  static Stream<Cohort> cohorts() {
    return REFERENCE.path("cohorts").valueStream().map(Cohort::new);
  }

  @Test
  void covers_at_least_200_cohorts_of_up_to_500_patients() {
    List<Long> sizes =
        cohorts().map(one -> one.series().stream().mapToLong(Series::count).sum()).toList();
    assertThat(sizes).hasSizeGreaterThanOrEqualTo(200).contains(0L, 1L, 2L, 500L);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cohorts")
  void every_figure_of_every_change_is_that_of_r(Cohort cohort) {
    JsonNode changes = cohort.json().path("changes");
    assertThat(changes).hasSize(cohort.timePoints() - 1);
    double step = cohort.scale().value(1);
    for (int later = 1; later < cohort.timePoints(); later++) {
      PairedTable pairs = cohort.pairs(later);
      JsonNode expected = changes.path(later - 1);
      assertThat(pairs.n()).isEqualTo(expected.path("n").longValue());
      assertDescriptive(Descriptive.of(pairs.differences()), expected.path("descriptive"), step);
      assertSignedRank(pairs.differences(), expected.path("signedRank"));
      assertHodgesLehmann(
          HodgesLehmann.of(pairs.differences(), LEVEL), expected.path("hodgesLehmann"), step);
      assertStandardized(StandardizedMeanChange.of(pairs, LEVEL), expected.path("standardized"));
      assertPercent(PercentChange.of(pairs), expected.path("percent"));
      assertBands(BandShift.of(pairs, cohort.cutPoints()), expected.path("bands"));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cohorts")
  void friedman_and_the_comparisons_of_all_pairs_are_those_of_r(Cohort cohort) {
    RepeatedTable table = cohort.completeCases();
    JsonNode expected = cohort.json().path("friedman");
    FriedmanTest.Result test = FriedmanTest.of(table);
    assertThat(test.n()).isEqualTo(expected.path("n").longValue());
    assertThat(test.degreesOfFreedom()).isEqualTo(cohort.timePoints() - 1);
    assertFigure("chi-squared", test.chiSquared(), expected.path("test").path(0));
    assertP("P", test.p(), expected.path("test").path(1));
    assertFigure("W", test.kendallW(), expected.path("test").path(2));
    List<Double> meanRanks = test.meanRanks();
    for (int i = 0; i < cohort.timePoints(); i++) {
      if (meanRanks != null) {
        assertFigure("mean rank", meanRanks.get(i), expected.path("meanRanks").path(i));
      }
    }
    assertThat(meanRanks == null).isEqualTo(test.n() == 0);

    List<PairwiseComparison> comparisons = PairwiseComparison.of(table);
    assertThat(comparisons).hasSize(cohort.timePoints() * (cohort.timePoints() - 1) / 2);
    for (int i = 0; i < comparisons.size(); i++) {
      PairwiseComparison one = comparisons.get(i);
      assertP("Holm", one.pHolm(), entry(expected.path("holm"), i));
      assertP("exact Holm", one.pExactHolm(), entry(expected.path("exactHolm"), i));
      assertThat(one.test())
          .isEqualTo(WilcoxonSignedRankTest.of(table.pairs(one.from(), one.to()).differences()));
    }
  }

  @Test
  void adjusts_families_of_p_values_as_p_adjust() {
    for (JsonNode family : REFERENCE.path("families")) {
      List<@Nullable Double> adjusted = HolmAdjustment.of(values(family.path("p")));
      List<@Nullable Double> expected = values(family.path("holm"));
      assertThat(adjusted).hasSameSizeAs(expected);
      for (int i = 0; i < expected.size(); i++) {
        assertFigure("P " + family, adjusted.get(i), family.path("holm").path(i));
      }
    }
  }

  private static void assertDescriptive(Descriptive actual, JsonNode expected, double step) {
    assertScaled("mean", actual.mean(), expected.path(0), step);
    assertScaled("sd", actual.sd(), expected.path(1), step);
    assertScaled("median", actual.median(), expected.path(2), step);
    assertScaled("q1", actual.q1(), expected.path(3), step);
    assertScaled("q3", actual.q3(), expected.path(4), step);
    assertScaled("min", actual.min(), expected.path(5), step);
    assertScaled("max", actual.max(), expected.path(6), step);
  }

  private static void assertSignedRank(FrequencyTable differences, JsonNode expected) {
    WilcoxonSignedRankTest.Result test = WilcoxonSignedRankTest.of(differences);
    assertFigure("W+", test.wPlus(), expected.path(0));
    assertFigure("W-", test.wMinus(), expected.path(1));
    assertFigure("z", test.z(), expected.path(2));
    assertP("p", test.p(), expected.path(3));
    assertP("exact p", test.pExact(), expected.path(4));
    assertFigure("rank-biserial", test.rankBiserial(), expected.path(5));
    assertBounds(RankBiserialInterval.of(differences, LEVEL), expected.path(6), expected.path(7));
  }

  private static void assertHodgesLehmann(
      HodgesLehmann.Result actual, JsonNode expected, double step) {
    assertScaled("estimate", actual.estimate(), expected.path(0), step);
    assertScaled("lower", actual.lower(), expected.path(1), step);
    assertScaled("upper", actual.upper(), expected.path(2), step);
    assertThat(actual.method() == null ? null : actual.method().name())
        .isEqualTo(expected.path(3).textValue());
  }

  private static void assertStandardized(StandardizedMeanChange actual, JsonNode expected) {
    assertFigure("SRM", actual.standardizedResponseMean(), expected.path(0));
    assertEstimate(actual.byDifferences(), expected, 1);
    assertEstimate(actual.byEarlierValues(), expected, 5);
  }

  private static void assertEstimate(
      StandardizedMeanChange.@Nullable Estimate actual, JsonNode expected, int first) {
    assertFigure("value", actual == null ? null : actual.value(), expected.path(first));
    assertFigure(
        "standard error", actual == null ? null : actual.standardError(), expected.path(first + 1));
    assertBounds(
        actual == null ? null : actual.interval(),
        expected.path(first + 2),
        expected.path(first + 3));
  }

  private static void assertPercent(PercentChange actual, JsonNode expected) {
    assertThat(actual.n()).isEqualTo(expected.path(0).longValue());
    assertThat(actual.undefined()).isEqualTo(expected.path(1).longValue());
    assertFigure("of means", actual.ofMeans(), expected.path(2));
    assertFigure("mean", actual.mean(), expected.path(3));
    assertFigure("median", actual.median(), expected.path(4));
  }

  private static void assertBands(BandShift actual, JsonNode expected) {
    assertThat(actual.counts().stream().flatMap(List::stream))
        .containsExactlyElementsOf(
            expected.path("counts").valueStream().map(JsonNode::longValue).toList());
    assertFigure("chi-squared", actual.chiSquared(), expected.path("test").path(0));
    assertThat(actual.degreesOfFreedom()).isEqualTo(expected.path("test").path(1).intValue());
    assertP("P", actual.p(), expected.path("test").path(2));
  }

  private static void assertBounds(@Nullable Interval actual, JsonNode lower, JsonNode upper) {
    assertFigure("lower", actual == null ? null : actual.lower(), lower);
    assertFigure("upper", actual == null ? null : actual.upper(), upper);
  }

  private static void assertScaled(
      String name, @Nullable Double actual, JsonNode steps, double step) {
    if (steps.isNull()) {
      assertThat(actual).as(name).isNull();
    } else {
      assertFigure(name, actual, steps.doubleValue() * step);
    }
  }

  private static void assertP(String name, @Nullable Double actual, JsonNode expected) {
    if (expected.isNull()) {
      assertThat(actual).as(name).isNull();
    } else {
      assertThat(actual)
          .as(name)
          .isNotNull()
          .isCloseTo(expected.doubleValue(), within(1e-8 * expected.doubleValue()));
    }
  }

  /** Entry i of an array, which R writes as a bare value when it has one entry only. */
  private static JsonNode entry(JsonNode node, int i) {
    return node.isArray() ? node.path(i) : node;
  }

  private static List<@Nullable Double> values(JsonNode array) {
    List<@Nullable Double> values = new ArrayList<>();
    array.forEach(value -> values.add(value.isNull() ? null : value.doubleValue()));
    return values;
  }
}
