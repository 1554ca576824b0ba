package org.pvpoutcomes.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.statistics.ClusteredMeanDifference.Part;
import org.pvpoutcomes.statistics.ClusteredMeanDifference.Sums;

/** Edge cases and coverage; the values are compared with R in RComplicationsTest. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ClusteredMeanDifferenceTest {

  private static final Scale TENTHS = new Scale(1, 10);
  private static final double LEVEL = 0.95;

  @Test
  void an_empty_group_leaves_everything_unknown() {
    assertThat(of(new long[][] {{2, 30, 0, 0}, {1, 18, 0, 0}}))
        .isEqualTo(new ClusteredMeanDifference(2, null, null, null, null, null));
    assertThat(of(new long[0][]))
        .isEqualTo(new ClusteredMeanDifference(0, null, null, null, null, null));
  }

  @Test
  void one_cluster_or_none_that_differs_has_a_difference_without_an_interval() {
    assertThat(of(new long[][] {{1, 30, 2, 40}}))
        .isEqualTo(new ClusteredMeanDifference(1, 1.0, null, null, null, null));
    assertThat(of(new long[][] {{1, 30, 1, 20}, {2, 60, 2, 40}}))
        .isEqualTo(new ClusteredMeanDifference(2, 1.0, null, null, null, null));
  }

  @Test
  void its_interval_covers_although_observations_of_one_cluster_are_alike() {
    RandomGenerator random = RandomSamples.generator(1986);
    int rounds = 4000;
    int covered = 0;
    for (int round = 0; round < rounds; round++) {
      long[][] clusters = new long[60][4];
      for (long[] cluster : clusters) {
        double ofCluster = random.nextGaussian();
        int size = random.nextInt(1, 6);
        for (int i = 0; i < size; i++) {
          int group = random.nextDouble() < 0.3 ? 0 : 2;
          cluster[group]++;
          cluster[group + 1] +=
              Math.round(20 + 10 * ofCluster + 5 * random.nextGaussian() + (group == 0 ? 3 : 0));
        }
      }
      Interval interval = Objects.requireNonNull(of(clusters).interval());
      covered += interval.lower() <= 0.3 && 0.3 <= interval.upper() ? 1 : 0;
    }
    assertThat(100.0 * covered / rounds).isBetween(93.5, 96.5);
  }

  /** Clusters of number and sum in the first group, number and sum in the second. */
  private static ClusteredMeanDifference of(long[][] clusters) {
    long[] totals = new long[4];
    long[][] sums = new long[4][4];
    for (long[] cluster : clusters) {
      for (int i = 0; i < 4; i++) {
        totals[i] += cluster[i];
        for (int j = 0; j < 4; j++) {
          sums[i][j] += cluster[i] * cluster[j];
        }
      }
    }
    return ClusteredMeanDifference.of(
        TENTHS,
        new Sums(
            clusters.length,
            new Part(totals[0], totals[1], sums[0][0], sums[0][1], sums[1][1]),
            new Part(totals[2], totals[3], sums[2][2], sums[2][3], sums[3][3]),
            sums[0][2],
            sums[0][3],
            sums[1][2],
            sums[1][3]),
        LEVEL);
  }
}
