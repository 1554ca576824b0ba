package org.pvpoutcomes.study;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Fact.ProcedureFact;

/** The procedures of one session, and which of them are part of which. */
final class Sitting {

  private final ClinicalTime start;
  private final List<ProcedureFact> procedures;
  private final Map<String, List<ProcedureFact>> byReference = new HashMap<>();
  private final Map<String, List<ProcedureFact>> parts = new HashMap<>();

  /** Makes a session of procedures of which at least one has a date. */
  Sitting(Collection<ProcedureFact> procedures) {
    this.procedures = procedures.stream().sorted(PatientFacts.ORDER).toList();
    this.start = Objects.requireNonNull(earliest(procedures), "a session has a date");
    for (ProcedureFact procedure : this.procedures) {
      String reference = procedure.source().reference();
      byReference.computeIfAbsent(reference, r -> new ArrayList<>()).add(procedure);
      for (String whole : new LinkedHashSet<>(procedure.partOf())) {
        if (!whole.equals(reference)) {
          parts.computeIfAbsent(whole, w -> new ArrayList<>()).add(procedure);
        }
      }
    }
  }

  /**
   * When the first of the procedures began. On the earliest date the earliest instant counts, and
   * the date alone only where no procedure of that date has a time: a line without a time says
   * nothing about when the needle went in.
   *
   * @return null when none of them has a date
   */
  static @Nullable ClinicalTime earliest(Collection<ProcedureFact> procedures) {
    return procedures.stream()
        .map(ProcedureFact::performed)
        .filter(Objects::nonNull)
        .min(
            Comparator.comparing(ClinicalTime::date)
                .thenComparing(time -> time.instant() == null)
                .thenComparing(Comparator.naturalOrder()))
        .orElse(null);
  }

  /** When it began. */
  ClinicalTime start() {
    return start;
  }

  /** The source system of the first procedure that names one; null where none does. */
  @Nullable String site() {
    return procedures.stream()
        .map(ProcedureFact::site)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** All procedures, in order of their source. */
  List<ProcedureFact> procedures() {
    return procedures;
  }

  /**
   * The procedures that one of the references names, and all that are part of them, however deep. A
   * reference to a whole that has not arrived names its parts.
   */
  Set<ProcedureFact> named(Collection<String> references) {
    Set<ProcedureFact> found = new LinkedHashSet<>();
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(references);
    while (!open.isEmpty()) {
      String reference = open.remove();
      if (seen.add(reference)) {
        found.addAll(byReference.getOrDefault(reference, List.of()));
        for (ProcedureFact part : parts.getOrDefault(reference, List.of())) {
          open.add(part.source().reference());
        }
      }
    }
    return found;
  }

  /** The procedures that are part of this one, however deep; without itself. */
  Set<ProcedureFact> partsOf(ProcedureFact whole) {
    Set<ProcedureFact> found = named(List.of(whole.source().reference()));
    found.remove(whole);
    return found;
  }

  /**
   * Whether this had begun at {@code time}. Compared by calendar date as written, and on the same
   * date by the instants where both have one.
   */
  boolean hadBegunBy(ClinicalTime time) {
    if (!start.date().equals(time.date())) {
      return start.date().isBefore(time.date());
    }
    return start.instant() == null || time.instant() == null || start.compareTo(time) <= 0;
  }
}
