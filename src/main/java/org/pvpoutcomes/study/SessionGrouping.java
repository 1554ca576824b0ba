package org.pvpoutcomes.study;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Fact.ProcedureFact;
import org.pvpoutcomes.study.Member.UnusedReason;

/**
 * Which procedures make up which session.
 *
 * <p>Procedures that {@code Procedure.partOf} (FHIR R4) ties together, directly or by a common
 * whole, are one session even over midnight. A procedure tied to no other one goes by calendar day
 * as written: to the first tied session of that day, else to the session of all untied procedures
 * of that day. Two tied sessions of one day stay two, because the sender says so.
 */
final class SessionGrouping {

  private final Map<String, String> representatives = new HashMap<>();

  private SessionGrouping() {}

  /**
   * Groups procedures into sessions, in order of time.
   *
   * @param procedures those whose status and kind count
   * @param death nothing dated after its calendar date counts; null while alive
   * @param unused takes the procedures that belong to no session
   */
  static List<Sitting> sessions(
      List<ProcedureFact> procedures, @Nullable ClinicalTime death, UnusedFacts unused) {
    List<Sitting> tied = new ArrayList<>();
    Map<LocalDate, List<ProcedureFact>> untied = new TreeMap<>();
    for (List<ProcedureFact> group : new SessionGrouping().tied(procedures)) {
      List<ProcedureFact> counted = counted(group, death, unused);
      ClinicalTime start = Sitting.earliest(counted);
      if (start == null) {
        continue;
      }
      if (group.size() > 1) {
        tied.add(new Sitting(counted));
      } else {
        untied.computeIfAbsent(start.date(), d -> new ArrayList<>()).addAll(counted);
      }
    }
    return join(tied, untied);
  }

  private static List<Sitting> join(
      List<Sitting> tied, Map<LocalDate, List<ProcedureFact>> untied) {
    Comparator<Sitting> order =
        Comparator.comparing(Sitting::start)
            .thenComparing(sitting -> sitting.procedures().getFirst().source());
    List<Sitting> sittings = new ArrayList<>();
    for (Sitting sitting : tied.stream().sorted(order).toList()) {
      List<ProcedureFact> members = new ArrayList<>(sitting.procedures());
      List<ProcedureFact> sameDay = untied.remove(sitting.start().date());
      if (sameDay != null) {
        members.addAll(sameDay);
      }
      sittings.add(new Sitting(members));
    }
    untied.values().forEach(members -> sittings.add(new Sitting(members)));
    return sittings.stream().sorted(order).toList();
  }

  /** Leaves out what has no date or is dated after the death. */
  private static List<ProcedureFact> counted(
      List<ProcedureFact> group, @Nullable ClinicalTime death, UnusedFacts unused) {
    ClinicalTime start = Sitting.earliest(group);
    List<ProcedureFact> counted = new ArrayList<>();
    for (ProcedureFact procedure : group) {
      if (start == null) {
        unused.add(procedure, UnusedReason.NO_DATE);
      } else if (PatientFacts.isAfterDeath(procedure, death)
          || (death != null && start.date().isAfter(death.date()))) {
        unused.add(procedure, UnusedReason.AFTER_DEATH);
      } else {
        counted.add(procedure);
      }
    }
    return counted;
  }

  /** Groups by partOf, with the usual forest of representatives (union-find). */
  private Collection<List<ProcedureFact>> tied(List<ProcedureFact> procedures) {
    for (ProcedureFact procedure : procedures) {
      for (String whole : procedure.partOf()) {
        representatives.put(representative(procedure.source().reference()), representative(whole));
      }
    }
    Map<String, List<ProcedureFact>> groups = new LinkedHashMap<>();
    for (ProcedureFact procedure : procedures) {
      groups
          .computeIfAbsent(representative(procedure.source().reference()), r -> new ArrayList<>())
          .add(procedure);
    }
    return groups.values();
  }

  private String representative(String reference) {
    String current = reference;
    String next = representatives.getOrDefault(current, current);
    while (!next.equals(current)) {
      String afterNext = representatives.getOrDefault(next, next);
      representatives.put(current, afterNext);
      current = next;
      next = afterNext;
    }
    return current;
  }
}
