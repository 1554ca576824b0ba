package org.pvpoutcomes.statistics;

import java.math.BigInteger;
import org.apache.commons.numbers.gamma.GammaRatio;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.jspecify.annotations.Nullable;

/**
 * How large a mean change is in standard deviations, positive when the values fell, as the
 * differences are earlier minus later value.
 *
 * <p>Two standard deviations are in use: that of the differences, and that of the earlier values.
 * The estimates are corrected for small samples by J(m) = Gamma(m/2) / (sqrt(m/2) Gamma((m -
 * 1)/2)), m = n - 1 (Hedges, Distribution theory for Glass's estimator of effect size and related
 * estimators, Journal of Educational Statistics 1981;6:107-128). They, their variances and normal
 * intervals are those of {@code metafor::escalc(measure = "SMCC")} and {@code "SMCR"} with the
 * default {@code vtype = "LS"} (Gibbons, Hedeker and Davis, Estimation of effect size from a series
 * of experiments involving paired comparisons, Journal of Educational Statistics 1993;18:271-279;
 * Becker, Synthesizing standardized mean-change measures, British Journal of Mathematical and
 * Statistical Psychology 1988;41:257-278).
 *
 * @param n number of pairs
 * @param standardizedResponseMean mean by standard deviation of the differences, not corrected;
 *     null when n &lt; 2 or all differences are equal
 * @param byDifferences J times that (SMCC), variance 1/n + d^2/(2n); null when n &lt; 3, where the
 *     correction is not defined, or all differences are equal
 * @param byEarlierValues J times mean of the differences by standard deviation of the earlier
 *     values (SMCR), variance 2(1 - r)/n + d^2/(2n) with Pearson's correlation r of the two values;
 *     null when n &lt; 3 or all earlier values are equal
 */
public record StandardizedMeanChange(
    long n,
    @Nullable Double standardizedResponseMean,
    @Nullable Estimate byDifferences,
    @Nullable Estimate byEarlierValues) {

  private static final NormalDistribution STANDARD_NORMAL = NormalDistribution.of(0, 1);

  /**
   * A corrected estimate.
   *
   * @param value standard deviations by which the values fell
   * @param standardError root of the variance; null when the correlation is undefined because all
   *     later values are equal
   * @param interval value -+ z standard errors; null when {@code standardError} is
   */
  public record Estimate(
      double value, @Nullable Double standardError, @Nullable Interval interval) {}

  /**
   * The changes of {@code pairs}; their scale does not matter.
   *
   * @param level confidence level of the intervals, e.g. 0.95
   * @throws IllegalArgumentException when the level is not strictly between 0 and 1
   */
  public static StandardizedMeanChange of(PairedTable pairs, double level) {
    double z = STANDARD_NORMAL.inverseSurvivalProbability((1 - Interval.checkedLevel(level)) / 2);
    long n = pairs.n();
    if (n < 2) {
      return new StandardizedMeanChange(n, null, null, null);
    }
    Moments differences = Moments.of(pairs.differences());
    Moments earlier = Moments.of(pairs.from());
    Double byDifferences = ratio(differences, differences.deviations());
    Double byEarlier = ratio(differences, earlier.deviations());
    Double correlation = correlation(pairs, earlier, Moments.of(pairs.to()));
    return new StandardizedMeanChange(
        n,
        byDifferences,
        n < 3 || byDifferences == null ? null : estimate(n, byDifferences, 1.0, z),
        n < 3 || byEarlier == null
            ? null
            : estimate(n, byEarlier, correlation == null ? null : 2 * (1 - correlation), z));
  }

  /** Mean of the differences by the standard deviation; null when that is 0. */
  private static @Nullable Double ratio(Moments differences, BigInteger deviations) {
    if (deviations.signum() == 0) {
      return null;
    }
    BigInteger n = differences.n();
    BigInteger square = differences.sum().pow(2).multiply(n.subtract(BigInteger.ONE));
    return differences.sum().signum() * Scale.UNIT.root(square, n.multiply(deviations));
  }

  private static @Nullable Double correlation(PairedTable pairs, Moments earlier, Moments later) {
    BigInteger deviations = earlier.deviations().multiply(later.deviations());
    if (deviations.signum() == 0) {
      return null;
    }
    BigInteger products =
        pairs.cells().stream()
            .map(
                cell ->
                    BigInteger.valueOf(cell.from())
                        .multiply(BigInteger.valueOf(cell.to()))
                        .multiply(BigInteger.valueOf(cell.count())))
            .reduce(BigInteger.ZERO, BigInteger::add);
    BigInteger covariation =
        earlier.n().multiply(products).subtract(earlier.sum().multiply(later.sum()));
    return covariation.signum() * Scale.UNIT.root(covariation.pow(2), deviations);
  }

  /** {@code spread} is n times the variance at an effect of 0. */
  private static Estimate estimate(long n, double uncorrected, @Nullable Double spread, double z) {
    double value = correction(n - 1) * uncorrected;
    if (spread == null) {
      return new Estimate(value, null, null);
    }
    double standardError = Math.sqrt((spread + value * value / 2) / n);
    return new Estimate(
        value, standardError, new Interval(value - z * standardError, value + z * standardError));
  }

  /** J(m), from 0.56 at m = 2 to 1. */
  private static double correction(long m) {
    return 1 / (Math.sqrt(m / 2.0) * GammaRatio.delta((m - 1) / 2.0, 0.5));
  }
}
