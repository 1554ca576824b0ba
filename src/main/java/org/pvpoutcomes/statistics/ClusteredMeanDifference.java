package org.pvpoutcomes.statistics;

import java.math.BigInteger;
import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/**
 * The difference of the means of two groups of observations that come in clusters, first minus
 * second, e.g. cement in leaking and in sealed vertebrae, several of them of one patient. A cluster
 * may have observations in either group or in both.
 *
 * <p>The difference of two ratios of sums over clusters is linearised: its variance is G/(G - 1)
 * sum(e^2) over the G clusters, e = (s1 - m1 n1)/N1 - (s2 - m2 n2)/N2 for a cluster with n1
 * observations of sum s1 in the first group and n2 of sum s2 in the second, m the means and N the
 * sizes of the groups (Cochran, Sampling Techniques, 3rd ed., 1977, §6; Liang and Zeger,
 * Longitudinal data analysis using generalized linear models, Biometrika 1986;73:13-22). R gives
 * the same with {@code vcovCL(lm(y ~ group), ~patient, type = "HC0", cadjust = TRUE)} of package
 * sandwich and t(G - 1).
 *
 * @param clusters number of clusters
 * @param difference of the means; null when one of the groups is empty
 * @param standardError root of the variance above; null when the difference is, with fewer than 2
 *     clusters, and when it is 0, which would claim certainty
 * @param interval difference ± t(G - 1) SE; null when the standard error is. With few clusters,
 *     below about 40, it may fall short of its level
 * @param t difference / SE; null when the standard error is
 * @param p two-sided P of t with G - 1 degrees of freedom; null when t is
 */
public record ClusteredMeanDifference(
    long clusters,
    @Nullable Double difference,
    @Nullable Double standardError,
    @Nullable Interval interval,
    @Nullable Double t,
    @Nullable Double p) {

  /**
   * Sums over clusters of number n and sum s of the observations in one group, and of their
   * products.
   *
   * @param n observations of the group
   * @param s sum of the observations of the group
   */
  public record Part(long n, long s, long nn, long ns, long ss) {}

  /**
   * What the clusters add up to.
   *
   * @param clusters those with at least one observation
   * @param nn sum of n1 n2; {@code ns} of n1 s2, {@code sn} of s1 n2, {@code ss} of s1 s2
   */
  public record Sums(long clusters, Part first, Part second, long nn, long ns, long sn, long ss) {}

  /**
   * The difference.
   *
   * @param scale of the observations
   * @param level confidence level, e.g. 0.95
   * @throws IllegalArgumentException when the level is not strictly between 0 and 1
   */
  public static ClusteredMeanDifference of(Scale scale, Sums sums, double level) {
    Interval.checkedLevel(level);
    BigInteger n1 = BigInteger.valueOf(sums.first.n);
    BigInteger n2 = BigInteger.valueOf(sums.second.n);
    if (n1.signum() == 0 || n2.signum() == 0) {
      return new ClusteredMeanDifference(sums.clusters, null, null, null, null, null);
    }
    BigInteger s1 = BigInteger.valueOf(sums.first.s);
    BigInteger s2 = BigInteger.valueOf(sums.second.s);
    double difference = scale.value(s1.multiply(n2).subtract(s2.multiply(n1)), n1.multiply(n2));
    BigInteger squares = squares(sums, n1, s1, n2, s2);
    if (sums.clusters < 2 || squares.signum() == 0) {
      return new ClusteredMeanDifference(sums.clusters, difference, null, null, null, null);
    }
    double standardError =
        scale.root(
            squares.multiply(BigInteger.valueOf(sums.clusters)),
            n1.multiply(n2).pow(4).multiply(BigInteger.valueOf(sums.clusters - 1)));
    double half = StudentT.critical(sums.clusters - 1, level) * standardError;
    double t = difference / standardError;
    return new ClusteredMeanDifference(
        sums.clusters,
        difference,
        standardError,
        new Interval(difference - half, difference + half),
        t,
        2 * TDistribution.of((double) sums.clusters - 1).survivalProbability(Math.abs(t)));
  }

  /** sum(e^2) times (N1 N2)^4, exact. */
  private static BigInteger squares(
      Sums sums, BigInteger n1, BigInteger s1, BigInteger n2, BigInteger s2) {
    BigInteger crossed =
        times(n1, n2, sums.ss)
            .subtract(times(n1, s2, sums.sn))
            .subtract(times(s1, n2, sums.ns))
            .add(times(s1, s2, sums.nn));
    return squares(sums.first, n1, s1)
        .multiply(n2.pow(4))
        .add(squares(sums.second, n2, s2).multiply(n1.pow(4)))
        .subtract(crossed.multiply(n1.pow(2)).multiply(n2.pow(2)).shiftLeft(1));
  }

  /** sum((s N - S n)^2). */
  private static BigInteger squares(Part part, BigInteger n, BigInteger s) {
    return times(n, n, part.ss)
        .subtract(times(n, s, part.ns).shiftLeft(1))
        .add(times(s, s, part.nn));
  }

  private static BigInteger times(BigInteger one, BigInteger other, long factor) {
    return one.multiply(other).multiply(BigInteger.valueOf(factor));
  }
}
