package org.pvpoutcomes.protocol;

import java.util.List;

/** All studies, in the order in which they are shown. */
public record StudiesReport(List<ProtocolReport> studies) {

  /** Copies the list. */
  public StudiesReport {
    studies = List.copyOf(studies);
  }
}
