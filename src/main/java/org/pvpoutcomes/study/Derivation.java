package org.pvpoutcomes.study;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Fact.CementVolumeFact;
import org.pvpoutcomes.study.Fact.ComplicationFact;
import org.pvpoutcomes.study.Fact.DiagnosisFact;
import org.pvpoutcomes.study.Fact.DiagnosisKind;
import org.pvpoutcomes.study.Fact.FollowUpFact;
import org.pvpoutcomes.study.Fact.LaboratoryFact;
import org.pvpoutcomes.study.Fact.PatientFact;
import org.pvpoutcomes.study.Fact.ProcedureFact;
import org.pvpoutcomes.study.Fact.UnusableFact;
import org.pvpoutcomes.study.Member.Inclusion;
import org.pvpoutcomes.study.Member.Series;
import org.pvpoutcomes.study.Member.Session;
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

  /**
   * Rises whenever the same facts give another row, so that stored rows are derived again at the
   * next start.
   */
  public static final int RULES = 2;

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
  private final boolean isTestPatient;
  private final PatientFacts facts;
  private final Protocol protocol;
  private final BodyStructures structures;
  private final UnusedFacts unused;
  private final @Nullable PatientFact patientFact;
  private final @Nullable ClinicalTime death;
  private final OmedFactors factors;

  private Derivation(
      String patient,
      PatientFacts facts,
      Protocol protocol,
      TestData testData,
      OmedFactors factors) {
    List<Fact> leftOut =
        facts.all().stream().filter(fact -> testData.leavesOut(fact.source())).toList();
    PatientFacts counted = facts.without(leftOut);
    this.patient = patient;
    this.unused = new UnusedFacts(facts.of(ProcedureFact.class));
    leftOut.forEach(fact -> unused.add(fact, UnusedReason.TEST_DATA));
    this.patientFact = facts.patient(patient);
    this.isTestPatient =
        patientFact == null
            ? !leftOut.isEmpty() && leftOut.size() == facts.all().size()
            : leftOut.contains(patientFact);
    this.structures = BodyStructures.of(counted);
    this.facts = structures.joinedTo(counted);
    this.protocol = protocol;
    this.factors = factors;
    this.death = patientFact == null ? null : patientFact.death();
  }

  /** The patient's row, where test data count and no opioid has an equivalent dose. */
  public static Member derive(String patient, Collection<Fact> facts, Protocol protocol) {
    return derive(patient, facts, protocol, TestData.COUNTED, OmedFactors.EMPTY);
  }

  /**
   * The patient's row.
   *
   * @param patient literal reference, {@code Patient/123}
   * @param facts all current facts of that patient and of those who are merged into it, and of
   *     nobody else; who the patient is says its own Patient alone
   * @param protocol the study
   * @param testData whether facts from resources that are marked as test data count
   * @param factors by which doses of opioids become equivalent doses of oral morphine
   */
  public static Member derive(
      String patient,
      Collection<Fact> facts,
      Protocol protocol,
      TestData testData,
      OmedFactors factors) {
    return new Derivation(patient, PatientFacts.of(facts), protocol, testData, factors).member();
  }

  /** The row of a patient who is merged into another one: everything counts there. */
  public static Member merged(String patient) {
    return Member.excluded(patient, Inclusion.MERGED, List.of());
  }

  private Member member() {
    if (isTestPatient) {
      return excluded(Inclusion.TEST_DATA);
    }
    facts.all().stream()
        .filter(fact -> !PatientFacts.counts(fact))
        .forEach(fact -> unused.add(fact, UnusedReason.STATUS_NOT_COUNTED));
    for (ProcedureFact procedure : counting(ProcedureFact.class)) {
      if (!protocol.indexProcedure().kinds().contains(procedure.kind())) {
        unused.add(procedure, UnusedReason.NOT_AN_INDEX_PROCEDURE);
      }
    }
    List<Sitting> sittings =
        fromIndexSession(SessionGrouping.sessions(counting(ProcedureFact.class), death, unused));
    if (patientFact == null) {
      return excluded(Inclusion.PATIENT_NOT_RECEIVED);
    }
    if (sittings.isEmpty()) {
      return excluded(Inclusion.NO_INDEX_SESSION);
    }
    ClinicalTime start = sittings.getFirst().start();
    EligibilityDerivation judgement = new EligibilityDerivation(facts, patientFact, start, unused);
    List<Eligibility> eligibility = judgement.judge(protocol.eligibility());
    return EligibilityDerivation.isOut(protocol.eligibility(), eligibility)
        ? notEligible(patientFact, start, eligibility, judgement.evidence())
        : included(patientFact, sittings, eligibility, judgement.evidence());
  }

  /** The index session and those after it; none where no session can be the index session. */
  private List<Sitting> fromIndexSession(List<Sitting> sittings) {
    int index = 0;
    while (index < sittings.size()
        && !protocol
            .indexProcedure()
            .admits(sittings.get(index).start().date(), sittings.get(index).site())) {
      sittings
          .get(index)
          .procedures()
          .forEach(procedure -> unused.add(procedure, UnusedReason.NOT_AN_INDEX_PROCEDURE));
      index++;
    }
    return sittings.subList(index, sittings.size());
  }

  /** The facts of a kind for which no reason against them is known so far. */
  private <F extends Fact> List<F> counting(Class<F> kind) {
    return facts.of(kind).stream().filter(fact -> !unused.contains(fact)).toList();
  }

  private Member excluded(Inclusion inclusion) {
    return Member.excluded(patient, inclusion, notInStudy(List.of()).list(null));
  }

  private Member notEligible(
      PatientFact person,
      ClinicalTime start,
      List<Eligibility> eligibility,
      Collection<Fact> evidence) {
    List<Fact> used = new ArrayList<>(evidence);
    used.add(person);
    return new Member(
        patient,
        Inclusion.NOT_ELIGIBLE,
        start,
        eligibility,
        person.source(),
        person.sex(),
        person.ageOn(start.date()),
        null,
        person.deceased() || death != null,
        death,
        SessionDerivation.deathDay(death, List.of(), start),
        List.of(),
        List.of(),
        null,
        null,
        notInStudy(used).list(start));
  }

  /**
   * All facts but those used; a procedure, test data and what has no value keep their own reason.
   */
  private UnusedFacts notInStudy(Collection<Fact> used) {
    UnusedFacts all = new UnusedFacts(List.of());
    unused.each(
        (fact, reason) -> {
          if (fact instanceof ProcedureFact || reason == UnusedReason.TEST_DATA) {
            all.add(fact, reason);
          }
        });
    facts.of(UnusableFact.class).forEach(fact -> all.add(fact, fact.reason().unused()));
    facts.all().forEach(fact -> all.add(fact, UnusedReason.PATIENT_NOT_IN_STUDY));
    all.remove(used);
    return all;
  }

  private Member included(
      PatientFact person,
      List<Sitting> sittings,
      List<Eligibility> eligibility,
      Collection<Fact> evidence) {
    facts.of(PatientFact.class).stream()
        .filter(fact -> !fact.equals(person))
        .forEach(fact -> unused.add(fact, unusedPerson(fact)));
    List<Session> sessions =
        new SessionDerivation(facts, structures, unused)
            .sessions(
                sittings,
                alive(ComplicationFact.class),
                alive(DiagnosisFact.class),
                alive(CementVolumeFact.class));
    ClinicalTime start = sittings.getFirst().start();
    List<Series> series =
        new SeriesDerivation(facts, protocol, sittings.getFirst(), death, unused).series();
    PainResponse painResponse =
        new PainResponseDerivation(facts, protocol, start, death, factors, unused).response(series);
    PrimaryTumour tumour = primaryTumour();
    FollowUpFact followUp = followUp();
    counting(LaboratoryFact.class)
        .forEach(fact -> unused.add(fact, UnusedReason.NOT_A_MEASURE_OF_THE_STUDY));
    unused.remove(evidence);
    facts.of(UnusableFact.class).forEach(fact -> unused.add(fact, fact.reason().unused()));
    return new Member(
        patient,
        Inclusion.INCLUDED,
        start,
        eligibility,
        person.source(),
        person.sex(),
        person.ageOn(start.date()),
        tumour,
        person.deceased() || death != null,
        death,
        SessionDerivation.deathDay(death, sessions, start),
        sessions,
        series,
        followUp == null ? null : Integer.valueOf(followUp.thousandthsOfMonths()),
        followUp == null ? null : followUp.source(),
        unused.list(start),
        painResponse,
        LastObservation.day(facts.all(), followUp, death, start));
  }

  /** A Patient of one who was replaced by this one, or an old version of this one. */
  private UnusedReason unusedPerson(PatientFact fact) {
    return fact.source().reference().equals(patient)
        ? UnusedReason.DUPLICATE
        : UnusedReason.SUPERSEDED;
  }

  /** The counting facts of a kind that are not dated after the death. */
  private <F extends Fact> List<F> alive(Class<F> kind) {
    List<F> alive = new ArrayList<>();
    for (F fact : counting(kind)) {
      if (fact instanceof DiagnosisFact d && !d.kind().makesFigures()) {
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
