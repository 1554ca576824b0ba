package org.pvpoutcomes.statistics;

import java.util.List;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.jspecify.annotations.Nullable;

/**
 * The test of Mann and Whitney (On a test of whether one of two random variables is stochastically
 * larger than the other, Annals of Mathematical Statistics 1947;18:50-60), the rank sum test of
 * Wilcoxon, for two independent groups.
 *
 * <p>Equal values share their mean rank, the variance is corrected for ties, there is no continuity
 * correction, and P is two-sided. R gives the same with {@code coin::wilcox_test(y ~ group)} and,
 * for the exact P, with {@code distribution = "exact"}.
 */
public final class MannWhitneyTest {

  /**
   * Most observations of both groups for which the exact P is computed, about 20 ms; the work grows
   * with the fourth power.
   */
  public static final int EXACT_LIMIT = 100;

  private static final NormalDistribution STANDARD_NORMAL = NormalDistribution.of(0, 1);

  private MannWhitneyTest() {}

  /**
   * What the test found. When one group is empty all but the sizes is null. When all values are
   * equal nothing else could have been seen, and p = pExact = 1, while z, 0/0, is null.
   *
   * @param n1 size of the first group
   * @param n2 size of the second group
   * @param u number of pairs of one observation of either group in which the first is the larger,
   *     ties counting half; 0 to n1 n2
   * @param superiority u / (n1 n2): the probability that an observation of the first group is the
   *     larger one, ties counting half; 0 to 1, 0.5 without a difference
   * @param z (u - n1 n2 / 2) / sqrt(n1 n2 (n^3 - n - sum(t^3 - t)) / (12 n (n - 1))), n = n1 + n2,
   *     over sets of t equal values; positive when the first group prevails
   * @param p two-sided P of z from the normal distribution
   * @param pExact probability, over all choices of n1 of the mid-ranks, of a rank sum at least as
   *     far from its expectation; null also when n1 + n2 is above {@link #EXACT_LIMIT}
   */
  public record Result(
      long n1,
      long n2,
      @Nullable Double u,
      @Nullable Double superiority,
      @Nullable Double z,
      @Nullable Double p,
      @Nullable Double pExact) {}

  /**
   * Compares two groups.
   *
   * @throws IllegalArgumentException when their scales differ or they are together above {@link
   *     FrequencyTable#MAX_OBSERVATIONS}
   */
  public static Result of(FrequencyTable first, FrequencyTable second) {
    PooledRanks ranks = PooledRanks.of(List.of(first, second));
    long n1 = ranks.sizes().getFirst();
    long n2 = ranks.sizes().getLast();
    if (n1 == 0 || n2 == 0) {
      return new Result(n1, n2, null, null, null, null, null);
    }
    double pairs = (double) n1 * n2;
    double excess = ranks.doubledExcess().getFirst() / 2.0;
    double u = pairs / 2 + excess;
    double squares = ranks.twelvefoldSquares();
    Double pExact = ranks.n() > EXACT_LIMIT ? null : exactP(ranks);
    if (squares == 0) {
      return new Result(n1, n2, u, u / pairs, null, 1.0, pExact);
    }
    double n = ranks.n();
    double z = excess / Math.sqrt(pairs * squares / (12 * n * (n - 1)));
    double p = 2 * STANDARD_NORMAL.survivalProbability(Math.abs(z));
    return new Result(n1, n2, u, u / pairs, z, p, pExact);
  }

  /**
   * The choices of ranks for the smaller group are counted rank by rank, as Streitberg and Röhmel,
   * Exact distributions for permutations and rank tests, Statistical Software Newsletter
   * 1986;12:10-17. Mid-ranks are doubled, which keeps them whole. The counts are doubles, and only
   * positive ones are added.
   */
  private static double exactP(PooledRanks ranks) {
    int n = Math.toIntExact(ranks.n());
    int chosen = Math.toIntExact(Math.min(ranks.sizes().getFirst(), ranks.sizes().getLast()));
    double[][] choices = new double[chosen + 1][2 * chosen * n + 1];
    choices[0][0] = 1;
    int seen = 0;
    for (PooledRanks.Tie tie : ranks.ties()) {
      int rank = Math.toIntExact(tie.doubledRank());
      for (long i = 0; i < tie.size(); i++) {
        seen++;
        for (int k = Math.min(chosen, seen); k > 0; k--) {
          int largest = Math.min(2 * chosen * n, k * rank);
          for (int sum = rank; sum <= largest; sum++) {
            choices[k][sum] += choices[k - 1][sum - rank];
          }
        }
      }
    }
    long observed = Math.abs(ranks.doubledExcess().getFirst());
    int expectation = chosen * (n + 1);
    double all = 0;
    double extreme = 0;
    for (int sum = 0; sum < choices[chosen].length; sum++) {
      all += choices[chosen][sum];
      extreme += Math.abs(sum - expectation) >= observed ? choices[chosen][sum] : 0;
    }
    return extreme / all;
  }
}
