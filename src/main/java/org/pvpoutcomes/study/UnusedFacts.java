package org.pvpoutcomes.study;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Fact.Bm22ResponseFact;
import org.pvpoutcomes.study.Fact.BodyStructureFact;
import org.pvpoutcomes.study.Fact.CementVolumeFact;
import org.pvpoutcomes.study.Fact.ComplicationFact;
import org.pvpoutcomes.study.Fact.DiagnosisFact;
import org.pvpoutcomes.study.Fact.FollowUpFact;
import org.pvpoutcomes.study.Fact.LaboratoryFact;
import org.pvpoutcomes.study.Fact.MeasurementFact;
import org.pvpoutcomes.study.Fact.OpioidFact;
import org.pvpoutcomes.study.Fact.PatientFact;
import org.pvpoutcomes.study.Fact.ProcedureFact;
import org.pvpoutcomes.study.Fact.UnusableFact;
import org.pvpoutcomes.study.Member.Unused;
import org.pvpoutcomes.study.Member.UnusedReason;

/** Collects the facts that do not count, each with the first reason that was given for it. */
final class UnusedFacts {

  private final Map<Fact, UnusedReason> reasons = new HashMap<>();
  private final Set<String> received = new HashSet<>();

  /**
   * Starts without any.
   *
   * @param procedures all procedures of the patient that are known to be augmentations
   */
  UnusedFacts(Collection<ProcedureFact> procedures) {
    procedures.forEach(procedure -> received.add(procedure.source().reference()));
  }

  /** Notes a fact; a reason that was noted before stays. */
  void add(Fact fact, UnusedReason reason) {
    reasons.putIfAbsent(fact, reason);
  }

  /** Forgets what was noted of facts that turn out to have a part in the row. */
  void remove(Collection<? extends Fact> used) {
    reasons.keySet().removeAll(used);
  }

  /**
   * Notes a fact that cannot be attributed: because a procedure that it names has not been received
   * (or is not known as an augmentation), or for another reason.
   */
  void addNotAttributable(Fact fact, Collection<String> procedures) {
    add(
        fact,
        received.containsAll(procedures)
            ? UnusedReason.NOT_ATTRIBUTABLE
            : UnusedReason.TARGET_NOT_RECEIVED);
  }

  /** Whether the fact has been noted. */
  boolean contains(Fact fact) {
    return reasons.containsKey(fact);
  }

  /** Passes every fact that was noted with its reason, in no particular order. */
  void each(BiConsumer<Fact, UnusedReason> reader) {
    reasons.forEach(reader);
  }

  /**
   * All that was noted, in the order of the facts.
   *
   * @param indexStart origin of the days; null without an index session
   */
  List<Unused> list(@Nullable ClinicalTime indexStart) {
    return reasons.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(PatientFacts.ORDER))
        .map(e -> unused(e.getKey(), e.getValue(), indexStart))
        .toList();
  }

  /** The fact with a reason against it. */
  static Unused unused(Fact fact, UnusedReason reason, @Nullable ClinicalTime indexStart) {
    ReportStatus status = PatientFacts.status(fact);
    return new Unused(
        fact.source(),
        day(fact, indexStart),
        reason,
        what(fact),
        status == null ? "" : status.code(),
        fact instanceof MeasurementFact value ? Integer.valueOf(value.steps()) : null);
  }

  private static @Nullable String what(Fact fact) {
    return switch (fact) {
      case PatientFact ignored -> "patient";
      case ProcedureFact f -> f.kind().code();
      case MeasurementFact f -> f.measure().code();
      case UnusableFact f -> Coded.codeOf(f.measure());
      case Bm22ResponseFact ignored -> ObservedMeasure.QLQ_BM22.code();
      case CementVolumeFact ignored -> ObservedMeasure.CEMENT_VOLUME.code();
      case FollowUpFact ignored -> ObservedMeasure.FOLLOW_UP_DURATION.code();
      case LaboratoryFact f -> f.laboratory().code();
      case DiagnosisFact f -> f.kind().code();
      case ComplicationFact f -> f.kind().code();
      case BodyStructureFact ignored -> "body-structure";
      case OpioidFact f -> f.opioid().code();
    };
  }

  private static @Nullable Integer day(Fact fact, @Nullable ClinicalTime indexStart) {
    ClinicalTime time = PatientFacts.time(fact);
    return time == null || indexStart == null
        ? null
        : Integer.valueOf(Math.toIntExact(time.dayOffsetFrom(indexStart)));
  }
}
