package org.pvpoutcomes.study;

import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Fact.CementVolumeFact;
import org.pvpoutcomes.study.Fact.ComplicationFact;
import org.pvpoutcomes.study.Fact.DiagnosisFact;
import org.pvpoutcomes.study.Fact.DiagnosisKind;
import org.pvpoutcomes.study.Fact.FollowUpFact;
import org.pvpoutcomes.study.Fact.PatientFact;
import org.pvpoutcomes.study.Fact.ProcedureFact;
import org.pvpoutcomes.study.Member.Inclusion;
import org.pvpoutcomes.study.Member.Series;
import org.pvpoutcomes.study.Member.Session;
import org.pvpoutcomes.study.Member.TreatedVertebra;
import org.pvpoutcomes.study.Member.UnusedReason;

/**
 * Turns all current facts of one patient into that patient's row in a study.
 *
 * <p>A pure function: the same facts give the same row, in whatever order and however many times
 * they arrive. That is what makes late, amended, deleted and duplicated data harmless. Every fact
 * either has a part in the row or is listed in {@link Member#unused()} with the first reason that
 * applies.
 */
public final class Derivation {

  private static final Comparator<DiagnosisFact> NAMED_TUMOUR_FIRST =
      Comparator.comparing((DiagnosisFact fact) -> fact.tumour() == PrimaryTumour.UNKNOWN)
          .thenComparing(fact -> fact.tumour() == PrimaryTumour.OTHER)
          .thenComparing(DiagnosisFact::onset, Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparing(DiagnosisFact::identifier)
          .thenComparing(PatientFacts.ORDER);

  private static final Comparator<FollowUpFact> LATEST_FOLLOW_UP_FIRST =
      Comparator.comparing(FollowUpFact::at, Comparator.reverseOrder())
          .thenComparing(FollowUpFact::identifier)
          .thenComparing(PatientFacts.ORDER);

  private final String patient;
  private final PatientFacts facts;
  private final Protocol protocol;
  private final UnusedFacts unused = new UnusedFacts();
  private final @Nullable PatientFact patientFact;
  private final @Nullable ClinicalTime death;

  private Derivation(String patient, PatientFacts facts, Protocol protocol) {
    this.patient = patient;
    this.facts = facts;
    this.protocol = protocol;
    this.patientFact = facts.patient();
    this.death = patientFact == null ? null : patientFact.death();
  }

  /**
   * The patient's row.
   *
   * @param patient literal reference, {@code Patient/123}
   * @param facts all current facts of that patient and of nobody else
   * @param protocol the study
   */
  public static Member derive(String patient, Collection<Fact> facts, Protocol protocol) {
    return new Derivation(patient, PatientFacts.of(facts), protocol).member();
  }

  private Member member() {
    facts.all().stream()
        .filter(fact -> !PatientFacts.counts(fact))
        .forEach(fact -> unused.add(fact, UnusedReason.STATUS_NOT_COUNTED));
    for (ProcedureFact procedure : counting(ProcedureFact.class)) {
      if (!protocol.indexProcedure().contains(procedure.kind())) {
        unused.add(procedure, UnusedReason.NOT_AN_INDEX_PROCEDURE);
      }
    }
    List<Sitting> sittings = SessionGrouping.sessions(counting(ProcedureFact.class), death, unused);
    if (patientFact == null) {
      return excluded(Inclusion.PATIENT_NOT_RECEIVED);
    }
    return sittings.isEmpty()
        ? excluded(Inclusion.NO_INDEX_SESSION)
        : included(patientFact, sittings);
  }

  /** The facts of a kind for which no reason against them is known so far. */
  private <F extends Fact> List<F> counting(Class<F> kind) {
    return facts.of(kind).stream().filter(fact -> !unused.contains(fact)).toList();
  }

  private Member excluded(Inclusion inclusion) {
    UnusedFacts all = new UnusedFacts();
    for (Fact fact : facts.all()) {
      UnusedReason own =
          fact instanceof ProcedureFact
              ? unused.reason(fact).orElse(UnusedReason.PATIENT_NOT_IN_STUDY)
              : UnusedReason.PATIENT_NOT_IN_STUDY;
      all.add(fact, own);
    }
    return new Member(
        patient,
        inclusion,
        null,
        Sex.UNKNOWN,
        null,
        null,
        false,
        null,
        List.of(),
        List.of(),
        null,
        null,
        all.list(null));
  }

  private Member included(PatientFact person, List<Sitting> sittings) {
    facts.of(PatientFact.class).stream()
        .filter(fact -> !fact.equals(person))
        .forEach(fact -> unused.add(fact, UnusedReason.DUPLICATE));
    List<Session> sessions = sessions(sittings);
    ClinicalTime start = sittings.getFirst().start();
    List<Series> series =
        new SeriesDerivation(facts, protocol, sittings.getFirst(), death, unused).series();
    PrimaryTumour tumour = primaryTumour();
    FollowUpFact followUp = followUp();
    return new Member(
        patient,
        Inclusion.INCLUDED,
        person.source(),
        person.sex(),
        age(person.birthDate(), start.date()),
        tumour,
        person.deceased() || death != null,
        death,
        sessions,
        series,
        followUp == null ? null : Integer.valueOf(followUp.thousandthsOfMonths()),
        followUp == null ? null : followUp.source(),
        unused.list(start));
  }

  /** Completed years; null where the birth date is not known or lies after the date. */
  private static @Nullable Integer age(@Nullable LocalDate birthDate, LocalDate date) {
    return birthDate == null || birthDate.isAfter(date)
        ? null
        : Integer.valueOf(Period.between(birthDate, date).getYears());
  }

  private List<Session> sessions(List<Sitting> sittings) {
    List<TreatedSession> treated = sittings.stream().map(VertebraDerivation::vertebrae).toList();
    List<ProcedureFact> inSessions =
        sittings.stream().flatMap(sitting -> sitting.procedures().stream()).toList();
    List<ProcedureFact> elsewhere = new ArrayList<>(facts.of(ProcedureFact.class));
    elsewhere.removeAll(new HashSet<>(inSessions));
    Set<String> details = AscribedComplications.details(inSessions);

    List<ComplicationFact> complications = alive(ComplicationFact.class);
    List<DiagnosisFact> diagnoses = fractures(details, complications);
    VertebraFindings findings =
        VertebraFindings.of(
            treated,
            alive(CementVolumeFact.class),
            diagnoses.stream().filter(d -> !details.contains(d.source().reference())).toList(),
            unused);
    List<AscribedComplication> reports =
        AscribedComplications.of(
            treated,
            complications,
            diagnoses.stream().filter(d -> details.contains(d.source().reference())).toList(),
            AscribedComplications.details(elsewhere),
            unused);
    List<Session> sessions = new ArrayList<>();
    for (TreatedSession session : treated) {
      sessions.add(session(sessions.size() + 1, session, sittings.getFirst(), findings, reports));
    }
    return sessions;
  }

  /**
   * The pathological fractures that count. One that a resource reports both as a diagnosis and as a
   * complication is only the latter.
   */
  private List<DiagnosisFact> fractures(Set<String> details, List<ComplicationFact> complications) {
    Set<SourceVersion> reported = new HashSet<>();
    for (ComplicationFact complication : complications) {
      if (complication.kind() == ComplicationKind.FRACTURE) {
        reported.add(complication.source());
      }
    }
    List<DiagnosisFact> fractures = new ArrayList<>();
    for (DiagnosisFact diagnosis : alive(DiagnosisFact.class)) {
      if (diagnosis.kind() == DiagnosisKind.PATHOLOGICAL_FRACTURE) {
        if (reported.contains(diagnosis.source())
            && !details.contains(diagnosis.source().reference())) {
          unused.add(diagnosis, UnusedReason.DUPLICATE);
        } else {
          fractures.add(diagnosis);
        }
      }
    }
    return fractures;
  }

  private static Session session(
      int number,
      TreatedSession session,
      Sitting index,
      VertebraFindings findings,
      List<AscribedComplication> reports) {
    List<TreatedVertebra> vertebrae = new ArrayList<>();
    for (Vertebra vertebra : session.vertebrae()) {
      vertebrae.add(findings.treated(vertebrae.size() + 1, vertebra));
    }
    return new Session(
        number,
        session.sitting().start(),
        Math.toIntExact(session.sitting().start().dayOffsetFrom(index.start())),
        session.sitting().procedures().stream().map(ProcedureFact::source).distinct().toList(),
        vertebrae,
        EventMerging.events(session, reports));
  }

  /** The counting facts of a kind that are not dated after the death. */
  private <F extends Fact> List<F> alive(Class<F> kind) {
    List<F> alive = new ArrayList<>();
    for (F fact : counting(kind)) {
      if (fact instanceof DiagnosisFact d && d.kind() == DiagnosisKind.SPINAL_METASTASIS) {
        unused.add(fact, UnusedReason.NOT_A_MEASURE_OF_THE_STUDY);
      } else if (PatientFacts.isAfterDeath(fact, death)) {
        unused.add(fact, UnusedReason.AFTER_DEATH);
      } else {
        alive.add(fact);
      }
    }
    return alive;
  }

  private @Nullable PrimaryTumour primaryTumour() {
    DiagnosisFact named =
        first(
            alive(DiagnosisFact.class).stream()
                .filter(fact -> fact.kind() == DiagnosisKind.PRIMARY_TUMOUR)
                .sorted(NAMED_TUMOUR_FIRST)
                .toList());
    return named == null ? null : named.tumour();
  }

  private @Nullable FollowUpFact followUp() {
    return first(alive(FollowUpFact.class).stream().sorted(LATEST_FOLLOW_UP_FIRST).toList());
  }

  /** The first; the others are duplicates. */
  private <F extends Fact> @Nullable F first(List<F> reports) {
    reports.stream().skip(1).forEach(fact -> unused.add(fact, UnusedReason.DUPLICATE));
    return reports.isEmpty() ? null : reports.getFirst();
  }
}
