package org.pvpoutcomes.outcome;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.OutcomeCounts.StratumCounts;
import org.pvpoutcomes.statistics.FrequencyTable;
import org.pvpoutcomes.statistics.HolmAdjustment;
import org.pvpoutcomes.statistics.PairedTable;
import org.pvpoutcomes.statistics.WilcoxonSignedRankTest;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Multiplicity;
import org.pvpoutcomes.study.Multiplicity.Test;
import org.pvpoutcomes.study.Protocol;
import org.pvpoutcomes.study.Protocol.Comparison;

/**
 * The signed-rank tests of one stratum, adjusted for one another as the protocol says: whichever
 * measures are asked for, an adjusted P is the same. Each test is computed once, and only if it is
 * asked for or in the family.
 */
final class SignedRankTests {

  private final Protocol protocol;
  private final StratumCounts counts;
  private final Map<Test, PairedTable> pairs = new HashMap<>();
  private final Map<FrequencyTable, WilcoxonSignedRankTest.Result> results = new HashMap<>();
  private final Map<Test, @Nullable Double> adjusted = new HashMap<>();

  /**
   * The tests of a stratum.
   *
   * @param counts of all measures of the family, at least
   */
  SignedRankTests(Protocol protocol, StratumCounts counts) {
    this.protocol = protocol;
    this.counts = counts;
    Multiplicity multiplicity = protocol.multiplicity();
    if (multiplicity != null) {
      List<@Nullable Double> p = new ArrayList<>();
      multiplicity.family().forEach(test -> p.add(result(test).p()));
      List<@Nullable Double> holm = HolmAdjustment.of(p);
      for (int i = 0; i < holm.size(); i++) {
        adjusted.put(multiplicity.family().get(i), holm.get(i));
      }
    }
  }

  /** The pairs of a comparison. */
  PairedTable pairs(Measure measure, Comparison comparison) {
    return pairs(new Test(measure, comparison));
  }

  /** The test of a comparison. */
  WilcoxonSignedRankTest.Result result(Measure measure, Comparison comparison) {
    return result(new Test(measure, comparison));
  }

  /** The test of these differences. */
  WilcoxonSignedRankTest.Result of(FrequencyTable differences) {
    return results.computeIfAbsent(differences, WilcoxonSignedRankTest::of);
  }

  /** P adjusted over the family; null outside of it, and where there is no P. */
  @Nullable Double pHolm(Measure measure, Comparison comparison) {
    return adjusted.get(new Test(measure, comparison));
  }

  /** Why {@link #pHolm} is null. */
  String whyNotAdjusted(Measure measure, Comparison comparison) {
    if (protocol.multiplicity() == null) {
      return "the study names no family of tests";
    }
    return adjusted.containsKey(new Test(measure, comparison))
        ? OutcomeService.NO_PAIRS
        : "not in the family of tests that the study adjusts for one another";
  }

  private PairedTable pairs(Test test) {
    return pairs.computeIfAbsent(
        test,
        _ ->
            OutcomeService.pairs(
                test.measure(),
                counts
                    .of(test.measure())
                    .comparisons()
                    .get(protocol.comparisons().indexOf(test.comparison()))));
  }

  private WilcoxonSignedRankTest.Result result(Test test) {
    return of(pairs(test).differences());
  }
}
