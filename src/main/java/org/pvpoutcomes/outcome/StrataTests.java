package org.pvpoutcomes.outcome;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.OutcomeCounts;
import org.pvpoutcomes.cohort.OutcomeCounts.StratumCounts;
import org.pvpoutcomes.figure.NotComputed;
import org.pvpoutcomes.outcome.OutcomeReport.MannWhitney;
import org.pvpoutcomes.outcome.OutcomeReport.StrataTest;
import org.pvpoutcomes.statistics.FrequencyTable;
import org.pvpoutcomes.statistics.KruskalWallisTest;
import org.pvpoutcomes.statistics.MannWhitneyTest;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Protocol;

/** Whether changes differ between strata; pure. */
final class StrataTests {

  private static final String NOTHING_TO_COMPARE =
      "fewer than two strata have pairs, or all differences are equal";

  private StrataTests() {}

  /** One test per measure asked for and comparison, between the strata of the counts. */
  static List<StrataTest> of(Protocol protocol, List<Measure> asked, OutcomeCounts counts) {
    List<StrataTest> tests = new ArrayList<>();
    if (counts.strata().isEmpty()) {
      return tests;
    }
    for (Measure measure : asked) {
      for (int comparison = 0; comparison < protocol.comparisons().size(); comparison++) {
        List<FrequencyTable> groups = new ArrayList<>();
        for (StratumCounts stratum : counts.strata()) {
          groups.add(
              OutcomeService.pairs(measure, stratum.of(measure).comparisons().get(comparison))
                  .differences());
        }
        tests.add(test(measure, protocol.comparisons().get(comparison), groups));
      }
    }
    return tests;
  }

  private static StrataTest test(
      Measure measure, Protocol.Comparison comparison, List<FrequencyTable> groups) {
    KruskalWallisTest.Result test = KruskalWallisTest.of(groups);
    List<FrequencyTable> observed = groups.stream().filter(group -> group.n() > 0).toList();
    return new StrataTest(
        measure.code(),
        comparison.from(),
        comparison.to(),
        test.n(),
        test.groups(),
        test.h(),
        test.degreesOfFreedom(),
        test.p(),
        observed.size() == 2 ? mannWhitney(observed.get(0), observed.get(1)) : null,
        new NotComputed()
            .add("h", test.h(), NOTHING_TO_COMPARE)
            .add("p", test.p(), NOTHING_TO_COMPARE)
            .reasons());
  }

  private static @Nullable MannWhitney mannWhitney(FrequencyTable first, FrequencyTable second) {
    MannWhitneyTest.Result test = MannWhitneyTest.of(first, second);
    return new MannWhitney(
        test.u(),
        test.superiority(),
        test.z(),
        test.p(),
        test.pExact(),
        new NotComputed()
            .add("z", test.z(), "all differences are equal")
            .add(
                "pExact",
                test.pExact(),
                "computed for at most " + MannWhitneyTest.EXACT_LIMIT + " pairs")
            .reasons());
  }
}
