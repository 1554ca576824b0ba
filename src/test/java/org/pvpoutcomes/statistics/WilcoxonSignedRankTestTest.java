package org.pvpoutcomes.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.pvpoutcomes.statistics.Expectation.assertFigure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.commons.statistics.inference.ContinuityCorrection;
import org.apache.commons.statistics.inference.PValueMethod;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class WilcoxonSignedRankTestTest {

  /**
   * SciPy 1.17.1 {@code wilcoxon(zero_method='wilcox', correction=False, method='approx')}, R 4.2.2
   * and coin agree on this vector.
   */
  @Test
  void agrees_with_scipy_r_and_coin_on_twelve_pairs() {
    int[] before = {5, 6, 6, 4, 3, 8, 7, 2, 5, 9, 4, 6};
    int[] after = {2, 1, 2, 4, 4, 5, 3, 2, 3, 4, 1, 7};
    List<PairedTable.Cell> cells = new ArrayList<>();
    for (int i = 0; i < before.length; i++) {
      cells.add(new PairedTable.Cell(before[i], after[i], 1));
    }
    FrequencyTable differences = PairedTable.of(Scale.UNIT, cells).differences();

    WilcoxonSignedRankTest.Result test = WilcoxonSignedRankTest.of(differences);
    double z = (52 - 27.5) / Math.sqrt(95.375);
    assertThat(test)
        .usingRecursiveComparison()
        .ignoringFields("z", "p", "rankBiserial")
        .isEqualTo(new WilcoxonSignedRankTest.Result(12, 10, 2, 52, 3, z, 0.0, 0.009765625, 0.0));
    assertFigure("z", test.z(), z);
    assertThat(test.p()).isCloseTo(0.0121176, within(5e-8));
    assertFigure("rank-biserial", test.rankBiserial(), 49.0 / 55);
    assertThat(HodgesLehmann.of(differences, 0.95).estimate()).isEqualTo(2.25);
    assertThat(Descriptive.of(differences).median()).isEqualTo(3.0);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void agrees_with_every_sign_assignment_of_small_samples(long seed) {
    RandomGenerator random = RandomSamples.generator(seed);
    for (int n = 1; n <= 12; n++) {
      int[] differences = RandomSamples.differences(random, n, 4);
      WilcoxonSignedRankTest.Result test =
          WilcoxonSignedRankTest.of(RandomSamples.table(differences));
      SignAssignments all = SignAssignments.of(differences);
      assertThat(test.wPlus()).isEqualTo(all.observedPlus());
      assertThat(test.pExact()).isNotNull().isCloseTo(all.twoSidedP(), within(1e-14));
      if (test.n() > 0) {
        assertFigure("z", test.z(), (all.observedPlus() - all.mean()) / all.standardDeviation());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 80, 600})
  void agrees_with_apache_commons_once_zeros_are_dropped(int n) {
    int[] differences = RandomSamples.differences(RandomSamples.generator(n), n, 9);
    double[] nonZero = Arrays.stream(differences).filter(d -> d != 0).asDoubleStream().toArray();
    var expected =
        org.apache.commons.statistics.inference.WilcoxonSignedRankTest.withDefaults()
            .with(PValueMethod.ASYMPTOTIC)
            .with(ContinuityCorrection.DISABLED)
            .test(nonZero);

    WilcoxonSignedRankTest.Result actual =
        WilcoxonSignedRankTest.of(RandomSamples.table(differences));
    assertThat(actual.zeros()).isEqualTo((long) n - nonZero.length).isPositive();
    assertThat(actual.wPlus()).isEqualTo(expected.getStatistic());
    assertFigure("p", actual.p(), expected.getPValue());
  }

  @Test
  void agrees_with_the_exact_p_of_apache_commons_without_ties_and_zeros() {
    double[] differences = {-7, -2, 1, 3, 5, 8, 11, 12, 15, 20, -21, 24};
    var expected =
        org.apache.commons.statistics.inference.WilcoxonSignedRankTest.withDefaults()
            .with(PValueMethod.EXACT)
            .test(differences);
    int[] steps = Arrays.stream(differences).mapToInt(d -> (int) d).toArray();
    assertFigure(
        "exact p",
        WilcoxonSignedRankTest.of(RandomSamples.table(steps)).pExact(),
        expected.getPValue());
  }

  /** 900 equal differences give z = sqrt(900); R: {@code 2 * pnorm(-30)}. */
  @Test
  void keeps_p_in_the_far_tail() {
    WilcoxonSignedRankTest.Result test = WilcoxonSignedRankTest.of(counts(Map.of(5, 900L)));
    assertFigure("z", test.z(), 30);
    assertFigure("p", test.p(), 9.813427854296374e-198);
  }

  @Test
  void gives_nothing_but_counts_without_pairs() {
    assertThat(WilcoxonSignedRankTest.of(counts(Map.of())))
        .isEqualTo(new WilcoxonSignedRankTest.Result(0, 0, 0, 0, 0, null, null, null, null));
  }

  @Test
  void finds_no_evidence_when_every_difference_is_zero() {
    assertThat(WilcoxonSignedRankTest.of(counts(Map.of(0, 7L))))
        .isEqualTo(new WilcoxonSignedRankTest.Result(7, 0, 7, 0, 0, null, 1.0, 1.0, null));
  }

  @Test
  void gives_the_exact_p_up_to_its_limit_only() {
    long limit = WilcoxonSignedRankTest.EXACT_LIMIT;
    assertFigure(
        "exact p",
        WilcoxonSignedRankTest.of(counts(Map.of(0, 40L, 1, limit))).pExact(),
        Math.pow(2, 1.0 - limit));
    assertThat(WilcoxonSignedRankTest.of(counts(Map.of(1, limit + 1))).pExact()).isNull();
  }

  @Test
  void ranks_the_most_extreme_differences_and_most_observations_without_overflow() {
    long half = FrequencyTable.MAX_OBSERVATIONS / 2;
    WilcoxonSignedRankTest.Result test =
        WilcoxonSignedRankTest.of(counts(Map.of(Integer.MIN_VALUE, half, Integer.MAX_VALUE, half)));
    double small = half * (half + 1.0) / 2;
    assertFigure("W+", test.wPlus(), small);
    assertFigure("W-", test.wMinus(), 2.0 * half * (2.0 * half + 1) / 2 - small);
    assertThat(test.z()).isNegative();
  }

  @Test
  void refuses_a_result_whose_counts_do_not_add_up() {
    assertThatThrownBy(
            () -> new WilcoxonSignedRankTest.Result(3, 1, 1, 0, 0, null, null, null, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static FrequencyTable counts(Map<Integer, Long> counts) {
    return FrequencyTable.of(Scale.UNIT, counts);
  }
}
