package org.pvpoutcomes.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ProportionTest {

  @Test
  void a_share_of_nothing_is_unknown() {
    assertThat(Proportion.of(0, 0, 0.95)).isEqualTo(new Proportion(0, 0, null, null, null));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 39, 82, 12345, Integer.MAX_VALUE})
  void none_and_all_are_bounded_by_exactly_0_and_100(long of) {
    for (double level : new double[] {0.5, 0.9, 0.95, 0.999}) {
      Proportion none = Proportion.of(0, of, level);
      Proportion all = Proportion.of(of, of, level);
      assertThat(none.percent()).isEqualTo(0.0);
      assertThat(all.percent()).isEqualTo(100.0);
      assertThat(Objects.requireNonNull(none.wilson()).lower()).isEqualTo(0.0);
      assertThat(Objects.requireNonNull(none.clopperPearson()).lower()).isEqualTo(0.0);
      assertThat(Objects.requireNonNull(all.wilson()).upper()).isEqualTo(100.0);
      assertThat(Objects.requireNonNull(all.clopperPearson()).upper()).isEqualTo(100.0);
    }
  }

  @Test
  void both_intervals_hold_the_share_and_stay_within_0_to_100() {
    for (int of = 1; of <= 60; of++) {
      for (int count = 0; count <= of; count++) {
        Proportion rate = Proportion.of(count, of, 0.95);
        double percent = Objects.requireNonNull(rate.percent());
        for (Interval interval :
            new Interval[] {
              Objects.requireNonNull(rate.wilson()), Objects.requireNonNull(rate.clopperPearson())
            }) {
          assertThat(percent).isBetween(interval.lower(), interval.upper());
          assertThat(interval.lower()).isGreaterThanOrEqualTo(0);
          assertThat(interval.upper()).isLessThanOrEqualTo(100);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"-1, 5", "6, 5", "-1, 0", "1, 0", "0, -1", "0, 2147483648", "-4294967295, 5"})
  void impossible_counts_are_refused(long count, long of) {
    assertThatThrownBy(() -> Proportion.of(count, of, 0.95))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, 95, Double.NaN})
  void a_level_that_is_no_probability_is_refused(double level) {
    assertThatThrownBy(() -> Proportion.of(1, 2, level))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("between 0 and 1");
  }

  @Test
  void an_interval_has_ordered_bounds() {
    assertThatThrownBy(() -> new Interval(2, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Interval(Double.NaN, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
