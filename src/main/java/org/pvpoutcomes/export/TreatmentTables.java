package org.pvpoutcomes.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.PseudonymousMember;
import org.pvpoutcomes.study.Coded;
import org.pvpoutcomes.study.ComplicationKind;
import org.pvpoutcomes.study.DetectionMethod;
import org.pvpoutcomes.study.InjectionApproach;
import org.pvpoutcomes.study.LeakSite;
import org.pvpoutcomes.study.LeakVascularity;
import org.pvpoutcomes.study.Member;
import org.pvpoutcomes.study.Member.Event;
import org.pvpoutcomes.study.Member.TreatedVertebra;
import org.pvpoutcomes.study.Severity;
import org.pvpoutcomes.study.VertebralLevel;

/** The tables of treated vertebrae and of what happened in the sessions. */
final class TreatmentTables {

  private TreatmentTables() {}

  private record TreatedIn(String patient, Member.Session session, TreatedVertebra vertebra) {

    /** The sites of the leakages at this vertebra, in their order, each once. */
    List<String> leakSites() {
      return session.events().stream()
          .filter(event -> Integer.valueOf(vertebra.number()).equals(event.vertebra()))
          .map(Event::leakSite)
          .filter(Objects::nonNull)
          .distinct()
          .sorted()
          .map(LeakSite::code)
          .toList();
    }
  }

  private record HappenedIn(String patient, Member.Session session, Event event) {}

  /** One row per treated vertebra. */
  static Table<?> vertebrae() {
    List<Variable<TreatedIn>> variables = new ArrayList<>();
    variables.addAll(place());
    variables.addAll(injection());
    return Table.ofMembers(
        "vertebrae", "One row per treated vertebra", variables, TreatmentTables::treated);
  }

  private static List<Variable<TreatedIn>> place() {
    return List.of(
        MemberTables.patient(TreatedIn::patient),
        Variable.<TreatedIn>integer(
                "session", "Session", "1 for the index session.", row -> row.session.number())
            .from(1),
        Variable.<TreatedIn>integer(
                "session_day",
                "Day of the session",
                "From the date of the index session.",
                row -> row.session.day())
            .in("d")
            .from(0),
        Variable.<TreatedIn>integer(
                "vertebra",
                "Number of the vertebra",
                "In its session, in anatomical order.",
                row -> row.vertebra.number())
            .from(1),
        Variable.<TreatedIn>text(
                "level",
                "Level",
                "The vertebra, or the region where no more is known.",
                row -> row.vertebra.level().code())
            .oneOf(VertebralLevel.values()),
        Variable.<TreatedIn>text(
                "region",
                "Region",
                "The part of the spine that the level belongs to.",
                row -> row.vertebra.level().region().code())
            .oneOf(VertebralLevel.Region.values()));
  }

  private static List<Variable<TreatedIn>> injection() {
    return List.of(
        Variable.<TreatedIn>text(
                "approach",
                "Approach",
                "From which side the needle entered. Empty where not said.",
                row -> Coded.codeOf(row.vertebra.approach()))
            .oneOf(InjectionApproach.values()),
        Variable.<TreatedIn>decimal(
                "cement_ml",
                "Cement",
                "Injected into the vertebra. Empty where not said.",
                row -> MemberTables.thousandths(row.vertebra.microlitres()))
            .in("mL")
            .from(0),
        Variable.<TreatedIn>bool(
            "fractured",
            "Fractured",
            "Whether a pathological fracture of the level is on record that is not later than"
                + " the session.",
            row -> row.vertebra.fractured()),
        Variable.<TreatedIn>bool(
            "leak",
            "Cement leakage",
            "Whether cement leaked at the vertebra. Leakages whose vertebra cannot be told are"
                + " in the table events only.",
            row -> !row.leakSites().isEmpty()),
        Variable.<TreatedIn>codes(
                "leak_sites",
                "Sites of leakage",
                "Where cement leaked to, each site once.",
                TreatedIn::leakSites)
            .oneOf(LeakSite.values()));
  }

