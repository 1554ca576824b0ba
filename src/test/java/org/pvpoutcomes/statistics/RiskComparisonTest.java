package org.pvpoutcomes.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleBiFunction;
import java.util.random.RandomGenerator;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Risk differences and risk ratios. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RiskComparisonTest {

  private static final double LEVEL = 0.95;

  /** Newcombe 1998, table II, method 10. */
  @ParameterizedTest
  @CsvSource({
    "56, 70, 48, 80, 0.0524, 0.3339",
    "9, 10, 3, 10, 0.1705, 0.8090",
    "6, 7, 2, 7, 0.0582, 0.8062",
    "5, 56, 0, 29, -0.0381, 0.1926",
    "0, 10, 0, 20, -0.1611, 0.2775",
    "0, 10, 0, 10, -0.2775, 0.2775",
    "10, 10, 0, 20, 0.6791, 1",
    "10, 10, 0, 10, 0.6075, 1"
  })
  void the_published_differences_are_reproduced(
      long count, long of, long otherCount, long otherOf, double lower, double upper) {
    Interval interval =
        Objects.requireNonNull(RiskDifference.of(count, of, otherCount, otherOf, LEVEL).interval());
    assertThat(interval.lower() / 100).isCloseTo(lower, within(5.001e-5));
    assertThat(interval.upper() / 100).isCloseTo(upper, within(5.001e-5));
  }

  /** Koopman 1984, his example. */
  @Test
  void the_published_ratio_is_reproduced() {
    RiskRatio ratio = RiskRatio.of(36, 40, 16, 80, LEVEL);
    assertThat(ratio.ratio()).isEqualTo(4.5);
    assertThat(Objects.requireNonNull(ratio.interval()).lower()).isCloseTo(2.94, within(0.005));
    assertThat(Objects.requireNonNull(ratio.interval()).upper()).isCloseTo(7.15, within(0.005));
  }

  @Test
  void exchanged_groups_have_the_opposite_difference_and_the_inverse_ratio() {
    for (int count = 1; count <= 12; count++) {
      for (int otherCount = 1; otherCount <= 9; otherCount++) {
        RiskDifference one = RiskDifference.of(count, 12, otherCount, 9, LEVEL);
        RiskDifference other = RiskDifference.of(otherCount, 9, count, 12, LEVEL);
        Interval difference = Objects.requireNonNull(one.interval());
        Interval opposite = Objects.requireNonNull(other.interval());
        assertThat(opposite.lower()).isCloseTo(-difference.upper(), within(1e-10));
        assertThat(opposite.upper()).isCloseTo(-difference.lower(), within(1e-10));
        Interval ratio =
            Objects.requireNonNull(RiskRatio.of(count, 12, otherCount, 9, LEVEL).interval());
        Interval inverse =
            Objects.requireNonNull(RiskRatio.of(otherCount, 9, count, 12, LEVEL).interval());
        assertThat(inverse.lower() * ratio.upper()).isCloseTo(1, within(1e-10));
        assertThat(inverse.upper() * ratio.lower()).isCloseTo(1, within(1e-10));
      }
    }
  }

  @Test
  void no_event_in_the_second_group_leaves_the_ratio_unknown() {
    assertThat(RiskRatio.of(3, 10, 0, 10, LEVEL)).isEqualTo(new RiskRatio(null, null));
    assertThat(RiskRatio.of(0, 10, 0, 10, LEVEL)).isEqualTo(new RiskRatio(null, null));
  }

  @Test
  void no_event_in_the_first_group_bounds_the_ratio_from_above() {
    RiskRatio ratio = RiskRatio.of(0, 10, 4, 10, LEVEL);
    assertThat(ratio.ratio()).isEqualTo(0.0);
    assertThat(Objects.requireNonNull(ratio.interval()).lower()).isEqualTo(0.0);
    assertThat(Objects.requireNonNull(ratio.interval()).upper()).isBetween(0.5, 1.0);
  }

  /** z^2 = (1 - theta) n1 / theta below 1, (theta - 1) n2 above. */
  @Test
  void events_in_everybody_of_both_groups_bound_the_ratio_on_both_sides() {
    double squared = 1.959963984540054 * 1.959963984540054;
    RiskRatio ratio = RiskRatio.of(7, 7, 12, 12, LEVEL);

    Interval interval = Objects.requireNonNull(ratio.interval());
    assertThat(ratio.ratio()).isEqualTo(1);
    assertThat(interval.lower()).isCloseTo(7 / (7 + squared), within(1e-12));
    assertThat(interval.upper()).isCloseTo((12 + squared) / 12, within(1e-12));
  }

  @Test
  void a_ratio_of_clusters_needs_events_in_both_groups_and_something_that_varies() {
    Cluster none = new Cluster(0, 0);
    Cluster one = new Cluster(3, 1);
    Cluster without = new Cluster(3, 0);
    assertThat(RiskRatio.ofClusters(Map.of(), LEVEL)).isEqualTo(new RiskRatio(null, null));
    assertThat(
            RiskRatio.ofClusters(
                Map.of(new ClusterPair(one, none), 3L, new ClusterPair(none, without), 3L), LEVEL))
        .isEqualTo(new RiskRatio(null, null));
    assertThat(
            RiskRatio.ofClusters(
                Map.of(new ClusterPair(without, none), 3L, new ClusterPair(none, one), 3L), LEVEL))
        .isEqualTo(new RiskRatio(0.0, null));
    assertThat(
            RiskRatio.ofClusters(
                Map.of(new ClusterPair(one, none), 3L, new ClusterPair(none, one), 3L), LEVEL))
        .isEqualTo(new RiskRatio(1.0, null));
  }

  @Test
  void an_empty_group_leaves_both_unknown() {
    assertThat(RiskDifference.of(0, 0, 3, 10, LEVEL)).isEqualTo(new RiskDifference(null, null));
    assertThat(RiskDifference.of(3, 10, 0, 0, LEVEL)).isEqualTo(new RiskDifference(null, null));
    assertThat(RiskRatio.of(0, 0, 3, 10, LEVEL)).isEqualTo(new RiskRatio(null, null));
    assertThat(RiskRatio.of(3, 10, 0, 0, LEVEL)).isEqualTo(new RiskRatio(null, null));
  }

  @Test
  void impossible_counts_are_refused() {
    assertThatThrownBy(() -> RiskDifference.of(11, 10, 0, 10, LEVEL))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RiskRatio.of(1, 10, -1, 10, LEVEL))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_difference_of_clusters_needs_two_groups_and_something_that_varies() {
    Cluster none = new Cluster(0, 0);
    assertThat(
            RiskDifference.ofClusters(Map.of(new ClusterPair(new Cluster(2, 1), none), 5L), LEVEL))
        .isEqualTo(new RiskDifference(null, null));
    assertThat(
            RiskDifference.ofClusters(
                Map.of(new ClusterPair(new Cluster(2, 1), new Cluster(1, 0)), 1L), LEVEL))
        .isEqualTo(new RiskDifference(50.0, null));
    assertThat(
            RiskDifference.ofClusters(
                Map.of(
                    new ClusterPair(new Cluster(2, 1), none), 3L,
                    new ClusterPair(none, new Cluster(2, 1)), 4L),
                LEVEL))
        .isEqualTo(new RiskDifference(0.0, null));
  }

  @Test
  void the_exact_coverage_of_the_difference_is_close_to_its_level() {
    for (double[] risks : new double[][] {{0.25, 0.4}, {0.1, 0.1}, {0.02, 0.3}, {0.5, 0.9}}) {
      double coverage =
          coverage(
              risks[0],
              39,
              risks[1],
              43,
              (count, otherCount) ->
                  covers(
                      RiskDifference.of(count, 39, otherCount, 43, LEVEL).interval(),
                      100 * (risks[0] - risks[1])));
      assertThat(coverage).as("%s and %s", risks[0], risks[1]).isBetween(0.94, 0.975);
    }
  }

  @Test
  void the_exact_coverage_of_the_ratio_is_close_to_its_level() {
    for (double[] risks : new double[][] {{0.25, 0.4}, {0.15, 0.15}, {0.05, 0.3}, {0.5, 0.9}}) {
      double coverage =
          coverage(
              risks[0],
              39,
              risks[1],
              43,
              // Without an event in the second group no ratio is excluded.
              (count, otherCount) ->
                  otherCount == 0
                      ? 1
                      : covers(
                          RiskRatio.of(count, 39, otherCount, 43, LEVEL).interval(),
                          risks[0] / risks[1]));
      assertThat(coverage).as("%s and %s", risks[0], risks[1]).isBetween(0.935, 0.975);
    }
  }

  @Test
  void differences_and_ratios_of_clusters_cover_where_those_of_independent_observations_does_not() {
    RandomGenerator random = RandomSamples.generator(1977);
    int rounds = 4000;
    int clustered = 0;
    int ratios = 0;
    int independent = 0;
    for (int round = 0; round < rounds; round++) {
      Map<ClusterPair, Long> clusters = new HashMap<>();
      long[] sums = new long[4];
      for (int patient = 0; patient < 60; patient++) {
        boolean first = patient % 2 == 0;
        double risk = random.nextBoolean() ? 0.3 : random.nextDouble() < 0.3 ? 1 : 0;
        Cluster mostly = drawn(random, random.nextInt(1, 5), risk);
        Cluster alsoThere = drawn(random, random.nextInt(0, 2), risk);
        Cluster one = first ? mostly : alsoThere;
        Cluster other = first ? alsoThere : mostly;
        clusters.merge(new ClusterPair(one, other), 1L, Long::sum);
        sums[0] += one.events();
        sums[1] += one.size();
        sums[2] += other.events();
        sums[3] += other.size();
      }
      clustered += (int) covers(RiskDifference.ofClusters(clusters, LEVEL).interval(), 0);
      ratios += (int) covers(RiskRatio.ofClusters(clusters, LEVEL).interval(), 1);
      independent +=
          (int) covers(RiskDifference.of(sums[0], sums[1], sums[2], sums[3], LEVEL).interval(), 0);
    }
    assertThat(100.0 * clustered / rounds).isBetween(93.5, 96.5);
    assertThat(100.0 * ratios / rounds).isBetween(93.5, 96.5);
    assertThat(100.0 * independent / rounds).isLessThan(90);
  }

  private static Cluster drawn(RandomGenerator random, int size, double risk) {
    int events = 0;
    for (int i = 0; i < size; i++) {
      events += random.nextDouble() < risk ? 1 : 0;
    }
    return new Cluster(size, events);
  }

  /** The sum of the probabilities of all pairs of counts whose interval covers. */
  private static double coverage(
      double risk,
      int of,
      double otherRisk,
      int otherOf,
      ToDoubleBiFunction<Integer, Integer> covered) {
    BinomialDistribution first = BinomialDistribution.of(of, risk);
    BinomialDistribution second = BinomialDistribution.of(otherOf, otherRisk);
    double sum = 0;
    for (int count = 0; count <= of; count++) {
      for (int otherCount = 0; otherCount <= otherOf; otherCount++) {
        sum +=
            first.probability(count)
                * second.probability(otherCount)
                * covered.applyAsDouble(count, otherCount);
      }
    }
    return sum;
  }

  private static double covers(@Nullable Interval interval, double truth) {
    Interval known = Objects.requireNonNull(interval);
    return known.lower() <= truth && truth <= known.upper() ? 1 : 0;
  }
}
