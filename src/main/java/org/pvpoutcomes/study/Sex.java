package org.pvpoutcomes.study;

/** Administrative gender as FHIR writes it (Patient.gender). */
public enum Sex implements Coded {
  FEMALE("female"),
  MALE("male"),
  OTHER("other"),
  UNKNOWN("unknown");

  private final String code;

  Sex(String code) {
    this.code = code;
  }

  @Override
  public String code() {
    return code;
  }
}
