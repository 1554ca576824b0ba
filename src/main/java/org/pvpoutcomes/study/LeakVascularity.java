package org.pvpoutcomes.study;

/** Whether leaked cement lies in a vessel. */
public enum LeakVascularity implements Coded {
  VASCULAR("vascular"),
  NON_VASCULAR("non-vascular"),
  /** The site does not tell. */
  UNKNOWN("unknown");

  private final String code;

  LeakVascularity(String code) {
    this.code = code;
  }

  @Override
  public String code() {
    return code;
  }
}
