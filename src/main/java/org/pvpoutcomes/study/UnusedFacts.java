package org.pvpoutcomes.study;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Member.Unused;
import org.pvpoutcomes.study.Member.UnusedReason;

/** Collects the facts that do not count, each with the first reason that was given for it. */
final class UnusedFacts {

  private final Map<Fact, UnusedReason> reasons = new HashMap<>();

  /** Notes a fact; a reason that was noted before stays. */
  void add(Fact fact, UnusedReason reason) {
    reasons.putIfAbsent(fact, reason);
  }

  /** Whether the fact has been noted. */
  boolean contains(Fact fact) {
    return reasons.containsKey(fact);
  }

  /** The reason that was noted for the fact. */
  Optional<UnusedReason> reason(Fact fact) {
    return Optional.ofNullable(reasons.get(fact));
  }

  /**
   * All that was noted, in the order of the facts.
   *
   * @param indexStart origin of the days; null without an index session
   */
  List<Unused> list(@Nullable ClinicalTime indexStart) {
    return reasons.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(PatientFacts.ORDER))
        .map(e -> new Unused(e.getKey().source(), day(e.getKey(), indexStart), e.getValue()))
        .toList();
  }

  private static @Nullable Integer day(Fact fact, @Nullable ClinicalTime indexStart) {
    ClinicalTime time = PatientFacts.time(fact);
    return time == null || indexStart == null
        ? null
        : Integer.valueOf(Math.toIntExact(time.dayOffsetFrom(indexStart)));
  }
}
