package org.pvpoutcomes.statistics;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.jspecify.annotations.Nullable;

/**
 * How many subjects went from one band of values to another, with the test of symmetry of Bowker (A
 * test for symmetry in contingency tables, Journal of the American Statistical Association
 * 1948;43:572-574): whether moves between two bands are as frequent in one direction as in the
 * other. With two bands it is McNemar's test.
 *
 * <p>Pairs of bands between which nobody moved say nothing and are left out, with their degree of
 * freedom (Hoenig, Morgan and Brown, Analysing differences between two age determination methods by
 * tests of symmetry, Canadian Journal of Fisheries and Aquatic Sciences 1995;52:364-368). Otherwise
 * R gives the same with {@code mcnemar.test(x, correct = FALSE)}, which is undefined with such
 * pairs. There is no continuity correction; P is asymptotic.
 *
 * @param counts entry i, j: number of subjects whose earlier value is in band i and later value in
 *     band j, from the lowest band
 * @param chiSquared sum of (n_ij - n_ji)^2 / (n_ij + n_ji) over i &lt; j; null when nobody moved
 * @param degreesOfFreedom number of pairs of bands between which somebody moved, at most b(b - 1)/2
 *     for b bands
 * @param p probability of a chi-squared at least as large; null when nobody moved
 */
public record BandShift(
    List<List<Long>> counts,
    @Nullable Double chiSquared,
    int degreesOfFreedom,
    @Nullable Double p) {

  /** Copies the counts. */
  public BandShift {
    counts = counts.stream().map(List::copyOf).toList();
  }

  /**
   * Classifies both values of {@code pairs}.
   *
   * @param cutPoints the upper bounds of all bands but the highest, in steps, strictly ascending; a
   *     bound belongs to the band below it. One band more than cut points.
   * @throws IllegalArgumentException when there is no cut point or they do not ascend
   */
  public static BandShift of(PairedTable pairs, List<Integer> cutPoints) {
    int[] cuts = cutPoints.stream().mapToInt(Integer::intValue).toArray();
    if (cuts.length == 0) {
      throw new IllegalArgumentException("One band alone has no shifts; name a cut point");
    }
    for (int i = 1; i < cuts.length; i++) {
      if (cuts[i] <= cuts[i - 1]) {
        throw new IllegalArgumentException("Cut points ascend, unlike " + cutPoints);
      }
    }
    long[][] counts = new long[cuts.length + 1][cuts.length + 1];
    for (PairedTable.Cell cell : pairs.cells()) {
      counts[band(cuts, cell.from())][band(cuts, cell.to())] += cell.count();
    }
    return tested(counts);
  }

  private static int band(int[] cuts, int value) {
    int found = Arrays.binarySearch(cuts, value);
    return found >= 0 ? found : -found - 1;
  }

  private static BandShift tested(long[][] counts) {
    double chiSquared = 0;
    int degreesOfFreedom = 0;
    for (int i = 0; i < counts.length; i++) {
      for (int j = 0; j < i; j++) {
        double moved = (double) counts[i][j] + counts[j][i];
        if (moved > 0) {
          double excess = counts[i][j] - counts[j][i];
          chiSquared += excess * excess / moved;
          degreesOfFreedom++;
        }
      }
    }
    List<List<Long>> rows =
        Arrays.stream(counts).map(row -> Arrays.stream(row).boxed().toList()).toList();
    return degreesOfFreedom == 0
        ? new BandShift(rows, null, 0, null)
        : new BandShift(
            rows,
            chiSquared,
            degreesOfFreedom,
            ChiSquaredDistribution.of(degreesOfFreedom).survivalProbability(chiSquared));
  }
}
