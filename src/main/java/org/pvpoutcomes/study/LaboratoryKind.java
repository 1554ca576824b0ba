package org.pvpoutcomes.study;

/** The laboratory values that criteria of eligibility can read. They are no measures of a study. */
public enum LaboratoryKind implements Coded {
  LEUKOCYTES("leukocytes", "10*3/uL", 10_000),
  PLATELETS("platelets", "10*3/uL", 10_000),
  /** International normalised ratio of the prothrombin time. */
  INR("inr", "1", 100);

  private static final int THOUSANDTHS = 1000;

  private final String code;
  private final String unit;
  private final int maximum;

  LaboratoryKind(String code, String unit, int maximum) {
    this.code = code;
    this.unit = unit;
    this.maximum = maximum;
  }

  @Override
  public String code() {
    return code;
  }

  /** The UCUM unit in which values and limits are given. */
  public String unit() {
    return unit;
  }

  /**
   * The largest value that is read, in {@link #unit()}. No clinical limit: it lies far above what
   * is measured, and only keeps out values whose unit must be wrong.
   */
  public int maximum() {
    return maximum;
  }

  /** Whether a value, in thousandths of {@link #unit()}, lies between 0 and the maximum. */
  public boolean admits(int thousandths) {
    return 0 <= thousandths && thousandths <= maximum * THOUSANDTHS;
  }
}
