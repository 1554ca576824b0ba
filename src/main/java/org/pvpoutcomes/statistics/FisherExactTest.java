package org.pvpoutcomes.statistics;

import org.jspecify.annotations.Nullable;

/**
 * Fisher's exact test of independence of rows and columns (The logic of inductive inference,
 * Journal of the Royal Statistical Society 1935;98:39-82), for more than two rows or columns the
 * extension of Freeman and Halton (Biometrika 1951;38:141-149). R gives the same with {@code
 * fisher.test(x)} once empty rows and columns are gone.
 */
public final class FisherExactTest {

  /**
   * Most steps the enumeration may take: 0.3 to 0.5 s on one core of a small server once the code
   * is compiled, some times that on the first call. Two by five with 1,000 observations took
   * 175,000, two by eight with 180 480,000, four by four with 100 590,000. Two by two takes about
   * two per possible table. Beyond, the chi-squared test usually has its condition.
   */
  public static final long MAX_STEPS = 1_000_000;

  private FisherExactTest() {}

  /**
   * What the test found.
   *
   * @param comparable whether at least two rows and two columns have observations
   * @param p probability, among all tables with the observed totals, of those that are at most as
   *     probable as the observed one, or more by no more than 1e-7 of it, which rounding may make;
   *     null when there is nothing to compare, or when it would take more than {@link #MAX_STEPS}
   */
  public record Result(boolean comparable, @Nullable Double p) {}

  /** The test of {@code table}, in which empty rows and columns do not count. */
  public static Result of(ContingencyTable table) {
    return table.comparable()
        ? new Result(true, FisherNetwork.p(table.observed(), MAX_STEPS))
        : new Result(false, null);
  }
}
