package org.pvpoutcomes.study;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Fact.ComplicationFact;
import org.pvpoutcomes.study.Fact.DiagnosisFact;
import org.pvpoutcomes.study.Fact.ProcedureFact;
import org.pvpoutcomes.study.Fact.ReportedComplication;
import org.pvpoutcomes.study.Member.UnusedReason;

/**
 * Ascribes what went wrong to sessions, from all shapes in which it is reported: {@code
 * Procedure.complication}, a resource that {@code Procedure.complicationDetail} refers to, or a
 * resource that refers to the procedure.
 *
 * <p>A leak can only come from cement, so a leak that no procedure claims goes to the latest
 * session that had begun at its onset, or to the only session; not so one that a procedure outside
 * the study's sessions claims. Pain, infection and the rest can come from the disease: unclaimed,
 * they are no complication of a session.
 */
final class AscribedComplications {

  private final List<TreatedSession> sessions;
  private final Set<String> claimedElsewhere;
  private final UnusedFacts unused;
  private final List<AscribedComplication> reports = new ArrayList<>();

  private AscribedComplications(
      List<TreatedSession> sessions, Set<String> claimedElsewhere, UnusedFacts unused) {
    this.sessions = sessions;
    this.claimedElsewhere = claimedElsewhere;
    this.unused = unused;
  }

  /**
   * All reports that belong to a session.
   *
   * @param complications those that count and are not after the death
   * @param fractures pathological fractures that a procedure names as its complication
   * @param claimedElsewhere references that procedures outside the sessions name as their
   *     complication
   * @param unused takes those that belong to no session
   */
  static List<AscribedComplication> of(
      List<TreatedSession> sessions,
      List<ComplicationFact> complications,
      List<DiagnosisFact> fractures,
      Set<String> claimedElsewhere,
      UnusedFacts unused) {
    AscribedComplications collected = new AscribedComplications(sessions, claimedElsewhere, unused);
    for (TreatedSession session : sessions) {
      session.sitting().procedures().forEach(procedure -> collected.add(session, procedure));
    }
    complications.forEach(collected::add);
    fractures.forEach(collected::add);
    return List.copyOf(collected.reports);
  }

  /** References of everything that the procedures name as their complication. */
  static Set<String> details(Collection<ProcedureFact> procedures) {
    Set<String> details = new HashSet<>();
    procedures.forEach(procedure -> details.addAll(procedure.complicationDetails()));
    return details;
  }

  private void add(TreatedSession session, ProcedureFact procedure) {
    List<Vertebra> candidates = session.vertebraeOf(List.of(procedure.source().reference()));
    for (ReportedComplication complication : procedure.complications()) {
      Vertebra vertebra = place(complication.kind(), candidates, null);
      reports.add(
          new AscribedComplication(
              session,
              complication.kind(),
              complication.leakSite(),
              vertebra,
              null,
              null,
              procedure.source()));
    }
  }

  private void add(ComplicationFact fact) {
    String reference = fact.source().reference();
    List<TreatedSession> linked =
        sessions.stream().filter(s -> !claims(s, reference, fact.procedures()).isEmpty()).toList();
    TreatedSession session;
    List<Vertebra> candidates;
    if (linked.isEmpty()) {
      session = isUnclaimedLeak(fact) ? cause(fact.onset()) : null;
      candidates = session == null ? List.of() : session.vertebrae();
    } else {
      session = latest(linked, fact.onset());
      session = session == null ? linked.getFirst() : session;
      candidates = session.vertebraeOf(claims(session, reference, fact.procedures()));
    }
    if (session == null) {
      unused.add(fact, UnusedReason.NOT_ATTRIBUTABLE);
      return;
    }
    reports.add(
        new AscribedComplication(
            session,
            fact.kind(),
            fact.leakSite(),
            place(fact.kind(), candidates, fact.level()),
            fact.onset(),
            fact.resolution(),
            fact.source()));
  }

  private void add(DiagnosisFact fracture) {
    String reference = fracture.source().reference();
    for (TreatedSession session : sessions) {
      List<String> claims = claims(session, reference, List.of());
      if (!claims.isEmpty()) {
        VertebralLevel level = fracture.levels().size() == 1 ? fracture.levels().getFirst() : null;
        Vertebra vertebra = place(ComplicationKind.FRACTURE, session.vertebraeOf(claims), level);
        reports.add(
            new AscribedComplication(
                session,
                ComplicationKind.FRACTURE,
                null,
                vertebra,
                fracture.onset(),
                null,
                fracture.source()));
        return;
      }
    }
  }

  /** A leak that neither refers to a procedure nor is referred to by one. */
  private boolean isUnclaimedLeak(ComplicationFact fact) {
    return fact.kind() == ComplicationKind.CEMENT_LEAKAGE
        && fact.procedures().isEmpty()
        && !claimedElsewhere.contains(fact.source().reference());
  }

  /** The session that must have caused a leak; null where it cannot be told. */
  private @Nullable TreatedSession cause(@Nullable ClinicalTime onset) {
    return onset == null && sessions.size() > 1 ? null : latest(sessions, onset);
  }

  /** References to the session's procedures that claim the resource, or that it claims. */
  private static List<String> claims(
      TreatedSession session, String reference, Collection<String> procedures) {
    List<String> claims = new ArrayList<>();
    session.sitting().named(procedures).forEach(p -> claims.add(p.source().reference()));
    for (ProcedureFact procedure : session.sitting().procedures()) {
      if (procedure.complicationDetails().contains(reference)) {
        claims.add(procedure.source().reference());
      }
    }
    return claims;
  }

  /** The latest session that had begun at the onset; the first when the onset is not known. */
  private static @Nullable TreatedSession latest(
      List<TreatedSession> sessions, @Nullable ClinicalTime onset) {
    if (onset == null) {
      return sessions.getFirst();
    }
    TreatedSession latest = null;
    for (TreatedSession session : sessions) {
      if (session.sitting().hadBegunBy(onset)) {
        latest = session;
      }
    }
    return latest;
  }

  /**
   * The vertebra a complication concerns. A new fracture is often of a neighbour that was not
   * treated, so it needs a level of its own; all else is of the only vertebra of its procedure.
   */
  private static @Nullable Vertebra place(
      ComplicationKind kind, List<Vertebra> candidates, @Nullable VertebralLevel level) {
    if (kind == ComplicationKind.FRACTURE && (level == null || !level.isParticular())) {
      return null;
    }
    return Vertebra.pick(candidates, level);
  }
}
