package org.pvpoutcomes.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Agreement with R on seeded cohorts, by {@code src/test/r/rates.R}; versions and command are in
 * its head.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RRatesTest {

  private static final JsonNode REFERENCE = Expectation.read("/statistics/r-rates.json");
  private static final double LEVEL = REFERENCE.path("level").doubleValue();
  private static final double TOLERANCE = 1e-9;
  private static final double TOLERANCE_OF_P = 1e-8;

  static Stream<Arguments> cohorts() {
    return REFERENCE
        .path("cohorts")
        .valueStream()
        .map(
            cohort ->
                Arguments.of(cohort.path("seed").intValue(), cohort.path("n").intValue(), cohort));
  }

  @Test
  void the_cohorts_have_0_to_500_patients_and_every_figure_is_known_and_unknown_in_some() {
    List<JsonNode> cohorts = REFERENCE.path("cohorts").valueStream().toList();
    assertThat(cohorts).hasSizeGreaterThanOrEqualTo(200);
    assertThat(cohorts.stream().mapToInt(cohort -> cohort.path("n").intValue()).summaryStatistics())
        .extracting("min", "max")
        .containsExactly(0, 500);
    for (String figure :
        List.of(
            "/clustered/interval",
            "/clustered/icc",
            "/clusteredDifference/interval",
            "/newcombe/interval",
            "/koopman/interval",
            "/fisherBands",
            "/fisherLeaks",
            "/chiBands",
            "/chiLeaks",
            "/mannWhitney/z",
            "/mannWhitney/pExact",
            "/kruskalWallis/h")) {
      long unknown = cohorts.stream().filter(cohort -> cohort.at(figure).isNull()).count();
      assertThat(unknown).as(figure).isBetween(1L, cohorts.size() - 70L);
    }
  }

  @ParameterizedTest(name = "cohort {0}, n = {1}")
  @MethodSource("cohorts")
  void clustered_proportions_are_those_of_survey_sandwich_and_aov(
      int seed, int n, JsonNode cohort) {
    JsonNode expected = cohort.path("clustered");
    Map<Cluster, Long> clusters = new HashMap<>();
    pairs(cohort)
        .forEach(
            (pair, number) ->
                clusters.merge(
                    new Cluster(pair.size(), pair.first().events() + pair.second().events()),
                    number,
                    Long::sum));
    ClusteredProportion actual = ClusteredProportion.of(clusters, LEVEL);
    assertClose("standard error", actual.standardError(), expected.path("se"));
    assertBounds(actual.interval(), expected.path("interval"));
    assertClose("design effect", actual.designEffect(), expected.path("designEffect"));
    assertClose("icc", actual.intraclassCorrelation(), expected.path("icc"));
  }

  @ParameterizedTest(name = "cohort {0}, n = {1}")
  @MethodSource("cohorts")
  void clustered_risk_differences_are_those_of_sandwich(int seed, int n, JsonNode cohort) {
    JsonNode expected = cohort.path("clusteredDifference");
    RiskDifference actual = RiskDifference.ofClusters(pairs(cohort), LEVEL);
    assertClose("difference", actual.percentagePoints(), expected.path("difference"));
    assertBounds(actual.interval(), expected.path("interval"));
  }

  @ParameterizedTest(name = "cohort {0}, n = {1}")
  @MethodSource("cohorts")
  void risk_differences_and_ratios_are_those_written_out(int seed, int n, JsonNode cohort) {
    long[] sums = new long[4];
    pairs(cohort)
        .forEach(
            (pair, number) -> {
              sums[0] += number * pair.first().events();
              sums[1] += number * pair.first().size();
              sums[2] += number * pair.second().events();
              sums[3] += number * pair.second().size();
            });
    RiskDifference difference = RiskDifference.of(sums[0], sums[1], sums[2], sums[3], LEVEL);
    assertClose(
        "difference", difference.percentagePoints(), cohort.path("newcombe").path("difference"));
    assertBounds(difference.interval(), cohort.path("newcombe").path("interval"));
    RiskRatio ratio = RiskRatio.of(sums[0], sums[1], sums[2], sums[3], LEVEL);
    assertClose("ratio", ratio.ratio(), cohort.path("koopman").path("ratio"));
    assertBounds(ratio.interval(), cohort.path("koopman").path("interval"));
  }

  @ParameterizedTest(name = "cohort {0}, n = {1}")
  @MethodSource("cohorts")
  void fisher_s_exact_test_is_fisher_test(int seed, int n, JsonNode cohort) {
    ContingencyTable bands = table(cohort.path("bands"));
    if (bands.n() <= 100) {
      assertP("bands", FisherExactTest.of(bands).p(), cohort.path("fisherBands"));
    }
    assertP(
        "leaks", FisherExactTest.of(table(cohort.path("leaks"))).p(), cohort.path("fisherLeaks"));
  }

  @ParameterizedTest(name = "cohort {0}, n = {1}")
  @MethodSource("cohorts")
  void the_chi_squared_test_is_chisq_test(int seed, int n, JsonNode cohort) {
    for (String name : List.of("Bands", "Leaks")) {
      ChiSquaredTest.Result actual =
          ChiSquaredTest.of(table(cohort.path(name.equals("Bands") ? "bands" : "leaks")));
      JsonNode expected = cohort.path("chi" + name);
      if (expected.isNull()) {
        assertThat(actual).isEqualTo(new ChiSquaredTest.Result(null, 0, null, null, null, null));
        continue;
      }
      assertClose("statistic", actual.statistic(), expected.path("statistic"));
      assertThat(actual.degreesOfFreedom()).isEqualTo(expected.path("df").intValue());
      assertP("p", actual.p(), expected.path("p"));
      assertClose("smallest", actual.smallestExpected(), expected.path("smallest"));
      assertClose("below 5", actual.percentExpectedBelow5(), expected.path("below5"));
      assertThat(actual.reliable())
          .isEqualTo(
              expected.path("smallest").doubleValue() >= 1
                  && expected.path("below5").doubleValue() <= 20);
    }
  }

  @ParameterizedTest(name = "cohort {0}, n = {1}")
  @MethodSource("cohorts")
  void the_mann_whitney_test_is_that_of_coin(int seed, int n, JsonNode cohort) {
    List<FrequencyTable> groups = groups(cohort);
    MannWhitneyTest.Result actual = MannWhitneyTest.of(groups.getFirst(), groups.get(1));
    JsonNode expected = cohort.path("mannWhitney");
    assertClose("u", actual.u(), expected.path("u"));
    assertClose("z", actual.z(), expected.path("z"));
    assertP("p", actual.p(), expected.path("p"));
    assertP("exact p", actual.pExact(), expected.path("pExact"));
  }

  @ParameterizedTest(name = "cohort {0}, n = {1}")
  @MethodSource("cohorts")
  void the_kruskal_wallis_test_is_kruskal_test(int seed, int n, JsonNode cohort) {
    KruskalWallisTest.Result actual = KruskalWallisTest.of(groups(cohort));
    JsonNode expected = cohort.path("kruskalWallis");
    assertClose("h", actual.h(), expected.path("h"));
    assertThat(actual.degreesOfFreedom()).isEqualTo(expected.path("df").intValue());
    assertP("p", actual.p(), expected.path("p"));
  }

  @ParameterizedTest(name = "cohort {0}, n = {1}")
  @MethodSource("cohorts")
  void the_cumulative_incidence_is_that_of_survfit(int seed, int n, JsonNode cohort) {
    Map<Integer, CumulativeIncidence.Ends> ends = new HashMap<>();
    for (JsonNode row : cohort.path("ends")) {
      int kind = row.get(1).intValue();
      long number = row.get(2).longValue();
      ends.merge(
          row.get(0).intValue(),
          new CumulativeIncidence.Ends(
              kind == 1 ? number : 0, kind == 2 ? number : 0, kind == 0 ? number : 0),
          (a, b) ->
              new CumulativeIncidence.Ends(
                  a.events() + b.events(),
                  a.competing() + b.competing(),
                  a.censored() + b.censored()));
    }
    CumulativeIncidence actual = CumulativeIncidence.of(ends, LEVEL);
    JsonNode expected = cohort.path("incidence");
    assertThat(actual.n()).isEqualTo(n);
    assertThat(actual.steps()).hasSize(expected.size());
    for (int i = 0; i < expected.size(); i++) {
      CumulativeIncidence.Step step = actual.steps().get(i);
      assertThat(step.day()).isEqualTo(expected.get(i).get(0).intValue());
      assertThat(step.atRisk()).isEqualTo(expected.get(i).get(1).longValue());
      assertClose("incidence", step.percent(), expected.get(i).get(2));
      assertClose("standard error", step.standardError(), expected.get(i).get(3));
      Interval interval = step.interval();
      assertClose("lower", interval == null ? null : interval.lower(), expected.get(i).get(4));
      assertClose("upper", interval == null ? null : interval.upper(), expected.get(i).get(5));
    }
  }

  private static Map<ClusterPair, Long> pairs(JsonNode cohort) {
    Map<ClusterPair, Long> pairs = new HashMap<>();
    for (JsonNode row : cohort.path("pairs")) {
      pairs.put(
          new ClusterPair(
              new Cluster(row.get(0).intValue(), row.get(1).intValue()),
              new Cluster(row.get(2).intValue(), row.get(3).intValue())),
          row.get(4).longValue());
    }
    return pairs;
  }

  /** The changes of each stratum, empty ones too. */
  private static List<FrequencyTable> groups(JsonNode cohort) {
    return IntStream.rangeClosed(1, cohort.path("bands").size())
        .mapToObj(
            stratum -> {
              Map<Integer, Long> counts = new HashMap<>();
              for (JsonNode row : cohort.path("values")) {
                if (row.get(0).intValue() == stratum) {
                  counts.put(row.get(1).intValue(), row.get(2).longValue());
                }
              }
              return FrequencyTable.of(Scale.UNIT, counts);
            })
        .toList();
  }

  private static ContingencyTable table(JsonNode rows) {
    List<List<Long>> counts = new ArrayList<>();
    rows.forEach(row -> counts.add(row.valueStream().map(JsonNode::longValue).toList()));
    return new ContingencyTable(counts);
  }

  private static void assertBounds(@Nullable Interval actual, JsonNode expected) {
    if (expected.isNull()) {
      assertThat(actual).as("interval").isNull();
      return;
    }
    Interval interval = Objects.requireNonNull(actual, "interval");
    assertClose("lower", interval.lower(), expected.get(0));
    assertClose("upper", interval.upper(), expected.get(1));
  }

  private static void assertP(String name, @Nullable Double actual, JsonNode expected) {
    assertClose(name, actual, expected, TOLERANCE_OF_P);
  }

  private static void assertClose(String name, @Nullable Double actual, JsonNode expected) {
    assertClose(name, actual, expected, TOLERANCE);
  }

  /** Relative, but for what R gives as a rounding error instead of 0. */
  private static void assertClose(
      String name, @Nullable Double actual, JsonNode expected, double tolerance) {
    if (expected.isNull()) {
      assertThat(actual).as(name).isNull();
    } else {
      assertThat(expected.isNumber()).as(name + " is expected to be a number").isTrue();
      double value = expected.doubleValue();
      assertThat(actual)
          .as(name)
          .isNotNull()
          .isCloseTo(value, within(Math.max(tolerance * Math.abs(value), 1e-12)));
    }
  }
}
