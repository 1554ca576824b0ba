package org.pvpoutcomes.study;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Fact.Course;
import org.pvpoutcomes.study.Fact.DiagnosisFact;

/**
 * What one report of a diagnosis says about the patient at the start of the index session.
 *
 * @param begun when the diagnosis began, or was recorded where that is not said; null where neither
 *     is known to the day
 */
record DiagnosisEvidence(DiagnosisFact fact, State state, @Nullable ClinicalTime begun) {

  /** In the order in which reports decide: one that is certain goes before one that is not. */
  enum State {
    PRESENT,
    /** Not confirmed, or it cannot be told whether it was there before the session, or still. */
    UNDECIDED,
    /** Refuted, or over before the session. */
    ABSENT
  }

  /** Condition.verificationStatus (FHIR R4) of what a clinician holds to be there. */
  private static final Set<String> CERTAIN = Set.of("confirmed", "not-stated");

  private static final String REFUTED = "refuted";

  /** What the report says; null where it says nothing about that time. */
  static @Nullable DiagnosisEvidence at(ClinicalTime start, DiagnosisFact fact) {
    Course course = fact.course();
    ClinicalTime recorded = course == null ? null : course.recorded();
    ClinicalTime begun = fact.onset() == null ? recorded : fact.onset();
    if (fact.status().code().equals(REFUTED)) {
      return new DiagnosisEvidence(fact, State.ABSENT, begun);
    }
    ClinicalTime onset = fact.onset();
    if (!fact.status().counts() || (onset != null && start.isBefore(onset))) {
      return null;
    }
    return new DiagnosisEvidence(fact, state(start, fact, begun), begun);
  }

  private static State state(ClinicalTime start, DiagnosisFact fact, @Nullable ClinicalTime begun) {
    Course course = fact.course();
    ClinicalTime abated = course == null ? null : course.abated();
    if (abated != null && abated.date().isBefore(start.date())) {
      return State.ABSENT;
    }
    boolean overAtAnUnknownTime = course != null && course.over() && abated == null;
    boolean begunBefore = begun != null && !start.isBefore(begun);
    return begunBefore && !overAtAnUnknownTime && CERTAIN.contains(fact.status().code())
        ? State.PRESENT
        : State.UNDECIDED;
  }
}
