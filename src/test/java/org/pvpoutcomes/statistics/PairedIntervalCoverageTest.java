package org.pvpoutcomes.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How often 95 % intervals cover what they estimate, in seeded samples of correlated normal values.
 * The standard error of a share of {@value #SAMPLES} samples is 0.007 at 0.95.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PairedIntervalCoverageTest {

  private static final int SAMPLES = 1_000;
  private static final double SD = 1_000;
  private static final double CORRELATION = 0.5;

  @ParameterizedTest
  @CsvSource({"10, 1", "25, 1", "40, 1", "300, 1", "25, 500", "40, 1000"})
  void hodges_lehmann_keeps_its_level_and_ties_only_widen_it(int n, int rounding) {
    int fall = 2_000;
    double covered =
        coverage(
            n,
            fall / SD,
            rounding,
            pairs -> {
              HodgesLehmann.Result result = HodgesLehmann.of(pairs.differences(), 0.95);
              Double lower = result.lower();
              Double upper = result.upper();
              return lower == null || upper == null ? null : new Interval(lower, upper);
            },
            (double) fall / rounding);
    assertThat(covered).isBetween(0.93, rounding == 1 ? 0.97 : 1);
  }

  @ParameterizedTest
  @CsvSource({"20, 0", "20, 0.5", "40, 0.5", "40, 1", "200, 0.5"})
  void standardized_change_by_the_differences_is_near_its_level(int n, double effect) {
    assertThat(
            coverage(
                n,
                effect,
                1,
                pairs -> interval(StandardizedMeanChange.of(pairs, 0.95).byDifferences()),
                effect / Math.sqrt(2 * (1 - CORRELATION))))
        .isBetween(0.925, 0.975);
  }

  @ParameterizedTest
  @CsvSource({"20, 0", "20, 0.5", "40, 0.5", "40, 1", "200, 0.5"})
  void standardized_change_by_the_earlier_values_is_near_its_level(int n, double effect) {
    assertThat(
            coverage(
                n,
                effect,
                1,
                pairs -> interval(StandardizedMeanChange.of(pairs, 0.95).byEarlierValues()),
                effect))
        .isBetween(0.925, 0.975);
  }

  @ParameterizedTest
  @CsvSource({"20, 0", "40, 0", "40, 0.5", "40, 1", "200, 0.5"})
  void rank_biserial_is_near_its_level(int n, double effect) {
    double sdOfDifferences = Math.sqrt(2 * (1 - CORRELATION));
    double probability =
        NormalDistribution.of(0, 1).cumulativeProbability(Math.sqrt(2) * effect / sdOfDifferences);
    assertThat(
            coverage(
                n,
                effect,
                1,
                pairs -> RankBiserialInterval.of(pairs.differences(), 0.95),
                2 * probability - 1))
        .isBetween(0.925, 0.975);
  }

  private static @Nullable Interval interval(StandardizedMeanChange.@Nullable Estimate estimate) {
    return estimate == null ? null : estimate.interval();
  }

  /** The share of samples whose interval covers {@code truth}; a missing one covers all. */
  private static double coverage(
      int n,
      double effect,
      int rounding,
      Function<PairedTable, @Nullable Interval> method,
      double truth) {
    RandomGenerator random = RandomSamples.generator(n);
    int covered = 0;
    for (int sample = 0; sample < SAMPLES; sample++) {
      Interval interval = method.apply(pairs(random, n, effect, rounding));
      if (interval == null || (interval.lower() <= truth && truth <= interval.upper())) {
        covered++;
      }
    }
    return (double) covered / SAMPLES;
  }

  private static PairedTable pairs(RandomGenerator random, int n, double effect, int rounding) {
    List<PairedTable.Cell> cells = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      double from = random.nextGaussian();
      double to =
          CORRELATION * from
              + Math.sqrt(1 - CORRELATION * CORRELATION) * random.nextGaussian()
              - effect;
      cells.add(
          new PairedTable.Cell(
              (int) Math.round(SD * from / rounding), (int) Math.round(SD * to / rounding), 1));
    }
    return PairedTable.of(Scale.UNIT, cells);
  }
}
