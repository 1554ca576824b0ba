package org.pvpoutcomes.study;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Into whom each patient is merged, given all links between Patients (FHIR R4 Patient.link). A pure
 * function of the links and of which Patients have been received.
 *
 * <p>Links are followed to the end: where A was replaced by B and B by C, both are C. A link is
 * followed only to a Patient that has been received: until then the patient stays who it was, or
 * the last on the way who has been received. Links that contradict each other merge nothing: those
 * of a patient who ends in two different ones, and those that lead round in a circle, with all that
 * lie between two circles.
 */
public final class PatientMerges {

  private final Set<String> received;
  private final Map<String, Set<String>> survivors = new TreeMap<>();
  private final Map<String, Set<String>> replaced = new TreeMap<>();
  private final Map<String, @Nullable String> ends = new HashMap<>();

  private PatientMerges(Collection<PatientReplacement> links, Set<String> received) {
    this.received = received;
    for (PatientReplacement link : links) {
      if (!link.replaced().equals(link.survivor())) {
        survivors.computeIfAbsent(link.replaced(), _ -> new TreeSet<>()).add(link.survivor());
        survivors.computeIfAbsent(link.survivor(), _ -> new TreeSet<>());
        replaced.computeIfAbsent(link.survivor(), _ -> new TreeSet<>()).add(link.replaced());
        replaced.computeIfAbsent(link.replaced(), _ -> new TreeSet<>());
      }
    }
  }

  /**
   * The survivor of every patient who is merged into another one; nobody else is in the map. A
   * survivor has been received and is not merged itself.
   *
   * @param links all links that tie the patients together, in any order
   * @param received literal references of the Patients that have been received
   */
  public static Map<String, String> survivors(
      Collection<PatientReplacement> links, Set<String> received) {
    return new PatientMerges(links, received).survivors();
  }

  private Map<String, String> survivors() {
    for (String patient : inCircles()) {
      survivors.getOrDefault(patient, Set.of()).clear();
    }
    Map<String, String> structuralEnds = new HashMap<>();
    for (String patient : fromTheEnd()) {
      Set<String> next = survivors.getOrDefault(patient, Set.of());
      Set<String> reached = new HashSet<>();
      next.forEach(other -> reached.add(structuralEnds.getOrDefault(other, other)));
      if (reached.size() > 1) {
        next.clear();
      }
      structuralEnds.put(patient, reached.size() == 1 ? reached.iterator().next() : patient);
      ends.put(patient, receivedEnd(patient, next));
    }
    Map<String, String> merged = new TreeMap<>();
    ends.forEach(
        (patient, end) -> {
          if (end != null && !end.equals(patient)) {
            merged.put(patient, end);
          }
        });
    return merged;
  }

  /** The last on the way who has been received; null where nobody has, not even the patient. */
  private @Nullable String receivedEnd(String patient, Set<String> next) {
    Set<String> reached = new HashSet<>();
    for (String other : next) {
      String end = ends.get(other);
      if (end != null) {
        reached.add(end);
      }
    }
    if (reached.size() == 1) {
      return reached.iterator().next();
    }
    return received.contains(patient) ? patient : null;
  }

  /**
   * Those who remain when, again and again, everybody is taken away who replaced nobody or was
   * replaced by nobody that is left.
   */
  private Set<String> inCircles() {
    Set<String> left = new TreeSet<>(survivors.keySet());
    left.removeAll(new HashSet<>(order(survivors, replaced)));
    Map<String, Set<String>> backwards = restricted(replaced, left);
    left.removeAll(new HashSet<>(order(backwards, restricted(survivors, left))));
    return left;
  }

  /** Everybody, each after all by whom they were replaced; there are no circles any more. */
  private List<String> fromTheEnd() {
    Map<String, Set<String>> before = new TreeMap<>();
    survivors.keySet().forEach(patient -> before.put(patient, new TreeSet<>()));
    survivors.forEach(
        (patient, next) ->
            next.forEach(other -> before.getOrDefault(other, Set.of()).add(patient)));
    return order(survivors, before);
  }

  /** Kahn's topological order, as far as it goes: each after all of {@code next}. */
  private static List<String> order(
      Map<String, Set<String>> next, Map<String, Set<String>> before) {
    Map<String, Integer> open = new HashMap<>();
    Deque<String> ready = new ArrayDeque<>();
    next.forEach(
        (patient, others) -> {
          open.put(patient, others.size());
          if (others.isEmpty()) {
            ready.add(patient);
          }
        });
    List<String> ordered = new ArrayList<>();
    while (!ready.isEmpty()) {
      String patient = ready.remove();
      ordered.add(patient);
      for (String other : before.getOrDefault(patient, Set.of())) {
        if (open.merge(other, -1, Integer::sum) == 0) {
          ready.add(other);
        }
      }
    }
    return ordered;
  }

  private static Map<String, Set<String>> restricted(
      Map<String, Set<String>> edges, Set<String> patients) {
    Map<String, Set<String>> restricted = new TreeMap<>();
    for (String patient : patients) {
      Set<String> others = new TreeSet<>(edges.getOrDefault(patient, Set.of()));
      others.retainAll(patients);
      restricted.put(patient, others);
    }
    return restricted;
  }
}
