package org.pvpoutcomes.statistics;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of the comparisons that follow {@link FriedmanTest}: which time points differ.
 *
 * <p>It is the signed-rank test of every pair of time points over the same complete cases, adjusted
 * by Holm for all of them. Unlike comparisons of mean ranks, each depends on its own two time
 * points only (Benavoli, Corani and Mangili, Should we really use post-hoc tests based on
 * mean-ranks?, Journal of Machine Learning Research 2016;17(5):1-10). R gives {@code pHolm} with
 * {@code pairwise.wilcox.test(paired = TRUE, exact = FALSE, correct = FALSE)}.
 *
 * @param from earlier time point, counted from 0
 * @param to later time point
 * @param test of the differences, earlier minus later value
 * @param pHolm the asymptotic P, adjusted; null when there is no subject
 * @param pExactHolm the exact P, adjusted; null when any of the comparisons has none, as a family
 *     is adjusted as a whole
 */
public record PairwiseComparison(
    int from,
    int to,
    WilcoxonSignedRankTest.Result test,
    @Nullable Double pHolm,
    @Nullable Double pExactHolm) {

  /**
   * All comparisons of {@code table}.
   *
   * @return k(k - 1)/2 for k time points, by {@code from} and then {@code to}; unmodifiable
   */
  public static List<PairwiseComparison> of(RepeatedTable table) {
    List<WilcoxonSignedRankTest.Result> tests = new ArrayList<>();
    for (int from = 0; from < table.timePoints(); from++) {
      for (int to = from + 1; to < table.timePoints(); to++) {
        tests.add(WilcoxonSignedRankTest.of(table.pairs(from, to).differences()));
      }
    }
    return of(table.timePoints(), tests);
  }

  /**
   * All comparisons of the complete cases whose tests these are.
   *
   * @param timePoints their number k
   * @param tests of the differences, k(k - 1)/2, by {@code from} and then {@code to}
   * @return one comparison per test; unmodifiable
   * @throws IllegalArgumentException when there are more or fewer tests
   */
  public static List<PairwiseComparison> of(
      int timePoints, List<WilcoxonSignedRankTest.Result> tests) {
    if (tests.size() != timePoints * (timePoints - 1) / 2) {
      throw new IllegalArgumentException(tests.size() + " tests of " + timePoints + " time points");
    }
    List<@Nullable Double> p = new ArrayList<>();
    List<@Nullable Double> pExact = new ArrayList<>();
    tests.forEach(test -> p.add(test.p()));
    tests.forEach(test -> pExact.add(test.pExact()));
    List<@Nullable Double> pHolm = HolmAdjustment.of(p);
    boolean complete = !pExact.contains(null);
    List<@Nullable Double> pExactHolm = HolmAdjustment.of(pExact);
    List<PairwiseComparison> comparisons = new ArrayList<>();
    for (int from = 0; from < timePoints; from++) {
      for (int to = from + 1; to < timePoints; to++) {
        int i = comparisons.size();
        comparisons.add(
            new PairwiseComparison(
                from, to, tests.get(i), pHolm.get(i), complete ? pExactHolm.get(i) : null));
      }
    }
    return List.copyOf(comparisons);
  }
}
