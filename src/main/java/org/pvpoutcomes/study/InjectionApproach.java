package org.pvpoutcomes.study;

/** From which side the needle entered a vertebra. */
public enum InjectionApproach implements Coded {
  UNILATERAL("unilateral"),
  UNILATERAL_LEFT("unilateral-left"),
  UNILATERAL_RIGHT("unilateral-right"),
  BILATERAL("bilateral"),
  OTHER("other");

  private final String code;

  InjectionApproach(String code) {
    this.code = code;
  }

  @Override
  public String code() {
    return code;
  }
}
