package org.pvpoutcomes.cohort;

import java.util.List;
import org.pvpoutcomes.study.Fact;
import org.pvpoutcomes.study.Member;

/**
 * A member with all that it was derived from.
 *
 * @param facts all current facts of the patient, in no particular order; none for one who is merged
 *     into another, with whom they count
 * @param findings of the current versions of the patient's resources, by source, then by place
 * @param merge how the patient is merged with others
 */
public record MemberTrace(
    Member member, List<Fact> facts, List<StoredFinding> findings, PatientMerge merge) {

  /** Copies the lists. */
  public MemberTrace {
    facts = List.copyOf(facts);
    findings = List.copyOf(findings);
  }
}
