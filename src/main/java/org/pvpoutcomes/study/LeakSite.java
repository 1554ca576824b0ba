package org.pvpoutcomes.study;

/** Where leaked cement was found (the sites named in Xu et al. 2021, Methods, and a few more). */
public enum LeakSite implements Coded {
  DISC("disc", LeakVascularity.NON_VASCULAR),
  ANTEROLATERAL("anterolateral", LeakVascularity.UNKNOWN),
  LATERAL("lateral", LeakVascularity.UNKNOWN),
  FORAMINAL_VEIN("foraminal-vein", LeakVascularity.VASCULAR),
  EPIDURAL_VEIN("epidural-vein", LeakVascularity.VASCULAR),
  PARAVERTEBRAL_PLEXUS("paravertebral-plexus", LeakVascularity.VASCULAR),
  VENA_CAVA("vena-cava", LeakVascularity.VASCULAR),
  INTERCOSTAL_ARTERY("intercostal-artery", LeakVascularity.VASCULAR),
  SOFT_TISSUE("soft-tissue", LeakVascularity.NON_VASCULAR),
  SPINAL_CANAL("spinal-canal", LeakVascularity.NON_VASCULAR),
  NEEDLE_TRACK("needle-track", LeakVascularity.NON_VASCULAR),
  AZYGOS("azygos", LeakVascularity.VASCULAR),
  PULMONARY_ARTERY("pulmonary-artery", LeakVascularity.VASCULAR),
  OTHER("other", LeakVascularity.UNKNOWN),
  UNSPECIFIED("unspecified", LeakVascularity.UNKNOWN);

  private final String code;
  private final LeakVascularity vascularity;

  LeakSite(String code, LeakVascularity vascularity) {
    this.code = code;
    this.vascularity = vascularity;
  }

  @Override
  public String code() {
    return code;
  }

  /**
   * Whether cement at this site lies in a vessel. Of where it was found, not of the way it took:
   * cement in the spinal canal may have come through a vein. Veins and arteries are vessels; disc,
   * soft tissue and needle track are not (Percutaneous vertebroplasty for spinal metastases:
   * complications, Radiology 2006;238:354, PMID 16373777). Anterolateral and lateral leaks can be
   * either, as Xu et al. 2021 name them.
   */
  public LeakVascularity vascularity() {
    return vascularity;
  }
}
