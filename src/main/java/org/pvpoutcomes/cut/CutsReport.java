package org.pvpoutcomes.cut;

import java.util.List;

/** The cuts of a study, the oldest first. */
public record CutsReport(String study, List<CutReport> cuts) {

  /** Copies the list. */
  public CutsReport {
    cuts = List.copyOf(cuts);
  }
}
