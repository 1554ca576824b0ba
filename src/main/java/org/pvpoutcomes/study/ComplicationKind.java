package org.pvpoutcomes.study;

/** What went wrong. A cement leakage is a technical finding; all others are clinical events. */
public enum ComplicationKind implements Coded {
  CEMENT_LEAKAGE("cement-leakage"),
  RADICULAR_PAIN("radicular-pain"),
  HAEMATOMA("haematoma"),
  PULMONARY_CEMENT_EMBOLISM("pulmonary-cement-embolism"),
  INFECTION("infection"),
  FRACTURE("fracture"),
  NEUROLOGICAL_DEFICIT("neurological-deficit"),
  DEATH("death"),
  OTHER("other");

  private final String code;

  ComplicationKind(String code) {
    this.code = code;
  }

  @Override
  public String code() {
    return code;
  }
}
