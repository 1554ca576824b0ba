package org.pvpoutcomes.study;

/**
 * What is measured on a patient at a time point. The range is the range of valid values, in the
 * unit of the instrument.
 *
 * <p>Values are kept as whole numbers of steps, so that equal values and equal differences are
 * equal exactly and the ranks of a signed-rank test do not depend on rounding. A step of the pain
 * scales is 0.001; a step of the BM22 scales is 100/2520, because every score that the half rule
 * can give (a mean of n answers, n from 2 to 8, on 0 to 100) is a whole number of those.
 */
public enum Measure implements Coded {
  /** Pain on the visual analogue scale, 0 (none) to 10. */
  VAS_PAIN("vas-pain", 0, 10, 1, 1000, Direction.LOWER_IS_BETTER),
  /**
   * Pain on a numeric rating scale, 0 to 10. Kept apart from VAS: the two are not interchangeable.
   */
  NRS_PAIN("nrs-pain", 0, 10, 1, 1000, Direction.LOWER_IS_BETTER),
  /** Pain on a faces scale, 0 to 10. Kept apart from VAS. */
  FACES_PAIN("faces-pain", 0, 10, 1, 1000, Direction.LOWER_IS_BETTER),
  /** Sum of the 22 items as written, 22 to 88: the study's own score, not endorsed by EORTC. */
  QLQ_BM22_RAW_SUM("qlq-bm22-raw-sum", 22, 88, 1, 1, Direction.LOWER_IS_BETTER),
  /** Symptom scale of items 1-5, 0 to 100, high is worse. */
  QLQ_BM22_PAINFUL_SITES("qlq-bm22-painful-sites", 0, 100, 5, 126, Direction.LOWER_IS_BETTER),
  /** Symptom scale of items 6-8, 0 to 100, high is worse. */
  QLQ_BM22_PAINFUL_CHARACTERISTICS(
      "qlq-bm22-painful-characteristics", 0, 100, 5, 126, Direction.LOWER_IS_BETTER),
  /** Functional scale of items 9-16, 0 to 100, high is better. */
  QLQ_BM22_FUNCTIONAL_INTERFERENCE(
      "qlq-bm22-functional-interference", 0, 100, 5, 126, Direction.HIGHER_IS_BETTER),
  /** Functional scale of items 17-22, 0 to 100, high is better. */
  QLQ_BM22_PSYCHOSOCIAL_ASPECTS(
      "qlq-bm22-psychosocial-aspects", 0, 100, 5, 126, Direction.HIGHER_IS_BETTER),
  /**
   * A total of the 22 items that was computed elsewhere, 22 to 88. Nobody here has seen the items,
   * so it is kept apart from {@link #QLQ_BM22_RAW_SUM} and no scale is computed from it.
   */
  QLQ_BM22_IMPORTED_TOTAL("qlq-bm22-imported-total", 22, 88, 1, 1, Direction.LOWER_IS_BETTER);

  /** Which way a patient gets better. */
  public enum Direction {
    LOWER_IS_BETTER,
    HIGHER_IS_BETTER
  }

  private final String code;
  private final int minimum;
  private final int maximum;
  private final int stepNumerator;
  private final int stepDenominator;
  private final Direction direction;

  Measure(
      String code,
      int minimum,
      int maximum,
      int stepNumerator,
      int stepDenominator,
      Direction direction) {
    this.code = code;
    this.minimum = minimum;
    this.maximum = maximum;
    this.stepNumerator = stepNumerator;
    this.stepDenominator = stepDenominator;
    this.direction = direction;
  }

  @Override
  public String code() {
    return code;
  }

  /** Smallest valid value. */
  public int minimum() {
    return minimum;
  }

  /** Largest valid value. */
  public int maximum() {
    return maximum;
  }

  /** Which way a patient gets better on this measure. */
  public Direction direction() {
    return direction;
  }

  /** Whether it is scored from the 22 items of a QLQ-BM22 response. */
  public boolean isQlqBm22() {
    return code.startsWith("qlq-bm22") && this != QLQ_BM22_IMPORTED_TOTAL;
  }

  /** Numerator of the size of one step, in units of the instrument. */
  public int stepNumerator() {
    return stepNumerator;
  }

  /** Denominator of the size of one step, in units of the instrument. */
  public int stepDenominator() {
    return stepDenominator;
  }

  /** The value of {@code steps} steps, in units of the instrument. */
  public double value(int steps) {
    return (double) ((long) steps * stepNumerator) / stepDenominator;
  }

  /** Whether {@code steps} steps lie in the range of the instrument. */
  public boolean admits(int steps) {
    long scaled = (long) steps * stepNumerator;
    return scaled >= (long) minimum * stepDenominator && scaled <= (long) maximum * stepDenominator;
  }
}
