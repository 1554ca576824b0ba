package org.pvpoutcomes.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.statistics.CumulativeIncidence.Ends;
import org.pvpoutcomes.statistics.CumulativeIncidence.Step;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CumulativeIncidenceTest {

  private static final double LEVEL = 0.95;

  @Test
  void without_a_competing_event_it_is_1_minus_the_kaplan_meier_estimate() {
    // Remission with 6-mercaptopurine, Freireich et al. 1963; S and SE as Collett prints them.
    Map<Integer, Ends> ends = new HashMap<>();
    for (int day : new int[] {6, 6, 6, 7, 10, 13, 16, 22, 23}) {
      ends.merge(day, new Ends(1, 0, 0), CumulativeIncidenceTest::sum);
    }
    for (int day : new int[] {6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35}) {
      ends.merge(day, new Ends(0, 0, 1), CumulativeIncidenceTest::sum);
    }
    List<Step> steps = CumulativeIncidence.of(ends, LEVEL).steps();
    double[] survival = {0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448};
    double[] standardErrors = {0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346};
    assertThat(steps).extracting(Step::day).containsExactly(6, 7, 10, 13, 16, 22, 23);
    assertThat(steps).extracting(Step::atRisk).containsExactly(21L, 17L, 15L, 12L, 11L, 7L, 6L);
    for (int i = 0; i < survival.length; i++) {
      assertThat(1 - steps.get(i).percent() / 100).isCloseTo(survival[i], within(5e-4));
      assertThat(steps.get(i).standardError() / 100).isCloseTo(standardErrors[i], within(6e-5));
    }
  }

  @Test
  void without_censoring_it_is_the_share_that_had_the_event() {
    RandomGenerator random = RandomSamples.generator(1978);
    Map<Integer, Ends> ends = new HashMap<>();
    for (int patient = 0; patient < 200; patient++) {
      boolean event = random.nextDouble() < 0.4;
      ends.merge(
          random.nextInt(0, 30),
          new Ends(event ? 1 : 0, event ? 0 : 1, 0),
          CumulativeIncidenceTest::sum);
    }
    long events = 0;
    for (Step step : CumulativeIncidence.of(ends, LEVEL).steps()) {
      events += step.events();
      double share = events / 200.0;
      assertThat(step.percent()).isCloseTo(100 * share, within(1e-10));
      assertThat(step.standardError())
          .isCloseTo(100 * Math.sqrt(share * (1 - share) / 200), within(1e-10));
    }
  }

  @Test
  void both_kinds_of_event_and_their_absence_add_up_to_1() {
    RandomGenerator random = RandomSamples.generator(1993);
    Map<Integer, Ends> ends = new HashMap<>();
    Map<Integer, Ends> exchanged = new HashMap<>();
    for (int day = 0; day < 40; day++) {
      Ends drawn = new Ends(random.nextInt(0, 4), random.nextInt(0, 4), random.nextInt(0, 4));
      ends.put(day, drawn);
      exchanged.put(
          day,
          new Ends(
              /* events= */ drawn.competing(), /* competing= */ drawn.events(), drawn.censored()));
    }
    List<Step> one = CumulativeIncidence.of(ends, LEVEL).steps();
    List<Step> other = CumulativeIncidence.of(exchanged, LEVEL).steps();
    double free = 1;
    for (int i = 0; i < one.size(); i++) {
      Step step = one.get(i);
      free *= 1 - (double) (step.events() + step.competing()) / step.atRisk();
      assertThat(step.percent() + other.get(i).percent())
          .isCloseTo(100 * (1 - free), within(1e-10));
    }
  }

  @Test
  void what_is_censored_on_a_day_is_at_risk_on_that_day() {
    CumulativeIncidence actual =
        CumulativeIncidence.of(Map.of(0, new Ends(1, 1, 2), 5, new Ends(0, 0, 1)), LEVEL);
    assertThat(actual.steps()).hasSize(1);
    assertThat(actual.steps().getFirst().atRisk()).isEqualTo(5);
    assertThat(actual.steps().getFirst().percent()).isEqualTo(20.0);
    assertThat(actual.steps().getFirst().standardError())
        .isCloseTo(100 * Math.sqrt(0.2 * 0.8 / 5), within(1e-12));
  }

  @Test
  void all_with_the_event_is_certain_without_an_interval() {
    CumulativeIncidence actual =
        CumulativeIncidence.of(
            Map.of(1, new Ends(1, 0, 2), 2, new Ends(3, 0, 0), 3, new Ends(7, 0, 0)), LEVEL);
    assertThat(actual.steps().getLast()).isEqualTo(new Step(3, 7, 7, 0, 100, 0, null));
    assertThat(actual.at(1000)).isEqualTo(actual.steps().getLast());
  }

  @Test
  void a_day_has_the_estimate_of_the_last_step_until_nobody_is_followed() {
    CumulativeIncidence actual =
        CumulativeIncidence.of(
            Map.of(3, new Ends(1, 0, 0), 8, new Ends(0, 1, 0), 20, new Ends(0, 0, 2)), LEVEL);
    assertThat(actual.at(2)).isEqualTo(new Step(0, 4, 0, 0, 0, 0, null));
    assertThat(actual.at(3)).isEqualTo(actual.steps().getFirst());
    assertThat(actual.at(7)).isEqualTo(actual.steps().getFirst());
    assertThat(actual.at(20)).isEqualTo(actual.steps().getLast());
    assertThat(actual.at(21)).isNull();
    assertThat(actual.at(-1)).isNull();
  }

  @Test
  void of_nobody_nothing_is_known() {
    CumulativeIncidence nobody = new CumulativeIncidence(0, 0, 0, 0, List.of(), null);
    assertThat(CumulativeIncidence.of(Map.of(), LEVEL)).isEqualTo(nobody);
    assertThat(CumulativeIncidence.of(Map.of(4, new Ends(0, 0, 0)), LEVEL)).isEqualTo(nobody);
    assertThat(nobody.at(0)).isNull();
  }

  @Test
  void impossible_follow_up_is_refused() {
    assertThatThrownBy(() -> new Ends(0, -1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CumulativeIncidence.of(Map.of(-1, new Ends(1, 0, 0)), LEVEL))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> CumulativeIncidence.of(Map.of(1, new Ends(Long.MAX_VALUE, 1, 0)), LEVEL))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void the_interval_covers_the_true_incidence() {
    RandomGenerator random = RandomSamples.generator(2002);
    // Each day 2 of 1000 have the event and 3 of 1000 die; follow-up ends within 60 to 300 days.
    double truth = 100 * 0.4 * (1 - Math.pow(0.995, 90));
    int rounds = 3000;
    int covered = 0;
    for (int round = 0; round < rounds; round++) {
      Map<Integer, Ends> ends = new HashMap<>();
      for (int patient = 0; patient < 120; patient++) {
        int day = (int) Math.ceil(Math.log(1 - random.nextDouble()) / Math.log(0.995));
        int last = random.nextInt(60, 301);
        boolean event = random.nextDouble() < 0.4;
        ends.merge(
            Math.min(day, last),
            day > last ? new Ends(0, 0, 1) : new Ends(event ? 1 : 0, event ? 0 : 1, 0),
            CumulativeIncidenceTest::sum);
      }
      Step step = Objects.requireNonNull(CumulativeIncidence.of(ends, LEVEL).at(90));
      Interval interval = Objects.requireNonNull(step.interval());
      covered += interval.lower() <= truth && truth <= interval.upper() ? 1 : 0;
    }
    assertThat(100.0 * covered / rounds).isBetween(94.0, 96.5);
  }

  private static Ends sum(Ends a, Ends b) {
    return new Ends(
        a.events() + b.events(), a.competing() + b.competing(), a.censored() + b.censored());
  }
}
