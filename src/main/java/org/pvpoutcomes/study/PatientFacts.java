package org.pvpoutcomes.study;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
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

/**
 * The facts of one patient, each once and in an order of their own, so that nothing derived from
 * them can depend on the order or the number of times in which they arrived.
 *
 * @param all in {@link #ORDER}, without repetition
 */
record PatientFacts(List<Fact> all) {

  /**
   * By source, kind of fact and measure. The text of a record names all its components, so that
   * only equal facts compare as equal.
   */
  static final Comparator<Fact> ORDER =
      Comparator.comparing(Fact::source)
          .thenComparing(fact -> fact.getClass().getSimpleName())
          .thenComparing(
              fact -> fact instanceof MeasurementFact m ? m.measure() : null,
              Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(Fact::toString);

  /** Puts the facts in order and drops repetitions. */
  static PatientFacts of(Collection<Fact> facts) {
    return new PatientFacts(facts.stream().distinct().sorted(ORDER).toList());
  }

  /** The facts but those. */
  PatientFacts without(Collection<Fact> those) {
    return those.isEmpty()
        ? this
        : new PatientFacts(all.stream().filter(fact -> !those.contains(fact)).toList());
  }

  /** The facts of one kind, in order. */
  <F extends Fact> List<F> of(Class<F> kind) {
    return all.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /**
   * The Patient with that literal reference: the highest version, then the first in order. A
   * patient has one Patient resource; the choice only matters should a caller pass more than the
   * current facts.
   */
  @Nullable PatientFact patient(String reference) {
    return of(PatientFact.class).stream()
        .filter(fact -> fact.source().reference().equals(reference))
        .min(Comparator.comparingInt((PatientFact fact) -> -fact.source().version()))
        .orElse(null);
  }

  /** Whether the fact's status counts; a Patient has none and counts. */
  static boolean counts(Fact fact) {
    ReportStatus status = status(fact);
    return status == null || status.counts();
  }

  /** The status of the fact's resource; null for a Patient, which has none. */
  static @Nullable ReportStatus status(Fact fact) {
    return switch (fact) {
      case PatientFact ignored -> null;
      case ProcedureFact f -> f.status();
      case MeasurementFact f -> f.status();
      case UnusableFact f -> f.status();
      case Bm22ResponseFact f -> f.status();
      case CementVolumeFact f -> f.status();
      case FollowUpFact f -> f.status();
      case LaboratoryFact f -> f.status();
      case DiagnosisFact f -> f.status();
      case ComplicationFact f -> f.status();
      case BodyStructureFact f -> f.status();
      case OpioidFact f -> f.status();
    };
  }

  /** The clinical time of the fact; null where it has none. */
  static @Nullable ClinicalTime time(Fact fact) {
    return switch (fact) {
      case PatientFact ignored -> null;
      case BodyStructureFact ignored -> null;
      case ProcedureFact f -> f.performed();
      case MeasurementFact f -> f.at();
      case UnusableFact f -> f.at();
      case Bm22ResponseFact f -> f.authored();
      case CementVolumeFact f -> f.at();
      case FollowUpFact f -> f.at();
      case LaboratoryFact f -> f.at();
      case DiagnosisFact f -> f.onset();
      case ComplicationFact f -> f.onset();
      case OpioidFact f -> f.from();
    };
  }

  /** Whether the fact is dated after the calendar date of death. */
  static boolean isAfterDeath(Fact fact, @Nullable ClinicalTime death) {
    ClinicalTime time = time(fact);
    return time != null && death != null && time.date().isAfter(death.date());
  }
}
