package org.pvpoutcomes.study;

/** A rule that classifies the response of pain and analgesics to treatment. */
public enum PainResponseRule implements Coded {
  /**
   * The international consensus endpoint (Chow et al., Int J Radiat Oncol Biol Phys 2012; 82:1730,
   * doi 10.1016/j.ijrobp.2011.02.008).
   */
  CHOW_2012("chow-2012");

  private final String code;

  PainResponseRule(String code) {
    this.code = code;
  }

  @Override
  public String code() {
    return code;
  }
}
