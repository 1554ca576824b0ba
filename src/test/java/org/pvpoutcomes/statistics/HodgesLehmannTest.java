package org.pvpoutcomes.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HodgesLehmannTest {

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
  void agrees_with_the_sorted_walsh_averages_of_small_samples(long seed) {
    RandomGenerator random = RandomSamples.generator(seed);
    for (int n = 1; n <= 12; n++) {
      int[] differences = RandomSamples.differences(random, n, 6);
      double[] averages = walshAverages(differences);
      int count = averages.length;
      double median = (averages[(count - 1) / 2] + averages[count / 2]) / 2;
      int k = largestBoundIndex(n, 0.05);

      assertThat(HodgesLehmann.of(RandomSamples.table(differences), 0.95))
          .isEqualTo(
              new HodgesLehmann.Result(
                  median,
                  k == 0 ? null : (Double) averages[k - 1],
                  k == 0 ? null : (Double) averages[count - k],
                  0.95,
                  k == 0 ? null : HodgesLehmann.Method.EXACT));
    }
  }

  @Test
  void has_no_interval_below_six_differences_at_95_percent() {
    assertThat(HodgesLehmann.of(counts(Map.of(4, 1L)), 0.95))
        .isEqualTo(new HodgesLehmann.Result(4.0, null, null, 0.95, null));
    assertThat(HodgesLehmann.of(counts(Map.of(1, 5L)), 0.95))
        .isEqualTo(new HodgesLehmann.Result(1.0, null, null, 0.95, null));
    assertThat(HodgesLehmann.of(counts(Map.of(1, 6L)), 0.95))
        .isEqualTo(new HodgesLehmann.Result(1.0, 1.0, 1.0, 0.95, HodgesLehmann.Method.EXACT));
    assertThat(HodgesLehmann.of(counts(Map.of(1, 5L)), 0.9))
        .isEqualTo(new HodgesLehmann.Result(1.0, 1.0, 1.0, 0.9, HodgesLehmann.Method.EXACT));
  }

  @Test
  void has_neither_estimate_nor_interval_without_differences() {
    assertThat(HodgesLehmann.of(counts(Map.of()), 0.95))
        .isEqualTo(new HodgesLehmann.Result(null, null, null, 0.95, null));
  }

  @Test
  void estimates_zero_when_every_difference_is_zero() {
    assertThat(HodgesLehmann.of(counts(Map.of(0, 30L)), 0.95))
        .isEqualTo(new HodgesLehmann.Result(0.0, 0.0, 0.0, 0.95, HodgesLehmann.Method.EXACT));
  }

  /**
   * With thirds of m observations each, 3/2 m^2 averages lie below (min + max)/2 = -1/2 and m^2 are
   * equal to it, of 9/2 m^2 in all: it is the median, and the interval is far narrower than that.
   */
  @Test
  void counts_the_averages_of_a_cohort_too_large_to_list() {
    long third = FrequencyTable.MAX_OBSERVATIONS / 3;
    assertThat(
            HodgesLehmann.of(
                counts(Map.of(Integer.MIN_VALUE, third, 7, third, Integer.MAX_VALUE, third)), 0.95))
        .isEqualTo(
            new HodgesLehmann.Result(-0.5, -0.5, -0.5, 0.95, HodgesLehmann.Method.ASYMPTOTIC));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.5, 95, Double.NaN})
  void refuses_a_level_that_is_no_probability(double level) {
    for (Map<Integer, Long> counts : List.of(Map.of(1, 9L), Map.<Integer, Long>of())) {
      assertThatThrownBy(() -> HodgesLehmann.of(counts(counts), level))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("between 0 and 1");
    }
  }

  private static double[] walshAverages(int[] differences) {
    return IntStream.range(0, differences.length)
        .boxed()
        .flatMapToDouble(
            i ->
                IntStream.rangeClosed(0, i)
                    .mapToDouble(j -> (differences[i] + differences[j]) / 2.0))
        .sorted()
        .toArray();
  }

  /** The largest k for which at most {@code error} of all sign assignments leave the interval. */
  private static int largestBoundIndex(int n, double error) {
    List<Double> sums = SignAssignments.of(IntStream.rangeClosed(1, n).toArray()).sums();
    return (int)
        IntStream.range(0, n * (n + 1) / 2)
            .takeWhile(
                sum -> 2.0 * sums.stream().filter(s -> s <= sum).count() / sums.size() <= error)
            .count();
  }

  private static FrequencyTable counts(Map<Integer, Long> counts) {
    return FrequencyTable.of(Scale.UNIT, counts);
  }
}
