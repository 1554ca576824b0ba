package org.pvpoutcomes.statistics;

import java.util.List;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.jspecify.annotations.Nullable;

/**
 * Pearson's chi-squared test of independence of rows and columns, without continuity correction (On
 * the criterion that a given system of deviations..., Philosophical Magazine 1900;50:157-175, with
 * the degrees of freedom of Fisher). R gives the same with {@code chisq.test(x, correct = FALSE)}
 * once empty rows and columns are gone.
 */
public final class ChiSquaredTest {

  private ChiSquaredTest() {}

  /**
   * What the test found. All but the degrees of freedom are null when fewer than two rows or two
   * columns have observations.
   *
   * @param statistic sum((observed - expected)^2 / expected), at least 0
   * @param degreesOfFreedom (rows - 1)(columns - 1), of those with observations; 0 when there is
   *     nothing to compare
   * @param p probability of such a statistic or a larger one when rows and columns are independent
   * @param smallestExpected smallest of the counts that independence lets expect
   * @param percentExpectedBelow5 how many of the expected counts are below 5, in percent of them
   * @param reliable Cochran's condition: no expected count below 1 and at most one in five below 5;
   *     for two rows and two columns that means none below 5 (Cochran, Some methods for
   *     strengthening the common chi-squared tests, Biometrics 1954;10:417-451)
   */
  public record Result(
      @Nullable Double statistic,
      int degreesOfFreedom,
      @Nullable Double p,
      @Nullable Double smallestExpected,
      @Nullable Double percentExpectedBelow5,
      @Nullable Boolean reliable) {}

  /** The test of {@code table}, in which empty rows and columns do not count. */
  public static Result of(ContingencyTable table) {
    if (!table.comparable()) {
      return new Result(null, 0, null, null, null, null);
    }
    ContingencyTable observed = table.observed();
    List<Long> rows = observed.rowTotals();
    List<Long> columns = observed.columnTotals();
    long n = observed.n();
    double statistic = 0;
    double smallest = Double.POSITIVE_INFINITY;
    int below5 = 0;
    for (int row = 0; row < rows.size(); row++) {
      for (int column = 0; column < columns.size(); column++) {
        long product = rows.get(row) * columns.get(column);
        double deviation = observed.counts().get(row).get(column) * n - product;
        statistic += deviation * deviation / ((double) n * product);
        smallest = Math.min(smallest, (double) product / n);
        below5 += product < 5 * n ? 1 : 0;
      }
    }
    int cells = rows.size() * columns.size();
    int degreesOfFreedom = (rows.size() - 1) * (columns.size() - 1);
    return new Result(
        statistic,
        degreesOfFreedom,
        ChiSquaredDistribution.of(degreesOfFreedom).survivalProbability(statistic),
        smallest,
        100.0 * below5 / cells,
        smallest >= 1 && 5L * below5 <= cells);
  }
}
