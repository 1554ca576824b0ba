package org.pvpoutcomes.statistics;

import java.util.stream.IntStream;

/**
 * The exact null distribution of a signed-rank statistic: the sum of those ranks whose difference
 * got a positive sign, when each of the 2^n assignments of signs is equally likely.
 *
 * <p>The assignments with each sum are counted rank by rank with the shift algorithm of Streitberg
 * and Röhmel, Exact distributions for permutations and rank tests, Statistical Software Newsletter
 * 1986;12:10-17. Mid-ranks are handled by doubling them, which keeps them whole. The counts are
 * doubles: exact up to 2^53, and with a relative error of at most n * 2^-53 beyond, because only
 * positive numbers are added.
 */
final class SignedRankDistribution {

  /**
   * Largest number of ranks for which the distribution is enumerated. The work grows with the third
   * power of n: measured 1.5 ms at 200 and 3 to 4.3 ms at 250 on one core of a small server, and
   * both a test and an interval need it. At 250 little is lost by stopping: where P is near 0.1 the
   * normal P is within 0.3 % of the exact one, in the far tail (1e-10) it is up to 3 times as large
   * and so on the safe side, and a 95 % interval moves by one order statistic of more than 13,000.
   */
  static final int MAX_RANKS = 250;

  private SignedRankDistribution() {}

  /**
   * The probability that the sum of positive ranks is at most {@code statistic}.
   *
   * @param ranks positive ranks, all doubled or none, fastest when ascending; at most {@link
   *     #MAX_RANKS}
   * @param statistic the sum, doubled when the ranks are
   */
  static double lowerTail(int[] ranks, int statistic) {
    double assignments = 0;
    for (double count : assignmentsBySum(ranks, statistic)) {
      assignments += count;
    }
    return Math.scalb(assignments, -ranks.length);
  }

  /**
   * The smallest q with P(W+ &lt;= q) &gt;= {@code probability} for n untied differences, as {@code
   * qsignrank(probability, n)} of R, including its allowance of 10 units of rounding.
   *
   * @param probability above 0 and at most 1/2
   * @param n 1 to {@link #MAX_RANKS}
   */
  static int quantile(double probability, int n) {
    int expectation = n * (n + 1) / 4;
    double[] assignments = assignmentsBySum(IntStream.rangeClosed(1, n).toArray(), expectation);
    double wanted = probability - 10 * Math.ulp(1.0);
    int q = 0;
    double cumulative = Math.scalb(assignments[0], -n);
    while (cumulative < wanted && q < expectation) {
      q++;
      cumulative += Math.scalb(assignments[q], -n);
    }
    return q;
  }

  /**
   * Entry k: how many of the 2^n assignments of signs have the sum k, for k up to {@code largest}.
   */
  private static double[] assignmentsBySum(int[] ranks, int largest) {
    if (ranks.length > MAX_RANKS) {
      throw new IllegalArgumentException(
          "The exact distribution is limited to " + MAX_RANKS + " ranks, not " + ranks.length);
    }
    double[] assignments = new double[largest + 1];
    assignments[0] = 1;
    int reached = 0;
    for (int rank : ranks) {
      reached = Math.min(largest, reached + rank);
      for (int sum = reached; sum >= rank; sum--) {
        assignments[sum] += assignments[sum - rank];
      }
    }
    return assignments;
  }
}
