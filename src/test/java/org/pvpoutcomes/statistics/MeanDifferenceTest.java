package org.pvpoutcomes.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.pvpoutcomes.statistics.Expectation.assertFigure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.statistics.MeanDifference.Group;

/** Agreement with R by {@code src/test/r/comparators.R}; versions and command are in its head. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MeanDifferenceTest {

  private static final JsonNode REFERENCE = Expectation.read("/statistics/mean-differences.json");

  @Test
  void differences_and_intervals_are_those_of_Welch_in_R() {
    assertThat(REFERENCE.path("cases")).hasSize(200);
    REFERENCE.path("cases").forEach(MeanDifferenceTest::compare);
  }

  private static void compare(JsonNode expected) {
    MeanDifference actual = MeanDifference.of(group(expected, 0), group(expected, 1), 0.95);

    String name = expected.toString();
    Interval interval = Objects.requireNonNull(actual.interval(), name);
    double width =
        expected.at("/interval/1").doubleValue() - expected.at("/interval/0").doubleValue();
    assertThat(actual.difference())
        .as(name)
        .isCloseTo(expected.path("difference").doubleValue(), within(1e-9 * width));
    assertFigure(name, actual.degreesOfFreedom(), expected.path("degreesOfFreedom"));
    assertThat(interval.lower())
        .as(name)
        .isCloseTo(expected.at("/interval/0").doubleValue(), within(1e-9 * width));
    assertThat(interval.upper())
        .as(name)
        .isCloseTo(expected.at("/interval/1").doubleValue(), within(1e-9 * width));
  }

  private static Group group(JsonNode expected, int number) {
    return new Group(
        expected.path("n").get(number).longValue(),
        expected.path("mean").get(number).doubleValue(),
        expected.path("sd").get(number).doubleValue());
  }

  @Test
  void one_observation_has_no_interval() {
    assertThat(MeanDifference.of(new Group(1, 5, 0), new Group(39, 2, 1), 0.95))
        .isEqualTo(new MeanDifference(3, null, null));
  }

  @Test
  void two_groups_that_do_not_vary_have_no_interval() {
    assertThat(MeanDifference.of(new Group(9, 5, 0), new Group(9, 2, 0), 0.95))
        .isEqualTo(new MeanDifference(3, null, null));
  }

  @Test
  void figures_that_cannot_be_are_refused() {
    assertThatThrownBy(() -> new Group(0, 5, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Group(2, Double.NaN, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Group(2, 5, -1)).isInstanceOf(IllegalArgumentException.class);
    Group group = new Group(2, 5, 1);
    assertThatThrownBy(() -> MeanDifference.of(group, group, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
