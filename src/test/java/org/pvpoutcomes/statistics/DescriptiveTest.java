package org.pvpoutcomes.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pvpoutcomes.statistics.Expectation.assertFigure;

import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DescriptiveTest {

  private static final Scale TENTHS = new Scale(1, 10);

  @Test
  void nothing_is_known_without_observations() {
    assertThat(Descriptive.of(FrequencyTable.of(TENTHS, Map.of())))
        .isEqualTo(new Descriptive(0, null, null, null, null, null, null, null));
  }

  @Test
  void one_observation_has_no_standard_deviation() {
    assertThat(Descriptive.of(FrequencyTable.of(TENTHS, Map.of(43, 1L))))
        .isEqualTo(new Descriptive(1, 4.3, null, 4.3, 4.3, 4.3, 4.3, 4.3));
  }

  @Test
  void equal_observations_do_not_vary() {
    assertThat(Descriptive.of(FrequencyTable.of(TENTHS, Map.of(1, 1_000_000_007L))))
        .isEqualTo(new Descriptive(1_000_000_007L, 0.1, 0.0, 0.1, 0.1, 0.1, 0.1, 0.1));
  }

  /** A sum of doubles would lose the deviation of 1 beside the offset of 2^31. */
  @Test
  void large_values_lose_no_digit() {
    long half = FrequencyTable.MAX_OBSERVATIONS / 2;
    Descriptive actual =
        Descriptive.of(
            FrequencyTable.of(
                Scale.UNIT, Map.of(Integer.MAX_VALUE, half, Integer.MAX_VALUE - 2, half)));
    assertThat(actual.mean()).isEqualTo(Integer.MAX_VALUE - 1.0);
    assertFigure("sd", actual.sd(), Math.sqrt(2.0 * half / (2.0 * half - 1)));
  }
}
