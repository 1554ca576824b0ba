package org.pvpoutcomes.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RoundingTest {

  @ParameterizedTest
  @CsvSource({
    "4.256, 10, 33, 4.4", // 10 / 33 = 0.30, up to 0.4
    "1.256, 10, 33, 1.2",
    "-1.256, 10, 33, -1.2",
    "4.256, 10, 3500, 4.257", // 0.00286, up to 0.003
    "55.3, 66, 33, 56", // exactly 2
    "0.1, 100, 11, 0" // up to 10
  })
  void means_are_multiples_of_the_range_by_n(double mean, double span, long n, double rounded) {
    assertThat(Rounding.mean(mean, span, n)).isEqualTo(rounded);
  }

  /** Whoever knows the values of all others learns on which side of one limit the last one lies. */
  @Test
  void whatever_the_value_of_one_patient_there_are_at_most_two_answers() {
    Random random = new Random(20210513);
    for (int trial = 0; trial < 500; trial++) {
      int n = 10 + random.nextInt(200);
      double others = random.nextDouble() * 10 * (n - 1);
      Set<Double> answers = new HashSet<>();
      for (int value = 0; value <= 10_000; value += 10) {
        answers.add(Rounding.mean((others + value / 1000.0) / n, 10, n - n % 10));
      }
      assertThat(answers).as("n = %d", n).hasSizeLessThanOrEqualTo(2);
    }
  }

  @Test
  void standard_deviations_are_rounded_twice_as_far_and_p_to_two_digits() {
    assertThat(Rounding.spread(2.403, 10, 33)).isEqualTo(2.1);
    assertThat(Rounding.p(0.00871)).isEqualTo(0.0087);
    assertThat(Rounding.p(1)).isEqualTo(1.0);
    assertThat(Rounding.p(0)).isEqualTo(0.0);
    assertThat(Rounding.percent(16, 38)).isEqualTo(42.1);
  }
}
