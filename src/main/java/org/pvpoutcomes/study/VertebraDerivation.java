package org.pvpoutcomes.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.pvpoutcomes.study.Fact.ProcedureFact;

/**
 * Which vertebrae a session treated.
 *
 * <p>A particular level is one vertebra, however many procedures of the session name it. What is
 * known by region only, or not at all, is one vertebra for each procedure that says so: two lines
 * "sacral" are two vertebrae, and "sacral" beside an "S1" of another line are two as well. Within
 * one procedure only the most precise levels count. Copies of a procedure ({@link
 * ProcedureIdentity}) are one procedure, with the parts of all of them. A procedure without parts
 * and without a level treated one vertebra (a line of a bill is one vertebral body), in the region
 * that its code names, else nobody knows where.
 *
 * <p>A procedure with parts sums them up: it adds only levels that none of its parts names, and
 * only as many as its parts without a level do not stand for. Where exactly one level is left and
 * exactly one part has none, that part is that level.
 */
final class VertebraDerivation {

  private static final Comparator<Vertebra> ANATOMICAL =
      Comparator.comparing(Vertebra::level)
          .thenComparing(v -> v.procedures().getFirst(), PatientFacts.ORDER);

  private final Sitting sitting;
  private final Map<VertebralLevel, List<ProcedureFact>> particular =
      new EnumMap<>(VertebralLevel.class);
  private final List<Vertebra> imprecise = new ArrayList<>();

  private VertebraDerivation(Sitting sitting) {
    this.sitting = sitting;
  }

  /** The vertebrae of a session, at least one. */
  static TreatedSession vertebrae(Sitting sitting) {
    VertebraDerivation derivation = new VertebraDerivation(sitting);
    derivation.addProcedures();
    return new TreatedSession(sitting, derivation.inOrder());
  }

  /** A procedure with parts: its copies, itself first, and the parts of any of them. */
  private record Whole(List<ProcedureFact> copies, Set<ProcedureFact> parts) {
    ProcedureFact procedure() {
      return copies.getFirst();
    }
  }

  private void addProcedures() {
    Map<ProcedureIdentity, List<ProcedureFact>> copies = new LinkedHashMap<>();
    for (ProcedureFact procedure : sitting.procedures()) {
      copies
          .computeIfAbsent(ProcedureIdentity.of(procedure), identity -> new ArrayList<>())
          .add(procedure);
    }
    List<Whole> wholes = new ArrayList<>();
    for (List<ProcedureFact> same : copies.values()) {
      Set<ProcedureFact> parts = new LinkedHashSet<>();
      same.forEach(procedure -> parts.addAll(sitting.partsOf(procedure)));
      same.forEach(parts::remove);
      if (parts.isEmpty()) {
        add(levels(same.getFirst()), same);
      } else {
        wholes.add(new Whole(same, parts));
      }
    }
    // The inner wholes first: an outer one sums up what they have settled.
    wholes.sort(
        Comparator.comparingInt((Whole w) -> w.parts().size())
            .thenComparing(Whole::procedure, PatientFacts.ORDER));
    wholes.forEach(this::addWhole);
  }

  /** The levels that a procedure without parts treated, at least one. */
  private static List<VertebralLevel> levels(ProcedureFact procedure) {
    if (!procedure.levels().isEmpty()) {
      return VertebralLevel.mostPrecise(procedure.levels());
    }
    return List.of(Objects.requireNonNullElse(procedure.codedLevel(), VertebralLevel.UNKNOWN));
  }

  private void add(List<VertebralLevel> levels, List<ProcedureFact> procedures) {
    for (VertebralLevel level : levels) {
      if (level.isParticular()) {
        particular.computeIfAbsent(level, l -> new ArrayList<>()).addAll(procedures);
      } else {
        imprecise.add(new Vertebra(level, procedures));
      }
    }
  }

  private void addWhole(Whole whole) {
    Set<VertebralLevel> named = new HashSet<>();
    whole.parts().forEach(part -> named.addAll(VertebralLevel.mostPrecise(part.levels())));
    List<VertebralLevel> left = new ArrayList<>();
    for (VertebralLevel level : VertebralLevel.mostPrecise(whole.procedure().levels())) {
      if (named.contains(level) && level.isParticular()) {
        add(List.of(level), whole.copies());
      } else if (named.stream().noneMatch(level::admits)) {
        left.add(level);
      }
    }
    List<Vertebra> open =
        imprecise.stream()
            .filter(v -> whole.parts().containsAll(v.procedures()))
            .sorted(ANATOMICAL)
            .toList();
    if (left.size() == 1 && open.size() == 1 && open.getFirst().level().admits(left.getFirst())) {
      imprecise.remove(open.getFirst());
      List<ProcedureFact> both = new ArrayList<>(open.getFirst().procedures());
      both.addAll(whole.copies());
      add(left, both);
      return;
    }
    // Regions come before the unknown in anatomical order, so that the choosier take theirs first.
    for (Vertebra part : open) {
      left.stream().filter(part.level()::admits).findFirst().ifPresent(left::remove);
    }
    add(left, whole.copies());
  }

  private List<Vertebra> inOrder() {
    List<Vertebra> vertebrae = new ArrayList<>(imprecise);
    particular.forEach((level, procedures) -> vertebrae.add(new Vertebra(level, procedures)));
    if (vertebrae.isEmpty()) {
      // Procedures that are part of each other in a circle: a completed session treated at least
      // one vertebra.
      vertebrae.add(new Vertebra(VertebralLevel.UNKNOWN, sitting.procedures()));
    }
    return vertebrae.stream().sorted(ANATOMICAL).toList();
  }
}
