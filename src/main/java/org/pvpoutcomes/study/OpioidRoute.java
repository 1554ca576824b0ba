package org.pvpoutcomes.study;

/** How an opioid is given, as far as tables of equivalent doses tell it apart. */
public enum OpioidRoute implements Coded {
  ORAL("oral"),
  /** Through the skin, from a patch. */
  TRANSDERMAL("transdermal"),
  /** Any other route that is known: into a vein, under the skin, under the tongue. */
  OTHER("other");

  private final String code;

  OpioidRoute(String code) {
    this.code = code;
  }

  @Override
  public String code() {
    return code;
  }
}
