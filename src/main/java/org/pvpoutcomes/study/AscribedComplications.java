package org.pvpoutcomes.study;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Fact.ComplicationFact;
import org.pvpoutcomes.study.Fact.DiagnosisFact;
import org.pvpoutcomes.study.Fact.ProcedureFact;
import org.pvpoutcomes.study.Fact.ReportedComplication;

/**
 * Ascribes what went wrong to sessions, from all shapes in which it is reported: {@code
 * Procedure.complication}, a resource that {@code Procedure.complicationDetail} refers to, or a
 * resource that refers to the procedure.
 *
 * <p>Which session it is, {@link ComplicationSessions} decides.
 */
final class AscribedComplications {

  private final List<TreatedSession> sessions;
  private final UnusedFacts unused;
  private final List<AscribedComplication> reports = new ArrayList<>();

  private AscribedComplications(List<TreatedSession> sessions, UnusedFacts unused) {
    this.sessions = sessions;
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
    AscribedComplications collected = new AscribedComplications(sessions, unused);
    for (TreatedSession session : sessions) {
      session.sitting().procedures().forEach(procedure -> collected.add(session, procedure));
    }
    fractures.forEach(collected::add);
    Map<ComplicationFact, TreatedSession> sessionOf =
        ComplicationSessions.of(
            sessions, complications, collected.sessionsOfResources(), claimedElsewhere);
    complications.forEach(fact -> collected.add(fact, sessionOf.get(fact)));
    return List.copyOf(collected.reports);
  }

  /** The sessions of the resources ascribed so far that are no procedures. */
  private Map<String, Set<TreatedSession>> sessionsOfResources() {
    Map<String, Set<TreatedSession>> found = new HashMap<>();
    for (AscribedComplication report : reports) {
      found
          .computeIfAbsent(report.source().reference(), r -> new HashSet<>())
          .add(report.session());
    }
    return found;
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
              Set.of(),
              complication.details(),
              procedure.source()));
    }
  }

  private void add(ComplicationFact fact, @Nullable TreatedSession session) {
    if (session == null) {
      unused.addNotAttributable(fact, fact.procedures());
      return;
    }
    List<String> claims = claims(session, fact.source().reference(), fact.procedures());
    List<Vertebra> candidates =
        claims.isEmpty() ? session.vertebrae() : session.vertebraeOf(claims);
    reports.add(
        new AscribedComplication(
            session,
            fact.kind(),
            fact.leakSite(),
            place(fact.kind(), candidates, fact.level()),
            fact.onset(),
            fact.resolution(),
            Set.copyOf(fact.related()),
            fact.details(),
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
                Set.of(),
                EventDetails.NONE,
                fracture.source()));
        return;
      }
    }
  }

  /** References to the session's procedures that claim the resource, or that it claims. */
  static List<String> claims(
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
