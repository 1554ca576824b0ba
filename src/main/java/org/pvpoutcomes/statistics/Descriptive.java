package org.pvpoutcomes.statistics;

import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Descriptive statistics of a frequency table, in units of the measure.
 *
 * <p>Sums are exact integers; each figure is one exact fraction (under the root for the standard
 * deviation) that is rounded once.
 *
 * @param n number of observations
 * @param mean arithmetic mean; null when n = 0
 * @param sd standard deviation with divisor n - 1; null when n &lt; 2
 * @param median quantile of 1/2; null when n = 0
 * @param q1 quantile of 1/4; null when n = 0
 * @param q3 quantile of 3/4; null when n = 0
 * @param min smallest observation; null when n = 0
 * @param max largest observation; null when n = 0
 */
public record Descriptive(
    long n,
    @Nullable Double mean,
    @Nullable Double sd,
    @Nullable Double median,
    @Nullable Double q1,
    @Nullable Double q3,
    @Nullable Double min,
    @Nullable Double max) {

  /**
   * The statistics of {@code table}. Quantiles interpolate linearly between the order statistics
   * around position 1 + (n - 1) p: definition 7 of Hyndman and Fan, Sample quantiles in statistical
   * packages, The American Statistician 1996;50:361-365, the default of R. SPSS uses definition 6,
   * so its quartiles may differ.
   */
  public static Descriptive of(FrequencyTable table) {
    long n = table.n();
    if (n == 0) {
      return new Descriptive(0, null, null, null, null, null, null, null);
    }
    Scale scale = table.scale();
    Moments moments = Moments.of(table);
    return new Descriptive(
        n,
        scale.value(moments.sum(), moments.n()),
        n == 1 ? null : standardDeviation(scale, moments),
        quantile(table, n, 2),
        quantile(table, n, 1),
        quantile(table, n, 3),
        scale.value(table.counts().firstKey()),
        scale.value(table.counts().lastKey()));
  }

  /** The root of (n sum(x^2) - sum(x)^2) / (n (n - 1)). */
  private static double standardDeviation(Scale scale, Moments moments) {
    BigInteger n = moments.n();
    return scale.root(moments.deviations(), n.multiply(n.subtract(BigInteger.ONE)));
  }

  /**
   * The quantile of {@code quarters / 4}; exact, as the weights of the interpolation are quarters.
   */
  private static double quantile(FrequencyTable table, long n, int quarters) {
    long position = (n - 1) * quarters;
    long weightOfNext = position % 4;
    long below = orderStatistic(table, position / 4);
    long above = weightOfNext == 0 ? below : orderStatistic(table, position / 4 + 1);
    return table
        .scale()
        .value(
            BigInteger.valueOf(below * (4 - weightOfNext) + above * weightOfNext),
            BigInteger.valueOf(4));
  }

  /** The observation with {@code index} smaller or equal ones before it. */
  private static int orderStatistic(FrequencyTable table, long index) {
    long seen = 0;
    for (Map.Entry<Integer, Long> entry : table.counts().entrySet()) {
      seen += entry.getValue();
      if (seen > index) {
        return entry.getKey();
      }
    }
    throw new IndexOutOfBoundsException(index);
  }
}
