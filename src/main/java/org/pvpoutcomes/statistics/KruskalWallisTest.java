package org.pvpoutcomes.statistics;

import java.util.List;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.jspecify.annotations.Nullable;

/**
 * The test of Kruskal and Wallis (Use of ranks in one-criterion variance analysis, JASA
 * 1952;47:583-621) for independent groups, corrected for ties. R gives the same with {@code
 * kruskal.test(y, group)}.
 */
public final class KruskalWallisTest {

  private KruskalWallisTest() {}

  /**
   * What the test found. When fewer than two groups have observations h and p are null. When all
   * values are equal nothing else could have been seen, and p = 1, while h, 0/0, is null.
   *
   * @param n number of observations
   * @param groups number of groups with observations
   * @param h (n - 1) sum(size (mean rank - (n + 1)/2)^2) / sum((rank - (n + 1)/2)^2), at least 0;
   *     the usual H, divided by its correction for ties
   * @param degreesOfFreedom groups - 1; 0 when there is nothing to compare
   * @param p P of h from the chi-squared distribution; rough when a group has fewer than 5
   */
  public record Result(
      long n, int groups, @Nullable Double h, int degreesOfFreedom, @Nullable Double p) {}

  /**
   * Compares the groups; those without observations do not count.
   *
   * @throws IllegalArgumentException when their scales differ or they are together above {@link
   *     FrequencyTable#MAX_OBSERVATIONS}
   */
  public static Result of(List<FrequencyTable> groups) {
    PooledRanks ranks = PooledRanks.of(groups);
    int observed = (int) ranks.sizes().stream().filter(size -> size > 0).count();
    if (observed < 2) {
      return new Result(ranks.n(), observed, null, 0, null);
    }
    double squares = ranks.twelvefoldSquares();
    if (squares == 0) {
      return new Result(ranks.n(), observed, null, observed - 1, 1.0);
    }
    double between = 0;
    for (int group = 0; group < groups.size(); group++) {
      if (ranks.sizes().get(group) > 0) {
        double excess = ranks.doubledExcess().get(group);
        between += excess * excess / ranks.sizes().get(group);
      }
    }
    double h = 3 * (ranks.n() - 1) * between / squares;
    return new Result(
        ranks.n(),
        observed,
        h,
        observed - 1,
        ChiSquaredDistribution.of(observed - 1).survivalProbability(h));
  }
}
