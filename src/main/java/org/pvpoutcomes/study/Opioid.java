package org.pvpoutcomes.study;

/** The opioids that are told apart: those for which a published table gives an equivalent dose. */
public enum Opioid implements Coded {
  CODEINE("codeine"),
  FENTANYL("fentanyl"),
  HYDROCODONE("hydrocodone"),
  HYDROMORPHONE("hydromorphone"),
  METHADONE("methadone"),
  MORPHINE("morphine"),
  OXYCODONE("oxycodone"),
  OXYMORPHONE("oxymorphone"),
  TAPENTADOL("tapentadol"),
  TRAMADOL("tramadol"),
  /** Another opioid, or one in a fixed combination: its dose has no equivalent here. */
  OTHER("other-opioid"),
  /** The statement that the patient takes no opioid at all. */
  NONE("no-opioid");

  private final String code;

  Opioid(String code) {
    this.code = code;
  }

  @Override
  public String code() {
    return code;
  }
}
