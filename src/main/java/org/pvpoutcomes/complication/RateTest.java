package org.pvpoutcomes.complication;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.complication.StrataComparison.StrataTest;
import org.pvpoutcomes.figure.NotComputed;
import org.pvpoutcomes.statistics.ChiSquaredTest;
import org.pvpoutcomes.statistics.ContingencyTable;
import org.pvpoutcomes.statistics.FisherExactTest;

/**
 * The test of rates over independent strata: chi-squared where Cochran's condition holds (Some
 * methods for strengthening the common chi-squared tests, Biometrics 1954;10:417-451), else
 * Fisher's exact test. The choice looks at the totals only, so it does not depend on the rates.
 */
final class RateTest {

  private static final String NOTHING = "none or all of the patients are affected";

  private RateTest() {}

  /** No test, for this reason. */
  static StrataTest none(String why) {
    Map<String, String> notComputed = new LinkedHashMap<>();
    for (String figure :
        new String[] {
          "method",
          "statistic",
          "degreesOfFreedom",
          "p",
          "smallestExpected",
          "percentExpectedBelow5"
        }) {
      notComputed.put(figure, why);
    }
    return new StrataTest(null, why, null, null, null, null, null, notComputed);
  }

  /**
   * The test that fits the table.
   *
   * @param table affected and not affected patients, one row per stratum
   */
  static StrataTest of(ContingencyTable table) {
    ChiSquaredTest.Result chiSquared = ChiSquaredTest.of(table);
    if (chiSquared.p() == null) {
      return none(NOTHING);
    }
    if (Boolean.TRUE.equals(chiSquared.reliable())) {
      return new StrataTest(
          "chi-squared",
          "Cochran's condition holds: no expected count below 1, at most one in five below 5",
          chiSquared.statistic(),
          chiSquared.degreesOfFreedom(),
          chiSquared.p(),
          chiSquared.smallestExpected(),
          chiSquared.percentExpectedBelow5(),
          Map.of());
    }
    return exact(chiSquared, FisherExactTest.of(table).p());
  }

  private static StrataTest exact(ChiSquaredTest.Result chiSquared, @Nullable Double p) {
    String condition =
        "Cochran's condition does not hold: an expected count is below 1, or more than one in five"
            + " are below 5";
    String tooMany = condition + "; the exact test would take too many steps";
    String noStatistic = p == null ? tooMany : "the exact test has none";
    return new StrataTest(
        p == null ? null : "fisher-exact",
        p == null ? tooMany : condition,
        null,
        null,
        p,
        chiSquared.smallestExpected(),
        chiSquared.percentExpectedBelow5(),
        new NotComputed()
            .add("method", p, tooMany)
            .add("statistic", null, noStatistic)
            .add("degreesOfFreedom", null, noStatistic)
            .add("p", p, tooMany)
            .reasons());
  }
}
