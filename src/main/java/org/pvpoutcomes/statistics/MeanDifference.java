package org.pvpoutcomes.statistics;

import org.jspecify.annotations.Nullable;

/**
 * The difference of the means of two independent groups, first minus second, from their published
 * figures alone: number, mean and standard deviation. Nothing is assumed of the two variances
 * (Welch, The generalization of "Student's" problem when several different population variances are
 * involved, Biometrika 1947;34:28-35), and the degrees of freedom are those of Satterthwaite (An
 * approximate distribution of estimates of variance components, Biometrics Bulletin
 * 1946;2:110-114). R gives the same from the values with {@code t.test(x, y)}.
 *
 * @param difference in units of the means
 * @param degreesOfFreedom (a + b)^2 / (a^2/(n1 - 1) + b^2/(n2 - 1)) with a = sd1^2/n1 and b =
 *     sd2^2/n2, not rounded; null when the interval is
 * @param interval difference -+ t sqrt(a + b); null when a group has fewer than 2 observations, or
 *     both standard deviations are 0, which would claim certainty
 */
public record MeanDifference(
    double difference, @Nullable Double degreesOfFreedom, @Nullable Interval interval) {

  /**
   * What is known of one group.
   *
   * @param n number of observations, at least 1
   * @param sd standard deviation with divisor n - 1, at least 0
   */
  public record Group(long n, double mean, double sd) {
    /** Refuses impossible figures. */
    public Group {
      if (n < 1 || !Double.isFinite(mean) || !(sd >= 0) || !Double.isFinite(sd)) {
        throw new IllegalArgumentException(
            "A group has observations, a mean and a standard deviation of 0 or more, unlike n = %d, %s, %s"
                .formatted(n, mean, sd));
      }
    }

    /** Squared standard error of the mean. */
    private double errorSquare() {
      return sd * sd / n;
    }
  }

  /**
   * The difference of two groups.
   *
   * @param level confidence level, e.g. 0.95
   * @throws IllegalArgumentException when the level is not strictly between 0 and 1
   */
  public static MeanDifference of(Group first, Group second, double level) {
    Interval.checkedLevel(level);
    double difference = first.mean() - second.mean();
    double variance = first.errorSquare() + second.errorSquare();
    if (first.n() < 2 || second.n() < 2 || variance == 0) {
      return new MeanDifference(difference, null, null);
    }
    // Shares of the variance, so that no square of a small variance can become 0.
    double share = first.errorSquare() / variance;
    double degreesOfFreedom =
        1 / (share * share / (first.n() - 1) + (1 - share) * (1 - share) / (second.n() - 1));
    double half = StudentT.critical(degreesOfFreedom, level) * Math.sqrt(variance);
    return new MeanDifference(
        difference, degreesOfFreedom, new Interval(difference - half, difference + half));
  }
}
