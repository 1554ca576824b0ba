package org.pvpoutcomes.statistics;

import org.apache.commons.statistics.distribution.NormalDistribution;
import org.jspecify.annotations.Nullable;

/**
 * The ratio of the shares of two groups of independent observations, first by second.
 *
 * @param ratio p1 / p2, at least 0; null when one of the groups is empty, or the second has no
 *     event: then it is infinite or 0/0
 * @param interval asymptotic score interval of Koopman (Confidence intervals for the ratio of two
 *     binomial proportions, Biometrics 1984;40:513-517), recommended by Fagerland, Lydersen and
 *     Laake, Recommended confidence intervals for two independent binomial proportions, Statistical
 *     Methods in Medical Research 2015;24:224-254; unlike the interval from the standard error of
 *     the logarithm it holds without events in the first group, too, where its lower bound is 0;
 *     null when the ratio is
 */
public record RiskRatio(@Nullable Double ratio, @Nullable Interval interval) {

  private static final NormalDistribution STANDARD_NORMAL = NormalDistribution.of(0, 1);

  /**
   * The ratio of {@code count} of {@code of} to {@code otherCount} of {@code otherOf}.
   *
   * @param level confidence level, e.g. 0.95
   * @throws IllegalArgumentException when the counts are impossible or above 2^31 - 1, or the level
   *     is not strictly between 0 and 1
   */
  public static RiskRatio of(long count, long of, long otherCount, long otherOf, double level) {
    Proportion.of(count, of, level);
    Proportion.of(otherCount, otherOf, level);
    if (of == 0 || otherCount == 0) {
      return new RiskRatio(null, null);
    }
    double ratio = (double) count * otherOf / ((double) of * otherCount);
    double critical = STANDARD_NORMAL.inverseSurvivalProbability((1 - level) / 2);
    Score score = new Score(count, of, otherCount, otherOf);
    // The share nearest to none tells the size of the ratio when nothing was seen.
    double start = count == 0 ? (double) otherOf / ((double) of * otherCount) : ratio;
    return new RiskRatio(
        ratio,
        new Interval(count == 0 ? 0 : score.root(critical, start), score.root(-critical, start)));
  }

  /** The score statistic of the hypothesis that p1 = theta p2. */
  private record Score(double count, double of, double otherCount, double otherOf) {

    /**
     * (p1 - theta p2) / SE, the standard error being that of the likeliest shares under the
     * hypothesis; falls as {@code theta} rises, from above 0 to below.
     */
    double at(double theta) {
      double total = of + otherOf;
      double events = count + otherCount;
      double b = theta * (of + otherCount) + count + otherOf;
      double root = Math.sqrt(Math.max(0, b * b - 4 * theta * total * events));
      double p2 = Math.min(1, 2 * events / (b + root));
      double p1 = Math.min(1, theta * p2);
      double variance = p1 * (1 - p1) / of + theta * theta * p2 * (1 - p2) / otherOf;
      return (count / of - theta * otherCount / otherOf) / Math.sqrt(variance);
    }

    /** The theta at which the statistic is {@code value}, by bisection of its logarithm. */
    double root(double value, double start) {
      double low = start;
      while (at(low) < value) {
        low /= 2;
      }
      double high = start;
      while (at(high) > value) {
        high *= 2;
      }
      while (true) {
        double middle = Math.sqrt(low) * Math.sqrt(high);
        if (middle <= low || middle >= high) {
          return middle;
        }
        if (at(middle) > value) {
          low = middle;
        } else {
          high = middle;
        }
      }
    }
  }
}
