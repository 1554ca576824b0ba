package org.pvpoutcomes.study;

/**
 * Whether the study counts what is marked as test data: resources whose security label is {@code
 * HTEST} of the HL7 code system v3-ActReason.
 */
public enum TestData implements Coded {
  COUNTED("counted"),
  LEFT_OUT("left-out");

  private final String code;

  TestData(String code) {
    this.code = code;
  }

  @Override
  public String code() {
    return code;
  }

  /** Whether a fact from this source is left out. */
  public boolean leavesOut(SourceVersion source) {
    return this == LEFT_OUT && source.testData();
  }
}
