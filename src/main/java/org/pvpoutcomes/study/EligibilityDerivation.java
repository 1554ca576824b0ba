package org.pvpoutcomes.study;

import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Criterion.Laboratory;
import org.pvpoutcomes.study.DiagnosisEvidence.State;
import org.pvpoutcomes.study.Eligibility.Result;
import org.pvpoutcomes.study.Fact.BirthInterval;
import org.pvpoutcomes.study.Fact.DiagnosisFact;
import org.pvpoutcomes.study.Fact.DiagnosisKind;
import org.pvpoutcomes.study.Fact.LaboratoryFact;
import org.pvpoutcomes.study.Fact.PatientFact;
import org.pvpoutcomes.study.Member.UnusedReason;

/** Judges the criteria of a protocol for one patient, as of the start of the index session. */
final class EligibilityDerivation {

  private static final Comparator<LaboratoryFact> LATEST_FIRST =
      Comparator.comparing(LaboratoryFact::at, Comparator.reverseOrder())
          .thenComparing(LaboratoryFact::identifier)
          .thenComparing(PatientFacts.ORDER);

  private final PatientFacts facts;
  private final PatientFact patient;
  private final ClinicalTime start;
  private final UnusedFacts unused;
  private final Set<Fact> evidence = new LinkedHashSet<>();

  /**
   * Sets up the judgement.
   *
   * @param start of the index session
   * @param unused takes the diagnoses and laboratory values that decide nothing
   */
  EligibilityDerivation(
      PatientFacts facts, PatientFact patient, ClinicalTime start, UnusedFacts unused) {
    this.facts = facts;
    this.patient = patient;
    this.start = start;
    this.unused = unused;
  }

  /** One result per criterion, in the order given. */
  List<Eligibility> judge(List<Criterion> criteria) {
    return criteria.stream().map(this::judge).toList();
  }

  /** The facts on which the results rest. */
  Set<Fact> evidence() {
    return evidence;
  }

  private Eligibility judge(Criterion criterion) {
    return switch (criterion.rule()) {
      case Criterion.Age rule -> age(criterion, rule);
      case Criterion.Absence rule ->
          diagnosis(criterion, rule.diagnosis(), Result.NOT_MET, Result.MET);
      case Criterion.Presence rule ->
          diagnosis(criterion, rule.diagnosis(), Result.MET, Result.NOT_MET);
      case Laboratory rule -> laboratory(criterion, rule);
      case Criterion.NotInData _ -> result(criterion, Result.UNKNOWN, null, List.of());
    };
  }

  /** Decided by a birth date less precise than a day where every day of it decides the same. */
  private Eligibility age(Criterion criterion, Criterion.Age rule) {
    BirthInterval born = patient.bornWithin();
    LocalDate earliest = born == null ? patient.birthDate() : born.earliest();
    LocalDate latest = born == null ? patient.birthDate() : born.latest();
    if (earliest == null || latest == null) {
      return result(criterion, Result.UNKNOWN, null, List.of());
    }
    LocalDate session = start.date();
    if (earliest.isAfter(session)) {
      return result(criterion, Result.UNKNOWN, null, List.of(patient));
    }
    int oldest = Period.between(earliest, session).getYears();
    int youngest = latest.isAfter(session) ? 0 : Period.between(latest, session).getYears();
    Result result = Result.UNKNOWN;
    if (rule.min() <= youngest && oldest <= rule.max()) {
      result = Result.MET;
    } else if (oldest < rule.min() || rule.max() < youngest) {
      result = Result.NOT_MET;
    }
    return result(criterion, result, null, List.of(patient));
  }

  private Eligibility diagnosis(
      Criterion criterion, DiagnosisKind kind, Result ifPresent, Result ifAbsent) {
    List<DiagnosisEvidence> reports = new ArrayList<>();
    for (DiagnosisFact fact : facts.of(DiagnosisFact.class)) {
      if (fact.kind() == kind) {
        DiagnosisEvidence report = DiagnosisEvidence.at(start, fact);
        unusedIfOnlyForEligibility(
            fact, report == null ? UnusedReason.OUTSIDE_WINDOW : UnusedReason.DUPLICATE);
        if (report != null) {
          reports.add(report);
        }
      }
    }
    for (State state : State.values()) {
      List<DiagnosisEvidence> deciding = reports.stream().filter(r -> r.state() == state).toList();
      if (!deciding.isEmpty()) {
        return result(
            criterion,
            switch (state) {
              case PRESENT -> ifPresent;
              case UNDECIDED -> Result.UNKNOWN;
              case ABSENT -> ifAbsent;
            },
            deciding.stream()
                .map(DiagnosisEvidence::begun)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null),
            deciding.stream().map(DiagnosisEvidence::fact).toList());
      }
    }
    return result(criterion, Result.UNKNOWN, null, List.of());
  }

  /** Other rules read tumours and fractures, and say themselves why they do not use one. */
  private void unusedIfOnlyForEligibility(DiagnosisFact fact, UnusedReason reason) {
    if (!fact.kind().makesFigures()) {
      unused.add(fact, reason);
    }
  }

  private Eligibility laboratory(Criterion criterion, Laboratory rule) {
    List<LaboratoryFact> counted =
        facts.of(LaboratoryFact.class).stream()
            .filter(fact -> fact.laboratory() == rule.laboratory() && fact.status().counts())
            .sorted(LATEST_FIRST)
            .toList();
    Set<String> revised = new HashSet<>();
    counted.stream().filter(fact -> isRevision(fact)).forEach(f -> revised.add(f.identifier()));
    List<LaboratoryFact> candidates = new ArrayList<>();
    for (LaboratoryFact fact : counted) {
      long day = fact.at().dayOffsetFrom(start);
      if (day < -rule.withinDays() || day > 0) {
        unused.add(fact, UnusedReason.OUTSIDE_WINDOW);
      } else if (start.isBefore(fact.at())) {
        unused.add(fact, UnusedReason.AFTER_SESSION_START);
      } else if (!isRevision(fact) && revised.contains(fact.identifier())) {
        unused.add(fact, UnusedReason.SUPERSEDED);
      } else {
        candidates.add(fact);
      }
    }
    candidates.stream().skip(1).forEach(fact -> unused.add(fact, UnusedReason.NOT_THE_NEAREST));
    if (candidates.isEmpty()) {
      return result(criterion, Result.UNKNOWN, null, List.of());
    }
    LaboratoryFact latest = candidates.getFirst();
    return result(
        criterion,
        rule.admits(latest.thousandths()) ? Result.MET : Result.NOT_MET,
        latest.at(),
        List.of(latest));
  }

  /**
   * Whether a criterion that excludes is not met.
   *
   * @param results one per criterion, in their order
   */
  static boolean isOut(List<Criterion> criteria, List<Eligibility> results) {
    return IntStream.range(0, results.size())
        .anyMatch(i -> criteria.get(i).excludes() && results.get(i).result() == Result.NOT_MET);
  }

  private static boolean isRevision(LaboratoryFact fact) {
    return fact.status().code().equals("amended") || fact.status().code().equals("corrected");
  }

  private Eligibility result(
      Criterion criterion, Result result, @Nullable ClinicalTime at, List<? extends Fact> rests) {
    evidence.addAll(rests);
    return new Eligibility(
        criterion.id(),
        result,
        at == null ? null : Integer.valueOf(Math.toIntExact(at.dayOffsetFrom(start))),
        rests.stream().map(Fact::source).distinct().toList());
  }
}
