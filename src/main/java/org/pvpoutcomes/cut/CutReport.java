package org.pvpoutcomes.cut;

import java.time.Instant;
import org.pvpoutcomes.cohort.Cut;
import org.pvpoutcomes.cohort.Study;
import org.pvpoutcomes.protocol.ProtocolReport;

/**
 * A cut as the API shows it.
 *
 * @param moment every write that is dated up to then is in it, and no other
 * @param softwareVersion of the service that took it
 * @param derivation with what resources were mapped and members derived: equal for equal rules
 * @param patients of whom something was recorded, included or not
 * @param resources of all types that were there and not deleted
 * @param inputsDigest SHA-256 in hexadecimal digits of what it was derived from
 * @param rowsDigest SHA-256 in hexadecimal digits of the frozen members
 * @param protocol of the version of the study that was frozen, as it was then
 */
public record CutReport(
    String study,
    String name,
    String reason,
    String who,
    Instant moment,
    String softwareVersion,
    String derivation,
    long patients,
    long resources,
    String inputsDigest,
    String rowsDigest,
    ProtocolReport protocol) {

  /**
   * The report of a cut.
   *
   * @param shipped whether the study ships with the service
   */
  static CutReport of(Cut cut, boolean shipped) {
    Study study = new Study(cut.dataset().study(), shipped, cut.version(), null);
    return new CutReport(
        cut.dataset().study(),
        cut.name(),
        cut.reason(),
        cut.who(),
        cut.moment(),
        cut.softwareVersion(),
        cut.derivation(),
        cut.patients(),
        cut.resources(),
        cut.inputsDigest(),
        cut.rows().sha256(),
        ProtocolReport.of(study, null));
  }
}
