package org.pvpoutcomes.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Published examples, edge cases and refusals of the paired methods. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PairedMethodsTest {

  /** Seconds to round first base, by 22 players in 3 ways, times 100: Hollander and Wolfe 1973. */
  private static final int[][] ROUNDING_TIMES = {
    {540, 550, 555}, {585, 570, 575}, {520, 560, 550}, {555, 550, 540}, {590, 585, 570},
    {545, 555, 560}, {540, 540, 535}, {545, 550, 535}, {525, 515, 500}, {585, 580, 570},
    {525, 520, 510}, {565, 555, 545}, {560, 535, 545}, {505, 500, 495}, {550, 550, 540},
    {545, 555, 550}, {555, 555, 535}, {545, 550, 555}, {550, 545, 525}, {565, 560, 540},
    {570, 565, 555}, {630, 630, 625}
  };

  @Test
  void friedman_agrees_with_the_example_of_hollander_and_wolfe() {
    FriedmanTest.Result test = FriedmanTest.of(table(ROUNDING_TIMES));
    assertThat(test.n()).isEqualTo(22);
    assertThat(test.meanRanks()).containsExactly(53.0 / 22, 47.0 / 22, 32.0 / 22);
    assertThat(test.chiSquared()).isNotNull().isCloseTo(11.1429, within(5e-5));
    assertThat(test.degreesOfFreedom()).isEqualTo(2);
    assertThat(test.p()).isNotNull().isCloseTo(0.003805, within(5e-7));
  }

  @Test
  void friedman_has_no_statistic_without_subjects_or_differences() {
    assertThat(FriedmanTest.of(new RepeatedTable(Scale.UNIT, 3, List.of())))
        .isEqualTo(new FriedmanTest.Result(0, null, null, 2, null, null));
    assertThat(FriedmanTest.of(table(new int[][] {{4, 4, 4}, {7, 7, 7}})))
        .isEqualTo(new FriedmanTest.Result(2, List.of(2.0, 2.0, 2.0), null, 2, null, null));
  }

  @Test
  void equal_rankings_of_billions_of_subjects_are_complete_concordance() {
    RepeatedTable table =
        new RepeatedTable(
            Scale.UNIT,
            3,
            List.of(new RepeatedTable.Series(List.of(9, 5, 1), FrequencyTable.MAX_OBSERVATIONS)));
    double chiSquared = 2.0 * FrequencyTable.MAX_OBSERVATIONS;
    assertThat(FriedmanTest.of(table))
        .isEqualTo(
            new FriedmanTest.Result(
                FrequencyTable.MAX_OBSERVATIONS, List.of(3.0, 2.0, 1.0), chiSquared, 2, 0.0, 1.0));
  }

  @Test
  void comparisons_have_no_exact_adjustment_when_one_of_them_is_too_large() {
    List<RepeatedTable.Series> series = new ArrayList<>();
    series.add(new RepeatedTable.Series(List.of(5, 5, 3), 260));
    series.add(new RepeatedTable.Series(List.of(5, 4, 3), 8));
    List<PairwiseComparison> comparisons =
        PairwiseComparison.of(new RepeatedTable(Scale.UNIT, 3, series));
    assertThat(comparisons.getFirst().test().pExact()).isEqualTo(2.0 / 256);
    assertThat(comparisons).extracting(PairwiseComparison::pHolm).doesNotContainNull();
    assertThat(comparisons).extracting(PairwiseComparison::pExactHolm).containsOnlyNulls();
  }

  @Test
  void comparisons_need_the_test_of_every_two_time_points() {
    WilcoxonSignedRankTest.Result test =
        WilcoxonSignedRankTest.of(FrequencyTable.of(Scale.UNIT, Map.of(1, 3L)));
    assertThatThrownBy(() -> PairwiseComparison.of(3, List.of(test, test)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 tests of 3 time points");
  }

  @Test
  void the_order_and_the_splitting_of_series_do_not_matter() {
    RandomGenerator random = RandomSamples.generator(7);
    List<RepeatedTable.Series> singles = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      singles.add(
          new RepeatedTable.Series(
              List.of(random.nextInt(4), random.nextInt(4), random.nextInt(4)), 1));
    }
    RepeatedTable table = new RepeatedTable(Scale.UNIT, 3, singles);
    List<RepeatedTable.Series> shuffled = new ArrayList<>(table.series());
    shuffled.add(new RepeatedTable.Series(List.of(1, 2, 3), 0));
    Collections.shuffle(shuffled, new Random(7));

    assertThat(table.n()).isEqualTo(300);
    assertThat(table.series()).hasSizeLessThan(65);
    assertThat(new RepeatedTable(Scale.UNIT, 3, shuffled)).isEqualTo(table);
  }

  @Test
  void repeated_tables_refuse_what_is_no_series_of_their_time_points() {
    RepeatedTable.Series two = new RepeatedTable.Series(List.of(1, 2), 1);
    assertThatThrownBy(() -> new RepeatedTable(Scale.UNIT, 3, List.of(two)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 values for 3 time points");
    assertThatThrownBy(() -> new RepeatedTable(Scale.UNIT, 1, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 time points");
    assertThatThrownBy(() -> new RepeatedTable.Series(List.of(1, 2), -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
    assertThatThrownBy(
            () ->
                new RepeatedTable(
                    Scale.UNIT,
                    2,
                    List.of(new RepeatedTable.Series(List.of(1, 2), Long.MAX_VALUE / 2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("At most");
  }

  @Test
  void holm_adjusts_the_family_of_the_tests_that_were_possible() {
    assertThat(HolmAdjustment.of(Arrays.asList(0.01, null, 0.04, 0.03, null)))
        .containsExactly(0.03, null, 0.06, 0.06, null);
    assertThat(HolmAdjustment.of(Arrays.asList(null, null))).containsExactly(null, null);
    assertThat(HolmAdjustment.of(List.of())).isEmpty();
    assertThat(HolmAdjustment.of(List.of(0.7, 0.6, 1.0))).containsExactly(1.0, 1.0, 1.0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void holm_refuses_what_is_no_probability(double p) {
    for (List<@Nullable Double> family :
        List.of(List.<@Nullable Double>of(p), List.<@Nullable Double>of(0.2, p))) {
      assertThatThrownBy(() -> HolmAdjustment.of(family))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("between 0 and 1");
    }
  }

  @Test
  void bands_end_with_their_cut_point() {
    PairedTable pairs =
        pairs(new int[][] {{0, 0}, {4, 5}, {5, 4}, {5, 4}, {8, 1}, {10, 0}, {9, 9}});
    BandShift shift = BandShift.of(pairs, List.of(0, 4, 8));
    assertThat(shift.counts())
        .containsExactly(
            List.of(1L, 0L, 0L, 0L),
            List.of(0L, 0L, 1L, 0L),
            List.of(0L, 3L, 0L, 0L),
            List.of(1L, 0L, 0L, 1L));
    assertThat(shift.chiSquared()).isEqualTo(1.0 + 1.0);
    assertThat(shift.degreesOfFreedom()).isEqualTo(2);
    assertThat(shift.p()).isNotNull().isCloseTo(Math.exp(-1), within(1e-12));
  }

  @Test
  void bands_are_not_tested_when_nobody_moved() {
    assertThat(BandShift.of(pairs(new int[][] {{3, 2}, {7, 7}}), List.of(4)))
        .isEqualTo(new BandShift(List.of(List.of(1L, 0L), List.of(0L, 1L)), null, 0, null));
  }

  @Test
  void bands_need_ascending_cut_points() {
    PairedTable pairs = pairs(new int[][] {{3, 2}});
    for (List<Integer> cutPoints : List.of(List.of(4, 4), List.of(8, 4))) {
      assertThatThrownBy(() -> BandShift.of(pairs, cutPoints))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("ascend");
    }
    assertThatThrownBy(() -> BandShift.of(pairs, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cut point");
  }

  @Test
  void percent_changes_that_cancel_out_are_exactly_zero() {
    assertThat(PercentChange.of(pairs(new int[][] {{3, 4}, {6, 7}, {2, 1}})))
        .isEqualTo(new PercentChange(3, 0, 100.0 / 11, 0.0, 100.0 / 6));
  }

  @Test
  void percent_changes_leave_out_patients_who_start_at_zero() {
    assertThat(PercentChange.of(pairs(new int[][] {{0, 3}, {4, 1}})))
        .isEqualTo(new PercentChange(1, 1, 0.0, -75.0, -75.0));
    assertThat(PercentChange.of(pairs(new int[][] {{0, 3}})))
        .isEqualTo(new PercentChange(0, 1, null, null, null));
    assertThat(PercentChange.of(pairs(new int[][] {})))
        .isEqualTo(new PercentChange(0, 0, null, null, null));
  }

  @Test
  void standardized_changes_need_three_pairs_and_a_deviation() {
    assertThat(StandardizedMeanChange.of(pairs(new int[][] {{5, 3}}), 0.95))
        .isEqualTo(new StandardizedMeanChange(1, null, null, null));
    assertThat(StandardizedMeanChange.of(pairs(new int[][] {{5, 3}, {6, 2}}), 0.95))
        .isEqualTo(new StandardizedMeanChange(2, 3 / Math.sqrt(2), null, null));
    assertThat(StandardizedMeanChange.of(pairs(new int[][] {{5, 3}, {5, 3}, {5, 3}}), 0.95))
        .isEqualTo(new StandardizedMeanChange(3, null, null, null));
    StandardizedMeanChange floor =
        StandardizedMeanChange.of(pairs(new int[][] {{1, 0}, {2, 0}, {3, 0}}), 0.95);
    assertThat(Objects.requireNonNull(floor.byDifferences()).interval()).isNotNull();
    assertThat(Objects.requireNonNull(floor.byEarlierValues()).interval()).isNull();
  }

  @Test
  void standardized_changes_of_billions_need_no_correction() {
    StandardizedMeanChange change =
        StandardizedMeanChange.of(
            PairedTable.of(
                Scale.UNIT,
                List.of(
                    new PairedTable.Cell(3, 0, 1_000_000_000),
                    new PairedTable.Cell(1, 0, 1_000_000_000))),
            0.95);
    assertThat(Objects.requireNonNull(change.byDifferences()).value()).isCloseTo(2, within(1e-8));
  }

  @Test
  void the_rank_biserial_interval_needs_differences_of_both_signs() {
    for (Map<Integer, Long> counts :
        List.of(Map.<Integer, Long>of(), Map.of(0, 5L), Map.of(2, 9L, 0, 1L), Map.of(-1, 1L))) {
      assertThat(RankBiserialInterval.of(FrequencyTable.of(Scale.UNIT, counts), 0.95)).isNull();
    }
    Interval extreme =
        RankBiserialInterval.of(
            FrequencyTable.of(
                Scale.UNIT, Map.of(Integer.MIN_VALUE, 40L, Integer.MAX_VALUE, 60L, 1, 10L)),
            0.95);
    assertThat(extreme)
        .isEqualTo(
            RankBiserialInterval.of(
                FrequencyTable.of(Scale.UNIT, Map.of(-9, 40L, 8, 60L, 1, 10L)), 0.95))
        .isNotNull();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, Double.NaN})
  void refuses_a_level_that_is_no_probability(double level) {
    PairedTable pairs = pairs(new int[][] {{3, 2}});
    assertThatThrownBy(() -> StandardizedMeanChange.of(pairs, level))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RankBiserialInterval.of(pairs.differences(), level))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static PairedTable pairs(int[][] pairs) {
    return PairedTable.of(
        Scale.UNIT,
        Arrays.stream(pairs).map(pair -> new PairedTable.Cell(pair[0], pair[1], 1)).toList());
  }

  private static RepeatedTable table(int[][] values) {
    return new RepeatedTable(
        Scale.UNIT,
        values[0].length,
        Arrays.stream(values)
            .map(row -> new RepeatedTable.Series(Arrays.stream(row).boxed().toList(), 1))
            .toList());
  }
}
