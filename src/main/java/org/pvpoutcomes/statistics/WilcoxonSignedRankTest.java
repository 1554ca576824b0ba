package org.pvpoutcomes.statistics;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.jspecify.annotations.Nullable;

/**
 * The signed-rank test of Wilcoxon (Individual comparisons by ranking methods, Biometrics Bulletin
 * 1945;1:80-83) for paired values, as the NPAR TESTS WILCOXON command of IBM SPSS Statistics prints
 * it, with the exact P beside it.
 *
 * <p>Differences of zero are dropped before ranking; equal absolute differences share their mean
 * rank; the variance is corrected for ties; there is no continuity correction; P is two-sided. R
 * gives the same with {@code wilcox.test(x, y, paired = TRUE, exact = FALSE, correct = FALSE)} and,
 * for the exact P, with {@code coin::wilcoxsign_test(zero.method = "Wilcoxon", distribution =
 * "exact")} and {@code exactRankTests::wilcox.exact}. The test of Apache Commons Statistics ranks
 * zeros with the other differences and has no exact P with ties, hence this class; the normal
 * distribution is theirs.
 */
public final class WilcoxonSignedRankTest {

  /**
   * Most non-zero differences for which the exact P is computed: a matter of a few milliseconds.
   */
  public static final int EXACT_LIMIT = SignedRankDistribution.MAX_RANKS;

  private static final NormalDistribution STANDARD_NORMAL = NormalDistribution.of(0, 1);

  private WilcoxonSignedRankTest() {}

  /**
   * What the test found. With no pair at all nothing can be said, and z, p, pExact and rankBiserial
   * are null. When there are pairs but all differences are zero, the only rank sum there can be is
   * the observed one, so p = pExact = 1, while z and rankBiserial, both 0/0, are null.
   *
   * @param pairs number of pairs
   * @param n number of pairs with a difference other than zero
   * @param zeros number of pairs with a difference of zero
   * @param wPlus sum of the ranks of positive differences, 0 to n(n + 1)/2
   * @param wMinus sum of the ranks of negative differences, n(n + 1)/2 - wPlus
   * @param z (wPlus - n(n + 1)/4) / sqrt(n(n + 1)(2n + 1)/24 - sum(t^3 - t)/48) over groups of t
   *     tied absolute differences; positive when positive differences prevail. SPSS prints it from
   *     the smaller sum and so never positive; null when n = 0
   * @param p two-sided P of z from the normal distribution; not to be relied on when n is below
   *     about 6 to 10; 0 only below the smallest double, |z| above 38; null when pairs = 0
   * @param pExact twice the smaller tail of the permutation distribution given the mid-ranks, at
   *     most 1; null when pairs = 0 or n is above {@link #EXACT_LIMIT}
   * @param rankBiserial matched-pairs rank-biserial correlation (wPlus - wMinus) / (n(n + 1)/2), -1
   *     to 1 (Kerby, The simple difference formula, Comprehensive Psychology 2014;3:11.IT.3.1);
   *     null when n = 0
   */
  public record Result(
      long pairs,
      long n,
      long zeros,
      double wPlus,
      double wMinus,
      @Nullable Double z,
      @Nullable Double p,
      @Nullable Double pExact,
      @Nullable Double rankBiserial) {

    /** Refuses counts that do not add up. */
    public Result {
      if (n < 0 || zeros < 0 || pairs != n + zeros) {
        throw new IllegalArgumentException(
            pairs + " pairs are not " + n + " differences and " + zeros + " zeros");
      }
    }
  }

  /** The test of {@code differences}; their scale does not matter. */
  public static Result of(FrequencyTable differences) {
    long pairs = differences.n();
    if (pairs == 0) {
      return new Result(0, 0, 0, 0, 0, null, null, null, null);
    }
    RankSums sums = RankSums.of(differences);
    if (sums.n() == 0) {
      return new Result(pairs, 0, pairs, 0, 0, null, 1.0, 1.0, null);
    }
    double twiceRankSum = (double) sums.doubledPlus() + sums.doubledMinus();
    long doubledDifference = sums.doubledPlus() - sums.doubledMinus();
    double z = doubledDifference / 4.0 / Math.sqrt(sums.variance());
    return new Result(
        pairs,
        sums.n(),
        pairs - sums.n(),
        sums.doubledPlus() / 2.0,
        sums.doubledMinus() / 2.0,
        z,
        2 * STANDARD_NORMAL.survivalProbability(Math.abs(z)),
        sums.n() > EXACT_LIMIT ? null : exactP(sums),
        doubledDifference / twiceRankSum);
  }

  private static double exactP(RankSums sums) {
    int[] ranks = new int[Math.toIntExact(sums.n())];
    int filled = 0;
    for (TieGroup group : sums.groups()) {
      for (long i = 0; i < group.counts().size(); i++) {
        ranks[filled++] = Math.toIntExact(group.doubledRank());
      }
    }
    int smaller = Math.toIntExact(Math.min(sums.doubledPlus(), sums.doubledMinus()));
    return Math.min(1, 2 * SignedRankDistribution.lowerTail(ranks, smaller));
  }

  /**
   * The ranked differences.
   *
   * @param n number of ranked differences
   * @param groups tied differences, by rank
   * @param doubledPlus twice the sum of the ranks of positive differences
   * @param doubledMinus twice the sum of the ranks of negative differences
   */
  private record RankSums(long n, List<TieGroup> groups, long doubledPlus, long doubledMinus) {

    /** Ranks all differences but the zeros by absolute value. */
    static RankSums of(FrequencyTable differences) {
      SortedMap<Long, SignCounts> byMagnitude = new TreeMap<>();
      differences
          .counts()
          .forEach(
              (difference, count) ->
                  byMagnitude.merge(
                      Math.abs((long) difference),
                      new SignCounts(difference < 0 ? count : 0, difference > 0 ? count : 0),
                      SignCounts::plus));
      byMagnitude.remove(0L);

      List<TieGroup> groups = new ArrayList<>();
      long ranked = 0;
      long doubledPlus = 0;
      long doubledMinus = 0;
      for (SignCounts counts : byMagnitude.values()) {
        long doubledRank = 2 * ranked + counts.size() + 1;
        groups.add(new TieGroup(counts, doubledRank));
        doubledPlus += counts.positive() * doubledRank;
        doubledMinus += counts.negative() * doubledRank;
        ranked += counts.size();
      }
      return new RankSums(ranked, groups, doubledPlus, doubledMinus);
    }

    /** n(n + 1)(2n + 1)/24 - sum(t^3 - t)/48, exact until it is converted. */
    double variance() {
      BigInteger size = BigInteger.valueOf(n);
      BigInteger untied =
          size.multiply(BigInteger.valueOf(n + 1)).multiply(BigInteger.valueOf(2 * n + 1));
      BigInteger ties =
          groups.stream()
              .map(group -> BigInteger.valueOf(group.counts().size()))
              .map(t -> t.pow(3).subtract(t))
              .reduce(BigInteger.ZERO, BigInteger::add);
      return untied.shiftLeft(1).subtract(ties).doubleValue() / 48;
    }
  }

  /** Differences of one absolute value and the mid-rank, doubled, that they share. */
  private record TieGroup(SignCounts counts, long doubledRank) {}

  /** How many differences of one absolute value are negative, how many positive. */
  private record SignCounts(long negative, long positive) {

    SignCounts plus(SignCounts other) {
      return new SignCounts(negative + other.negative, positive + other.positive);
    }

    long size() {
      return negative + positive;
    }
  }
}
