package org.pvpoutcomes.study;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Fact.BodyStructureFact;
import org.pvpoutcomes.study.Fact.CementVolumeFact;
import org.pvpoutcomes.study.Fact.ComplicationFact;
import org.pvpoutcomes.study.Fact.DiagnosisFact;
import org.pvpoutcomes.study.Fact.FollowUpFact;
import org.pvpoutcomes.study.Fact.LaboratoryFact;
import org.pvpoutcomes.study.Fact.MeasurementFact;
import org.pvpoutcomes.study.Fact.OpioidFact;
import org.pvpoutcomes.study.Fact.PatientFact;
import org.pvpoutcomes.study.Fact.ProcedureFact;
import org.pvpoutcomes.study.Member.Unused;
import org.pvpoutcomes.study.Member.UnusedReason;

/**
 * All that was reported of one patient, fact by fact in order of time, and what the study made of
 * each: either it is used for something, or there is a reason against it.
 *
 * @param entries one per fact; what has no time comes last
 */
public record Timeline(List<Entry> entries) {

  /** Copies the list. */
  public Timeline {
    entries = List.copyOf(entries);
  }

  /**
   * One fact.
   *
   * @param time when it was, as written; null where not said to the day
   * @param day days from the index session; null without an index session or a time
   * @param kind the code of its measure, diagnosis, complication, opioid or kind of procedure, or
   *     {@code qlq-bm22}, {@code cement-volume}, {@code follow-up-duration}, {@code
   *     body-structure}, {@code patient} or, for a Patient with a date of death, {@code death};
   *     null where the resource does not say which of several
   * @param value in the unit of the measure, millilitres of cement, months of follow-up or
   *     milligrams of an opioid per day; null where it has none
   * @param codes what else it says: levels, approach, leak site, primary tumour, route
   * @param status the status of its resource as sent; null for a Patient, which has none
   * @param usedFor what rests on it, see {@link Timeline#of}; empty when there is a reason
   * @param reason why it does not count; null when it does
   */
  public record Entry(
      @Nullable ClinicalTime time,
      @Nullable Integer day,
      @Nullable String kind,
      @Nullable Double value,
      List<String> codes,
      @Nullable String status,
      SourceVersion source,
      List<String> usedFor,
      @Nullable UnusedReason reason) {
    /** Copies the lists; refuses an entry that is both used and not. */
    public Entry {
      codes = List.copyOf(codes);
      usedFor = List.copyOf(usedFor);
      if (!usedFor.isEmpty() && reason != null) {
        throw new IllegalArgumentException("There is no reason against a fact that is used");
      }
    }
  }

  private static final double THOUSANDTHS = 1000;

  private static final Comparator<Entry> BY_TIME =
      Comparator.comparing(Entry::time, Comparator.nullsLast(Comparator.naturalOrder()));

  /**
   * The timeline of a patient. Uses are named by the id of the time point, {@code index-session},
   * {@code session-2}, {@code index-session/vertebra-1}, {@code index-session/event-1}, {@code
   * patient}, {@code primary-tumour}, {@code follow-up}, {@code eligibility/age}.
   *
   * @param member what {@link Derivation#derive} made of the facts
   * @param facts all current facts of the patient
   */
  public static Timeline of(Member member, Collection<Fact> facts, Protocol protocol) {
    ClinicalTime start = member.indexStart();
    List<Fact> all = PatientFacts.of(facts).all();
    FactUses uses = new FactUses(member, protocol);
    Map<Fact, UnusedReason> reasons = reasons(member, all, uses, start);
    List<Entry> entries = new ArrayList<>();
    for (Fact fact : all) {
      UnusedReason reason = reasons.get(fact);
      entries.add(entry(fact, start, reason == null ? uses.of(fact) : List.of(), reason));
    }
    // The order is stable: what has the same time stays in the order of the facts.
    return new Timeline(entries.stream().sorted(BY_TIME).toList());
  }

  /**
   * Which of the facts the reasons of the member are against. Facts of one resource can look the
   * same in the list of unused ones; then the reasons go to those that nothing rests on.
   */
  private static Map<Fact, UnusedReason> reasons(
      Member member, List<Fact> facts, FactUses uses, @Nullable ClinicalTime start) {
    Map<Unused, Deque<UnusedReason>> listed = new HashMap<>();
    for (Unused unused : member.unused()) {
      listed.computeIfAbsent(anonymous(unused), key -> new ArrayDeque<>()).add(unused.reason());
    }
    List<Fact> needlessFirst =
        facts.stream().sorted(Comparator.comparing(fact -> !uses.of(fact).isEmpty())).toList();
    Map<Fact, UnusedReason> reasons = new HashMap<>();
    for (Fact fact : needlessFirst) {
      Unused described = UnusedFacts.unused(fact, UnusedReason.PATIENT_NOT_IN_STUDY, start);
      Deque<UnusedReason> left = listed.get(described);
      if (left != null && !left.isEmpty()) {
        reasons.put(fact, left.remove());
      }
    }
    return reasons;
  }

  /** The same with one and the same reason: all but the reason. */
  private static Unused anonymous(Unused unused) {
    return new Unused(
        unused.source(),
        unused.day(),
        UnusedReason.PATIENT_NOT_IN_STUDY,
        unused.what(),
        unused.status(),
        unused.steps());
  }

  private static Entry entry(
      Fact fact,
      @Nullable ClinicalTime start,
      List<String> usedFor,
      @Nullable UnusedReason reason) {
    Unused described = UnusedFacts.unused(fact, UnusedReason.PATIENT_NOT_IN_STUDY, start);
    ClinicalTime death = fact instanceof PatientFact patient ? patient.death() : null;
    ClinicalTime time = death == null ? PatientFacts.time(fact) : death;
    return new Entry(
        time,
        time == null || start == null
            ? null
            : Integer.valueOf(Math.toIntExact(time.dayOffsetFrom(start))),
        death == null ? described.what() : "death",
        value(fact),
        codes(fact),
        described.status().isEmpty() ? null : described.status(),
        fact.source(),
        usedFor,
        reason);
  }

  private static @Nullable Double value(Fact fact) {
    return switch (fact) {
      case MeasurementFact f -> f.measure().value(f.steps());
      case CementVolumeFact f -> f.microlitres() / THOUSANDTHS;
      case FollowUpFact f -> f.thousandthsOfMonths() / THOUSANDTHS;
      case LaboratoryFact f -> f.thousandths() / THOUSANDTHS;
      case OpioidFact f -> {
        Integer dose = f.microgramsPerDay();
        yield dose == null ? null : Double.valueOf(dose / THOUSANDTHS);
      }
      default -> null;
    };
  }

  private static List<String> codes(Fact fact) {
    List<@Nullable Coded> concepts = new ArrayList<>();
    switch (fact) {
      case ProcedureFact f -> {
        concepts.addAll(f.levels());
        concepts.add(f.approach());
      }
      case CementVolumeFact f -> concepts.add(f.level());
      case BodyStructureFact f -> {
        concepts.add(f.level());
        concepts.add(f.side());
      }
      case DiagnosisFact f -> {
        concepts.add(f.tumour());
        concepts.addAll(f.levels());
      }
      case ComplicationFact f -> {
        concepts.add(f.leakSite());
        concepts.add(f.level());
      }
      case OpioidFact f -> concepts.add(f.route());
      default -> {
        // A measurement says no more than its value.
      }
    }
    Set<String> codes = new LinkedHashSet<>();
    for (Coded concept : concepts) {
      if (concept != null) {
        codes.add(concept.code());
      }
    }
    return List.copyOf(codes);
  }
}
