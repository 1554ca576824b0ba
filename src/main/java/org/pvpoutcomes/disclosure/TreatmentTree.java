package org.pvpoutcomes.disclosure;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The treatments of the values of one answer, by their places. */
final class TreatmentTree {

  /** Any entry of a list or a map. */
  static final String ANY = "*";

  private final Map<String, TreatmentTree> children = new LinkedHashMap<>();
  private @Nullable Treatment treatment;

  /**
   * Adds a treatment.
   *
   * @param path {@code /a/* /b}, without the blank; {@code /} for the whole answer
   * @throws IllegalArgumentException for a path that has a treatment
   */
  void add(String path, Treatment added) {
    TreatmentTree at = this;
    for (String name : path.substring(1).split("/", -1)) {
      if (!name.isEmpty()) {
        at = at.children.computeIfAbsent(name, _ -> new TreatmentTree());
      }
    }
    if (at.treatment != null) {
      throw new IllegalArgumentException(path + " has two treatments");
    }
    at.treatment = added;
  }

  /** The treatment of this place itself; null for none. */
  @Nullable Treatment treatment() {
    return treatment;
  }

  /** What is known of a place below this one; null for nothing. */
  @Nullable TreatmentTree child(String name) {
    TreatmentTree child = children.get(name);
    return child == null ? children.get(ANY) : child;
  }

  /** Whether something is known of places below this one. */
  boolean isInner() {
    return !children.isEmpty();
  }

  /** Whether this is a map, whose keys are values. */
  boolean isMap() {
    return children.size() == 1 && children.containsKey(ANY);
  }

  /** Whether this treatment is of the kind. */
  boolean is(Treatment.Kind kind) {
    return treatment != null && treatment.kind() == kind;
  }

  /** The treatments by path. */
  Map<String, Treatment> all() {
    Map<String, Treatment> all = new LinkedHashMap<>();
    collect("", all);
    return all;
  }

  private void collect(String path, Map<String, Treatment> all) {
    if (treatment != null) {
      all.put(path.isEmpty() ? "/" : path, treatment);
    }
    children.forEach((name, child) -> child.collect(path + "/" + name, all));
  }
}
