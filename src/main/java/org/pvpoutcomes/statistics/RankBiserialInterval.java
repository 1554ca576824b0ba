package org.pvpoutcomes.statistics;

import java.math.BigInteger;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.jspecify.annotations.Nullable;

/**
 * The confidence interval of the matched-pairs rank-biserial correlation by the jackknife on
 * Fisher's z, the method of {@code somersd} of Stata for rank statistics (Newson, Confidence
 * intervals for rank statistics: Somers' D and extensions, Stata Journal 2006;6:309-334).
 *
 * <p>The correlation r is the mean sign of the n(n + 1)/2 Walsh sums d_i + d_j, i &lt;= j, of the
 * differences other than zero. With a_i = sum_j sign(d_i + d_j), leaving out one difference after
 * the other gives the variance v = 4 sum((a_i - mean(a))^2) / (n^3 (n - 1)); the bounds are
 * tanh(artanh(r) -+ z sqrt(v)/(1 - r^2)). The interval of {@code effectsize::rank_biserial} of R
 * takes the variance for no change instead, and covers well below its level when there is one.
 */
public final class RankBiserialInterval {

  private static final NormalDistribution STANDARD_NORMAL = NormalDistribution.of(0, 1);

  private RankBiserialInterval() {}

  /**
   * The interval around the correlation of {@code differences}, within -1 to 1; their scale does
   * not matter.
   *
   * @param level confidence level, e.g. 0.95; kept approximately
   * @return null when there is no difference other than zero, and when the correlation is -1 or 1,
   *     where leaving out a difference changes nothing and the method says nothing
   * @throws IllegalArgumentException when the level is not strictly between 0 and 1
   */
  public static @Nullable Interval of(FrequencyTable differences, double level) {
    double z = STANDARD_NORMAL.inverseSurvivalProbability((1 - Interval.checkedLevel(level)) / 2);
    SortedMap<Integer, Long> nonZero = new TreeMap<>(differences.counts());
    nonZero.remove(0);
    BigInteger n = BigInteger.valueOf(sum(nonZero));
    BigInteger total = BigInteger.ZERO;
    BigInteger squares = BigInteger.ZERO;
    BigInteger signs = BigInteger.ZERO;
    for (Map.Entry<Integer, Long> entry : nonZero.entrySet()) {
      BigInteger count = BigInteger.valueOf(entry.getValue());
      BigInteger signSum = BigInteger.valueOf(signSum(nonZero, entry.getKey()));
      total = total.add(count.multiply(signSum));
      squares = squares.add(count.multiply(signSum.pow(2)));
      signs = signs.add(count.multiply(BigInteger.valueOf(Integer.signum(entry.getKey()))));
    }
    BigInteger walshSigns = total.add(signs);
    BigInteger twicePairs = n.multiply(n.add(BigInteger.ONE));
    if (walshSigns.abs().equals(twicePairs)) {
      return null;
    }
    double variance =
        Scale.UNIT.value(
            n.multiply(squares).subtract(total.pow(2)).shiftLeft(2),
            n.pow(4).multiply(n.subtract(BigInteger.ONE)));
    double share =
        Scale.UNIT.value(twicePairs.pow(2).subtract(walshSigns.pow(2)), twicePairs.pow(2));
    double half = z * Math.sqrt(variance) / share;
    double transformed =
        Math.log(Scale.UNIT.value(twicePairs.add(walshSigns), twicePairs.subtract(walshSigns))) / 2;
    return new Interval(Math.tanh(transformed - half), Math.tanh(transformed + half));
  }

  /** The sum of sign(value + d) over all differences d. */
  private static long signSum(SortedMap<Integer, Long> differences, int value) {
    // Each d below -value counts -1, each above it 1; -value itself does not fit an int once.
    if (value == Integer.MIN_VALUE) {
      return -sum(differences);
    }
    long opposite = differences.getOrDefault(-value, 0L);
    long above = sum(differences.tailMap(-value)) - opposite;
    return above - sum(differences.headMap(-value));
  }

  private static long sum(SortedMap<Integer, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
