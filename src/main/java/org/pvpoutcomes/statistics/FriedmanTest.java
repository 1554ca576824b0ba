package org.pvpoutcomes.statistics;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.jspecify.annotations.Nullable;

/**
 * The test of Friedman (The use of ranks to avoid the assumption of normality implicit in the
 * analysis of variance, Journal of the American Statistical Association 1937;32:675-701) whether
 * the values of the same subjects differ between k time points, with the coefficient of concordance
 * W of Kendall and Babington Smith (The problem of m rankings, Annals of Mathematical Statistics
 * 1939;10:275-287).
 *
 * <p>Each subject's values are ranked from 1 to k; equal values share their mean rank. Both figures
 * are corrected for such ties (Hollander, Wolfe and Chicken, Nonparametric Statistical Methods, 3rd
 * ed., section 7.1), chi-squared as in {@code friedman.test} of R. P is asymptotic.
 */
public final class FriedmanTest {

  private FriedmanTest() {}

  /**
   * What the test found.
   *
   * @param n number of subjects
   * @param meanRanks mean rank of each time point, 1 to k; null when n = 0
   * @param chiSquared 12 sum((R_j - n(k + 1)/2)^2) / (n k(k + 1) - sum(t^3 - t)/(k - 1)) over the
   *     rank sums R_j and the groups of t equal values of a subject; null when n = 0 or no subject
   *     has two different values
   * @param degreesOfFreedom k - 1
   * @param p probability of a chi-squared at least as large; null when {@code chiSquared} is
   * @param kendallW chiSquared / (n(k - 1)), from 0 for no concordance of the subjects' rankings to
   *     1 for equal ones; null when {@code chiSquared} is
   */
  public record Result(
      long n,
      @Nullable List<Double> meanRanks,
      @Nullable Double chiSquared,
      int degreesOfFreedom,
      @Nullable Double p,
      @Nullable Double kendallW) {

    /** Copies the list. */
    public Result {
      meanRanks = meanRanks == null ? null : List.copyOf(meanRanks);
    }
  }

  /** The test of {@code table}; its scale does not matter. */
  public static Result of(RepeatedTable table) {
    int k = table.timePoints();
    if (table.n() == 0) {
      return new Result(0, null, null, k - 1, null, null);
    }
    BigInteger n = BigInteger.valueOf(table.n());
    BigInteger[] doubledRankSums = doubledRankSums(table);
    List<Double> meanRanks =
        Arrays.stream(doubledRankSums).map(sum -> Scale.UNIT.value(sum, n.shiftLeft(1))).toList();
    BigInteger untied = n.multiply(BigInteger.valueOf((long) k * k * k - k));
    BigInteger variation = untied.subtract(ties(table));
    if (variation.signum() == 0) {
      return new Result(table.n(), meanRanks, null, k - 1, null, null);
    }
    BigInteger expected = n.multiply(BigInteger.valueOf(k + 1L));
    BigInteger deviation =
        Arrays.stream(doubledRankSums)
            .map(sum -> sum.subtract(expected).pow(2))
            .reduce(BigInteger.ZERO, BigInteger::add)
            .multiply(BigInteger.valueOf(3));
    double chiSquared = Scale.UNIT.value(deviation.multiply(BigInteger.valueOf(k - 1L)), variation);
    return new Result(
        table.n(),
        meanRanks,
        chiSquared,
        k - 1,
        ChiSquaredDistribution.of(k - 1).survivalProbability(chiSquared),
        Scale.UNIT.value(deviation, variation.multiply(n)));
  }

  /** Twice the sum of the ranks of each time point. */
  private static BigInteger[] doubledRankSums(RepeatedTable table) {
    BigInteger[] sums = new BigInteger[table.timePoints()];
    Arrays.fill(sums, BigInteger.ZERO);
    for (RepeatedTable.Series series : table.series()) {
      for (int j = 0; j < sums.length; j++) {
        int value = series.values().get(j);
        long smaller = series.values().stream().filter(other -> other < value).count();
        long doubledRank = 2 * smaller + tied(series, value) + 1;
        sums[j] = sums[j].add(BigInteger.valueOf(doubledRank * series.count()));
      }
    }
    return sums;
  }

  /** The sum of t^3 - t over all groups of t equal values: t^2 - 1 for each of their members. */
  private static BigInteger ties(RepeatedTable table) {
    return table.series().stream()
        .map(
            series ->
                series.values().stream()
                    .mapToLong(value -> tied(series, value))
                    .map(t -> t * t - 1)
                    .mapToObj(BigInteger::valueOf)
                    .reduce(BigInteger.ZERO, BigInteger::add)
                    .multiply(BigInteger.valueOf(series.count())))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  private static long tied(RepeatedTable.Series series, int value) {
    return series.values().stream().filter(other -> other == value).count();
  }
}
