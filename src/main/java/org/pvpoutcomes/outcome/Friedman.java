package org.pvpoutcomes.outcome;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.CompleteCases;
import org.pvpoutcomes.figure.NotComputed;
import org.pvpoutcomes.statistics.FrequencyTable;
import org.pvpoutcomes.statistics.FriedmanTest;
import org.pvpoutcomes.statistics.PairwiseComparison;
import org.pvpoutcomes.statistics.RepeatedTable;
import org.pvpoutcomes.statistics.Scale;
import org.pvpoutcomes.statistics.WilcoxonSignedRankTest;
import org.pvpoutcomes.study.Protocol;
import org.pvpoutcomes.study.Protocol.TimePoint;

/**
 * The test of Friedman over all time points of the protocol, of the patients who have a value at
 * each of them, and the comparisons of any two of them that follow it.
 *
 * @param n patients with a value at every time point
 * @param meanRanks by time point, from 1 for the lowest value of a patient; null for nobody
 * @param chiSquared corrected for ties
 * @param p of {@code chiSquared}, asymptotic
 * @param kendallsW coefficient of concordance, 0 to 1, corrected for ties
 * @param pairs by the earlier and then the later time point
 * @param notComputed the figures of this object that are null, each with the reason
 */
public record Friedman(
    long n,
    @Nullable Map<String, Double> meanRanks,
    @Nullable Double chiSquared,
    int degreesOfFreedom,
    @Nullable Double p,
    @Nullable Double kendallsW,
    List<Pair> pairs,
    Map<String, String> notComputed) {

  private static final String NOBODY = "no patient has a value at every time point";
  private static final String NO_DIFFERENCES = "no patient has two different values";

  /** Copies the collections and keeps the order. */
  public Friedman {
    meanRanks =
        meanRanks == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(meanRanks));
    pairs = List.copyOf(pairs);
  }

  /**
   * The signed-rank test of two time points, of the same patients.
   *
   * @param n patients with a difference other than 0
   * @param zeros patients without a difference
   * @param pHolm {@code p} adjusted by Holm for all pairs of time points
   * @param pExactHolm {@code pExact} likewise; null when any of the pairs has none
   * @param notComputed the figures that are null, each with the reason
   */
  public record Pair(
      String from,
      String to,
      long n,
      long zeros,
      double wPlus,
      double wMinus,
      @Nullable Double z,
      @Nullable Double p,
      @Nullable Double pHolm,
      @Nullable Double pExact,
      @Nullable Double pExactHolm,
      @Nullable Double rankBiserial,
      Map<String, String> notComputed) {}

  /**
   * The test of the complete cases of one measure.
   *
   * @param signedRank the tests of the stratum; with no value missing they are the same
   */
  static Friedman of(
      Protocol protocol, Scale scale, CompleteCases cases, SignedRankTests signedRank) {
    List<String> timePoints = protocol.timePoints().stream().map(TimePoint::id).toList();
    List<RepeatedTable.Series> orders = new ArrayList<>();
    cases.orders().forEach((order, count) -> orders.add(new RepeatedTable.Series(order, count)));
    // The test sees ranks only, so the order of the values says as much as the values.
    FriedmanTest.Result test =
        FriedmanTest.of(new RepeatedTable(Scale.UNIT, timePoints.size(), orders));
    List<WilcoxonSignedRankTest.Result> tests =
        cases.differences().stream()
            .map(counts -> signedRank.of(FrequencyTable.of(scale, counts)))
            .toList();
    String reason = test.n() == 0 ? NOBODY : NO_DIFFERENCES;
    Map<String, Double> meanRanks = meanRanks(timePoints, test.meanRanks());
    return new Friedman(
        test.n(),
        meanRanks,
        test.chiSquared(),
        test.degreesOfFreedom(),
        test.p(),
        test.kendallW(),
        PairwiseComparison.of(timePoints.size(), tests).stream()
            .map(comparison -> pair(timePoints, comparison))
            .toList(),
        new NotComputed()
            .add("meanRanks", meanRanks, NOBODY)
            .add("chiSquared", test.chiSquared(), reason)
            .add("p", test.p(), reason)
            .add("kendallsW", test.kendallW(), reason)
            .reasons());
  }

  private static @Nullable Map<String, Double> meanRanks(
      List<String> timePoints, @Nullable List<Double> ranks) {
    if (ranks == null) {
      return null;
    }
    Map<String, Double> named = new LinkedHashMap<>();
    for (int i = 0; i < timePoints.size(); i++) {
      named.put(timePoints.get(i), ranks.get(i));
    }
    return named;
  }

  private static Pair pair(List<String> timePoints, PairwiseComparison comparison) {
    WilcoxonSignedRankTest.Result test = comparison.test();
    String reason = test.pairs() == 0 ? NOBODY : OutcomeService.NO_DIFFERENCES;
    String tooMany = test.pairs() == 0 ? NOBODY : OutcomeService.TOO_MANY_DIFFERENCES;
    return new Pair(
        timePoints.get(comparison.from()),
        timePoints.get(comparison.to()),
        test.n(),
        test.zeros(),
        test.wPlus(),
        test.wMinus(),
        test.z(),
        test.p(),
        comparison.pHolm(),
        test.pExact(),
        comparison.pExactHolm(),
        test.rankBiserial(),
        new NotComputed()
            .add("z", test.z(), reason)
            .add("p", test.p(), reason)
            .add("pHolm", comparison.pHolm(), reason)
            .add("pExact", test.pExact(), tooMany)
            .add(
                "pExactHolm",
                comparison.pExactHolm(),
                test.pairs() == 0 ? NOBODY : "not every pair of time points has an exact P")
            .add("rankBiserial", test.rankBiserial(), reason)
            .reasons());
  }
}
