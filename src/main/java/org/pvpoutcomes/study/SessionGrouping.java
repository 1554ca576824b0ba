package org.pvpoutcomes.study;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Fact.ProcedureFact;
import org.pvpoutcomes.study.Member.UnusedReason;

/**
 * Which procedures make up which session.
 *
 * <p>Procedures that {@code Procedure.partOf} (FHIR R4) ties together, directly or by a common
 * whole, are one session even over midnight. A procedure tied to no other one goes by calendar day
 * as written: to the tied session of that day and encounter, else to the first tied session of that
 * day, else to the session of all untied procedures of that day. Two tied sessions of one day stay
 * two, because the sender says so, unless they share a procedure: copies of one ({@link
 * ProcedureIdentity}) are in one session, and what is part of one copy is part of the others.
 * Procedures without a date go to the session of their encounter, if there is exactly one.
 */
final class SessionGrouping {

  private static final Comparator<Sitting> ORDER =
      Comparator.comparing(Sitting::start)
          .thenComparing(sitting -> sitting.procedures().getFirst().source());

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
    List<List<ProcedureFact>> undated = new ArrayList<>();
    for (List<ProcedureFact> group : new SessionGrouping().tied(procedures)) {
      List<ProcedureFact> counted = counted(group, death, unused);
      ClinicalTime start = Sitting.earliest(counted);
      if (start == null) {
        if (!counted.isEmpty()) {
          undated.add(counted);
        }
      } else if (isTied(group)) {
        tied.add(new Sitting(counted));
      } else {
        untied.computeIfAbsent(start.date(), d -> new ArrayList<>()).addAll(counted);
      }
    }
    return withUndated(join(tied, untied), undated, unused);
  }

  /** Whether it holds more than copies of one procedure. */
  private static boolean isTied(List<ProcedureFact> group) {
    return group.stream().map(ProcedureIdentity::of).distinct().count() > 1;
  }

  private static List<Sitting> join(
      List<Sitting> tied, Map<LocalDate, List<ProcedureFact>> untied) {
    Map<Sitting, List<ProcedureFact>> joined = new LinkedHashMap<>();
    tied.stream()
        .sorted(ORDER)
        .forEach(sitting -> joined.put(sitting, new ArrayList<>(sitting.procedures())));
    List<Sitting> sittings = new ArrayList<>();
    untied.forEach(
        (date, sameDay) -> {
          List<Sitting> candidates =
              joined.keySet().stream().filter(s -> s.start().date().equals(date)).toList();
          if (candidates.isEmpty()) {
            sittings.add(new Sitting(sameDay));
          } else {
            sameDay.forEach(
                p ->
                    joined
                        .computeIfAbsent(choose(candidates, p), sitting -> new ArrayList<>())
                        .add(p));
          }
        });
    joined.values().forEach(members -> sittings.add(new Sitting(members)));
    return sittings.stream().sorted(ORDER).toList();
  }

  /** The first of the same encounter, else the first. */
  private static Sitting choose(List<Sitting> candidates, ProcedureFact procedure) {
    return candidates.stream()
        .filter(sitting -> sharesEncounter(sitting, List.of(procedure)))
        .findFirst()
        .orElseGet(candidates::getFirst);
  }

  /** Adds procedures without a date to the only session of their encounter. */
  private static List<Sitting> withUndated(
      List<Sitting> sittings, List<List<ProcedureFact>> undated, UnusedFacts unused) {
    Map<Sitting, List<ProcedureFact>> members = new LinkedHashMap<>();
    sittings.forEach(sitting -> members.put(sitting, new ArrayList<>(sitting.procedures())));
    for (List<ProcedureFact> group : undated) {
      List<Sitting> ofEncounter =
          sittings.stream().filter(sitting -> sharesEncounter(sitting, group)).toList();
      if (ofEncounter.size() == 1) {
        members.computeIfAbsent(ofEncounter.getFirst(), sitting -> new ArrayList<>()).addAll(group);
      } else {
        group.forEach(procedure -> unused.add(procedure, UnusedReason.NO_DATE));
      }
    }
    return members.values().stream().map(Sitting::new).sorted(ORDER).toList();
  }

  private static boolean sharesEncounter(Sitting sitting, List<ProcedureFact> group) {
    return sitting.procedures().stream()
        .map(ProcedureFact::encounter)
        .filter(Objects::nonNull)
        .anyMatch(encounter -> group.stream().anyMatch(p -> encounter.equals(p.encounter())));
  }

  /** Leaves out what is dated after the death. */
  private static List<ProcedureFact> counted(
      List<ProcedureFact> group, @Nullable ClinicalTime death, UnusedFacts unused) {
    ClinicalTime start = Sitting.earliest(group);
    List<ProcedureFact> counted = new ArrayList<>();
    for (ProcedureFact procedure : group) {
      if (PatientFacts.isAfterDeath(procedure, death)
          || (start != null && death != null && start.date().isAfter(death.date()))) {
        unused.add(procedure, UnusedReason.AFTER_DEATH);
      } else {
        counted.add(procedure);
      }
    }
    return counted;
  }

  /** Groups by partOf and copies, with the usual forest of representatives (union-find). */
  private Collection<List<ProcedureFact>> tied(List<ProcedureFact> procedures) {
    Map<ProcedureIdentity, String> firstCopies = new HashMap<>();
    for (ProcedureFact procedure : procedures) {
      String reference = procedure.source().reference();
      String first = firstCopies.putIfAbsent(ProcedureIdentity.of(procedure), reference);
      if (first != null) {
        representatives.put(representative(reference), representative(first));
      }
      for (String whole : procedure.partOf()) {
        representatives.put(representative(reference), representative(whole));
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
