package org.pvpoutcomes.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ClusteredProportionTest {

  private static final double LEVEL = 0.95;

  @Test
  void clusters_of_one_are_independent_observations() {
    ClusteredProportion actual =
        ClusteredProportion.of(
            Map.of(new Cluster(1, 0), 29L, new Cluster(1, 1), 10L, new Cluster(0, 0), 7L), LEVEL);
    assertThat(actual.clusters()).isEqualTo(39);
    assertThat(actual.designEffect()).isCloseTo(39.0 / 38, within(1e-12));
    assertThat(actual.effectiveSize()).isCloseTo(38, within(1e-12));
    assertThat(actual.intraclassCorrelation()).isNull();
  }

  @Test
  void clusters_that_agree_within_themselves_count_once() {
    ClusteredProportion actual =
        ClusteredProportion.of(Map.of(new Cluster(4, 0), 30L, new Cluster(4, 4), 10L), LEVEL);
    assertThat(actual.intraclassCorrelation()).isEqualTo(1.0);
    assertThat(actual.designEffect()).isCloseTo(4 * 40.0 / 39, within(1e-12));
    assertThat(actual.effectiveSize()).isCloseTo(39, within(1e-12));
  }

  @Test
  void without_observations_nothing_is_known() {
    ClusteredProportion nothing =
        new ClusteredProportion(0, 0, 0, null, null, null, null, null, null);
    assertThat(ClusteredProportion.of(Map.of(), LEVEL)).isEqualTo(nothing);
    assertThat(ClusteredProportion.of(Map.of(new Cluster(0, 0), 3L, new Cluster(2, 1), 0L), LEVEL))
        .isEqualTo(nothing);
  }

  @Test
  void where_nothing_varies_only_the_share_is_known() {
    assertThat(ClusteredProportion.of(Map.of(new Cluster(2, 0), 5L), LEVEL))
        .isEqualTo(new ClusteredProportion(0, 10, 5, 0.0, null, null, null, null, null));
    assertThat(ClusteredProportion.of(Map.of(new Cluster(2, 2), 5L), LEVEL))
        .isEqualTo(new ClusteredProportion(10, 10, 5, 100.0, null, null, null, null, null));
    assertThat(ClusteredProportion.of(Map.of(new Cluster(4, 1), 1L), LEVEL))
        .isEqualTo(new ClusteredProportion(1, 4, 1, 25.0, null, null, null, null, null));
  }

  @Test
  void clusters_with_one_share_have_no_interval_but_a_negative_correlation() {
    assertThat(ClusteredProportion.of(Map.of(new Cluster(2, 1), 5L), LEVEL))
        .isEqualTo(new ClusteredProportion(5, 10, 5, 50.0, null, null, null, null, -1.0));
  }

  @Test
  void as_many_observations_as_can_be_counted_do_not_overflow() {
    long half = Integer.MAX_VALUE / 4;
    ClusteredProportion actual =
        ClusteredProportion.of(Map.of(new Cluster(2, 0), half, new Cluster(2, 2), half), LEVEL);
    assertThat(actual.percent()).isEqualTo(50.0);
    assertThat(actual.designEffect()).isCloseTo(2, within(1e-8));
    assertThatThrownBy(() -> ClusteredProportion.of(Map.of(new Cluster(2, 1), 1L << 30), LEVEL))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void impossible_counts_are_refused() {
    assertThatThrownBy(() -> new Cluster(2, 3)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Cluster(2, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ClusteredProportion.of(Map.of(new Cluster(2, 1), -1L), LEVEL))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ClusteredProportion.of(Map.of(), 95))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void the_interval_covers_the_share_where_that_of_independent_observations_does_not() {
    RandomGenerator random = RandomSamples.generator(1986);
    int rounds = 4000;
    int clustered = 0;
    int wilson = 0;
    for (int round = 0; round < rounds; round++) {
      ClusteredProportion drawn = ClusteredProportion.of(patients(random, 60), LEVEL);
      clustered += covers(drawn.interval(), 25);
      wilson += covers(Proportion.of(drawn.count(), drawn.of(), LEVEL).wilson(), 25);
    }
    assertThat(100.0 * clustered / rounds).isBetween(94.0, 96.5);
    assertThat(100.0 * wilson / rounds).isLessThan(88);
  }

  /** 1 to 5 vertebrae each; half of the patients leak everywhere or nowhere. */
  private static Map<Cluster, Long> patients(RandomGenerator random, int number) {
    Map<Cluster, Long> clusters = new HashMap<>();
    for (int patient = 0; patient < number; patient++) {
      int size = random.nextInt(1, 6);
      double risk = random.nextBoolean() ? 0.25 : random.nextDouble() < 0.25 ? 1 : 0;
      int events = 0;
      for (int vertebra = 0; vertebra < size; vertebra++) {
        events += random.nextDouble() < risk ? 1 : 0;
      }
      clusters.merge(new Cluster(size, events), 1L, Long::sum);
    }
    return clusters;
  }

  private static int covers(@Nullable Interval interval, double truth) {
    Interval known = Objects.requireNonNull(interval);
    return known.lower() <= truth && truth <= known.upper() ? 1 : 0;
  }
}
