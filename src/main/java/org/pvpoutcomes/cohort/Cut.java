package org.pvpoutcomes.cohort;

import java.time.Instant;

/**
 * A state of a study that was frozen for good.
 *
 * @param dataset its members
 * @param version of the study that answered then; the cut keeps its document
 * @param name unique in the study
 * @param reason why it was taken, in the words of the one who did
 * @param who took it, in their own words
 * @param moment every write that is dated up to then is in it, and no other
 * @param softwareVersion of the service that took it
 * @param derivation with what resources were mapped and members derived: equal for equal rules
 * @param patients members, included or not
 * @param resources of all types that were there and not deleted
 * @param inputsDigest SHA-256 in hexadecimal digits of what it was derived from
 * @param rows of the members
 */
public record Cut(
    Dataset dataset,
    Study.Version version,
    String name,
    String reason,
    String who,
    Instant moment,
    String softwareVersion,
    String derivation,
    long patients,
    long resources,
    String inputsDigest,
    RowsDigest rows) {

  /** The key under which the members of a cut stand. */
  public static String key(String study, String name) {
    return study + Dataset.FROZEN + "cut/" + name;
  }
}
