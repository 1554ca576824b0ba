package org.pvpoutcomes.study;

/** The primary tumour of the metastases (Xu et al. 2021, Results). */
public enum PrimaryTumour implements Coded {
  LUNG("lung"),
  BREAST("breast"),
  KIDNEY("kidney"),
  COLON("colon"),
  OESOPHAGUS("oesophagus"),
  STOMACH("stomach"),
  OVARY("ovary"),
  PROSTATE("prostate"),
  SALIVARY_GLAND("salivary-gland"),
  UNKNOWN("unknown"),
  OTHER("other");

  private final String code;

  PrimaryTumour(String code) {
    this.code = code;
  }

  @Override
  public String code() {
    return code;
  }
}
