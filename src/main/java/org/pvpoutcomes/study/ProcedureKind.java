package org.pvpoutcomes.study;

/** What kind of vertebral augmentation a Procedure is; the two are never pooled by the mapping. */
public enum ProcedureKind implements Coded {
  /** Percutaneous vertebroplasty: cement is injected into the vertebral body. */
  PVP("pvp"),
  /** Percutaneous kyphoplasty: a cavity is made first, by a balloon or another device. */
  PKP("pkp");

  private final String code;

  ProcedureKind(String code) {
    this.code = code;
  }

  @Override
  public String code() {
    return code;
  }
}
