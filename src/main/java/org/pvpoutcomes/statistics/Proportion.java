package org.pvpoutcomes.statistics;

import org.apache.commons.statistics.interval.BinomialConfidenceInterval;
import org.jspecify.annotations.Nullable;

/**
 * A share of a whole as a percentage, with two confidence intervals for it.
 *
 * <p>Both intervals take the observations as independent. Several vertebrae of one patient are not,
 * so intervals per vertebra are too narrow when leaks cluster in patients.
 *
 * @param count how many have the property, 0 to {@code of}
 * @param of how many were looked at
 * @param percent 100 count / of, 0 to 100; null when {@code of} = 0
 * @param wilson score interval of Wilson (Probable inference, the law of succession, and
 *     statistical inference, JASA 1927;22:209-212), without continuity correction, in percent;
 *     close to its level on average; null when {@code of} = 0
 * @param clopperPearson exact interval of Clopper and Pearson (The use of confidence or fiducial
 *     limits illustrated in the case of the binomial, Biometrika 1934;26:404-413), in percent;
 *     never below its level; null when {@code of} = 0
 */
public record Proportion(
    long count,
    long of,
    @Nullable Double percent,
    @Nullable Interval wilson,
    @Nullable Interval clopperPearson) {

  /**
   * Refuses impossible counts.
   *
   * @throws IllegalArgumentException when {@code count} is negative or above {@code of}
   */
  public Proportion {
    if (count < 0 || count > of) {
      throw new IllegalArgumentException(count + " of " + of + " is not a proportion");
    }
  }

  /**
   * The proportion {@code count} of {@code of}. The lower bounds of none and the upper bounds of
   * all are exactly 0 and 100.
   *
   * @param level confidence level, e.g. 0.95
   * @throws IllegalArgumentException when the counts are impossible or above 2^31 - 1, or the level
   *     is not strictly between 0 and 1
   */
  public static Proportion of(long count, long of, double level) {
    if (of > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "A proportion is of at most " + Integer.MAX_VALUE + ", not " + of);
    }
    double error = 1 - Interval.checkedLevel(level);
    Proportion bare = new Proportion(count, of, null, null, null);
    if (of == 0) {
      return bare;
    }
    return new Proportion(
        count,
        of,
        100.0 * count / of,
        interval(BinomialConfidenceInterval.WILSON_SCORE, count, of, error),
        interval(BinomialConfidenceInterval.CLOPPER_PEARSON, count, of, error));
  }

  private static Interval interval(
      BinomialConfidenceInterval method, long count, long of, double error) {
    var bounds = method.fromErrorRate((int) of, (int) count, error);
    return new Interval(
        count == 0 ? 0 : Math.clamp(100 * bounds.getLowerBound(), 0, 100),
        count == of ? 100 : Math.clamp(100 * bounds.getUpperBound(), 0, 100));
  }
}
