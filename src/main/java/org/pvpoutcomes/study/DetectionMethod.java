package org.pvpoutcomes.study;

/**
 * How leaked cement was looked for. Rates of leakage found by different methods cannot be compared:
 * computed tomography shows half as many leaks again as radiographs (Yeom et al. 2003, PMID
 * 12585583).
 */
public enum DetectionMethod implements Coded {
  FLUOROSCOPY("fluoroscopy"),
  RADIOGRAPH("radiograph"),
  CT("ct"),
  OTHER("other");

  private final String code;

  DetectionMethod(String code) {
    this.code = code;
  }

  @Override
  public String code() {
    return code;
  }
}
