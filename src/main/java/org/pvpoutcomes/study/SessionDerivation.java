package org.pvpoutcomes.study;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Fact.BodyStructureFact;
import org.pvpoutcomes.study.Fact.CementVolumeFact;
import org.pvpoutcomes.study.Fact.ComplicationFact;
import org.pvpoutcomes.study.Fact.DiagnosisFact;
import org.pvpoutcomes.study.Fact.DiagnosisKind;
import org.pvpoutcomes.study.Fact.ProcedureFact;
import org.pvpoutcomes.study.Member.Event;
import org.pvpoutcomes.study.Member.Session;
import org.pvpoutcomes.study.Member.TreatedVertebra;
import org.pvpoutcomes.study.Member.UnusedReason;

/** The sessions of one patient with their vertebrae and events. */
final class SessionDerivation {

  private final PatientFacts facts;
  private final BodyStructures structures;
  private final UnusedFacts unused;

  /**
   * Derives the sessions of a patient.
   *
   * @param facts all of the patient
   * @param structures those that procedures refer to
   * @param unused takes what has no part in a session
   */
  SessionDerivation(PatientFacts facts, BodyStructures structures, UnusedFacts unused) {
    this.facts = facts;
    this.structures = structures;
    this.unused = unused;
  }

  /**
   * Days from the index session to the death: by the Patient, else by the earliest event that
   * reports it.
   *
   * @param death as the Patient says; null while alive, or when it is not known to the day
   * @param start of the index session
   * @return null when nobody tells the day
   */
  static @Nullable Integer deathDay(
      @Nullable ClinicalTime death, List<Session> sessions, ClinicalTime start) {
    if (death != null) {
      return Math.toIntExact(death.dayOffsetFrom(start));
    }
    List<Integer> reported = new ArrayList<>();
    for (Session session : sessions) {
      for (Event event : session.events()) {
        Integer onset = event.onsetDay();
        if (event.kind() == ComplicationKind.DEATH && onset != null) {
          reported.add(session.day() + onset);
        }
      }
    }
    return reported.isEmpty() ? null : Collections.min(reported);
  }

  /**
   * The sessions in order of time.
   *
   * @param complications those that count and are not after the death, like the next two
   */
  List<Session> sessions(
      List<Sitting> sittings,
      List<ComplicationFact> complications,
      List<DiagnosisFact> diagnoses,
      List<CementVolumeFact> volumes) {
    List<TreatedSession> treated = sittings.stream().map(VertebraDerivation::vertebrae).toList();
    List<ProcedureFact> inSessions =
        sittings.stream().flatMap(sitting -> sitting.procedures().stream()).toList();
    List<ProcedureFact> elsewhere = new ArrayList<>(facts.of(ProcedureFact.class));
    elsewhere.removeAll(new HashSet<>(inSessions));
    Set<String> details = AscribedComplications.details(inSessions);

    List<DiagnosisFact> fractures = fractures(diagnoses, details, complications);
    VertebraFindings findings =
        VertebraFindings.of(
            treated,
            volumes,
            fractures.stream().filter(d -> !details.contains(d.source().reference())).toList(),
            structures,
            unused);
    List<AscribedComplication> reports =
        AscribedComplications.of(
            treated,
            complications,
            fractures.stream().filter(d -> details.contains(d.source().reference())).toList(),
            AscribedComplications.details(elsewhere),
            unused);
    noteUnusedStructures(inSessions);
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
  private List<DiagnosisFact> fractures(
      List<DiagnosisFact> diagnoses, Set<String> details, List<ComplicationFact> complications) {
    Set<SourceVersion> reported = new HashSet<>();
    for (ComplicationFact complication : complications) {
      if (complication.kind() == ComplicationKind.FRACTURE) {
        reported.add(complication.source());
      }
    }
    List<DiagnosisFact> fractures = new ArrayList<>();
    for (DiagnosisFact diagnosis : diagnoses) {
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

  /** A body structure to which no procedure of a session refers is none of the study's business. */
  private void noteUnusedStructures(List<ProcedureFact> inSessions) {
    Set<SourceVersion> referredTo = structures.sources(inSessions);
    facts.of(BodyStructureFact.class).stream()
        .filter(structure -> !referredTo.contains(structure.source()))
        .forEach(structure -> unused.add(structure, UnusedReason.NOT_A_MEASURE_OF_THE_STUDY));
  }

  private Session session(
      int number,
      TreatedSession session,
      Sitting index,
      VertebraFindings findings,
      List<AscribedComplication> reports) {
    List<TreatedVertebra> vertebrae = new ArrayList<>();
    for (Vertebra vertebra : session.vertebrae()) {
      vertebrae.add(findings.treated(vertebrae.size() + 1, vertebra));
    }
    SortedSet<SourceVersion> sources = structures.sources(session.sitting().procedures());
    session.sitting().procedures().forEach(procedure -> sources.add(procedure.source()));
    return new Session(
        number,
        session.sitting().start(),
        Math.toIntExact(session.sitting().start().dayOffsetFrom(index.start())),
        List.copyOf(sources),
        vertebrae,
        MergedReports.events(EventMerging.merged(session, reports)),
        session.sitting().site());
  }
}