  private static List<TreatedIn> treated(PseudonymousMember member) {
    List<TreatedIn> rows = new ArrayList<>();
    for (Member.Session session : member.member().sessions()) {
      session
          .vertebrae()
          .forEach(vertebra -> rows.add(new TreatedIn(member.pseudonym(), session, vertebra)));
    }
    return rows;
  }

  /** One row per leakage or clinical event. */
  static Table<?> events() {
    List<Variable<HappenedIn>> variables = new ArrayList<>();
    variables.addAll(what());
    variables.addAll(course());
    return Table.ofMembers(
        "events",
        "One row per leakage or clinical event of a session",
        variables,
        TreatmentTables::happened);
  }

  private static List<Variable<HappenedIn>> what() {
    return List.of(
        MemberTables.patient(HappenedIn::patient),
        Variable.<HappenedIn>integer(
                "session", "Session", "1 for the index session.", row -> row.session.number())
            .from(1),
        Variable.<HappenedIn>integer(
                "session_day",
                "Day of the session",
                "From the date of the index session.",
                row -> row.session.day())
            .in("d")
            .from(0),
        Variable.<HappenedIn>integer(
                "event", "Number of the event", "In its session.", row -> row.event.number())
            .from(1),
        Variable.<HappenedIn>text("kind", "Kind", "What happened.", row -> row.event.kind().code())
            .oneOf(ComplicationKind.values()),
        Variable.<HappenedIn>text(
                "site",
                "Site of leakage",
                "Where cement leaked to. Empty for a clinical event.",
                row -> Coded.codeOf(row.event.leakSite()))
            .oneOf(LeakSite.values()),
        Variable.<HappenedIn>text(
                "vascularity",
                "Vascularity of the site",
                "Whether the site lies in a vessel; unknown where the site does not tell. Empty for"
                    + " a clinical event.",
                row -> vascularity(row.event.leakSite()))
            .oneOf(LeakVascularity.values()),
        Variable.<HappenedIn>integer(
                "vertebra",
                "Number of the vertebra",
                "In its session, as in the table vertebrae. Empty where it cannot be told.",
                row -> row.event.vertebra())
            .from(1));
  }

  private static @Nullable Object vascularity(@Nullable LeakSite site) {
    return site == null ? null : site.vascularity().code();
  }

  private static List<Variable<HappenedIn>> course() {
    return List.of(
        Variable.<HappenedIn>integer(
                "onset_day",
                "Day of onset",
                "From the date of its session. Empty where not said.",
                row -> row.event.onsetDay())
            .in("d"),
        Variable.<HappenedIn>integer(
                "resolution_day",
                "Day of resolution",
                "From the date of its session. Empty where not said.",
                row -> row.event.resolutionDay())
            .in("d"),
        Variable.<HappenedIn>codes(
                "severities",
                "Severity",
                "All grades that the reports give. See the table severities.",
                row -> row.event.severities().stream().map(Severity::code).toList())
            .oneOf(Severity.values()),
        Variable.<HappenedIn>codes(
                "methods",
                "Method of detection",
                "How a leakage was detected.",
                row -> row.event.methods().stream().map(DetectionMethod::code).toList())
            .oneOf(DetectionMethod.values()),
        Variable.<HappenedIn>bool(
            "symptomatic",
            "Symptomatic",
            "Whether a leakage had clinical consequences. Empty where not said, and for a clinical"
                + " event.",
            row -> row.event.symptomatic()),
        Variable.<HappenedIn>codes(
            "caused_by",
            "Caused by",
            "Numbers of the leakages of the session that a clinical event is ascribed to.",
            row -> row.event.causedBy().stream().map(String::valueOf).toList()));
  }

  private static List<HappenedIn> happened(PseudonymousMember member) {
    List<HappenedIn> rows = new ArrayList<>();
    for (Member.Session session : member.member().sessions()) {
      session
          .events()
          .forEach(event -> rows.add(new HappenedIn(member.pseudonym(), session, event)));
    }
    return rows;
  }
}
