package org.pvpoutcomes.study;

/** Where leaked cement was found (the sites named in Xu et al. 2021, Methods, and a few more). */
public enum LeakSite implements Coded {
  DISC("disc"),
  ANTEROLATERAL("anterolateral"),
  LATERAL("lateral"),
  FORAMINAL_VEIN("foraminal-vein"),
  EPIDURAL_VEIN("epidural-vein"),
  PARAVERTEBRAL_PLEXUS("paravertebral-plexus"),
  VENA_CAVA("vena-cava"),
  INTERCOSTAL_ARTERY("intercostal-artery"),
  SOFT_TISSUE("soft-tissue"),
  SPINAL_CANAL("spinal-canal"),
  NEEDLE_TRACK("needle-track"),
  AZYGOS("azygos"),
  PULMONARY_ARTERY("pulmonary-artery"),
  OTHER("other"),
  UNSPECIFIED("unspecified");

  private final String code;

  LeakSite(String code) {
    this.code = code;
  }

  @Override
  public String code() {
    return code;
  }
}
