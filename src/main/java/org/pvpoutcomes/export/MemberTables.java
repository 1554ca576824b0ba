package org.pvpoutcomes.export;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.PseudonymousMember;
import org.pvpoutcomes.cohort.StrataBands;
import org.pvpoutcomes.cohort.Stratification;
import org.pvpoutcomes.study.Coded;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Member;
import org.pvpoutcomes.study.Member.MissingReason;
import org.pvpoutcomes.study.Member.Value;
import org.pvpoutcomes.study.PrimaryTumour;
import org.pvpoutcomes.study.Protocol;
import org.pvpoutcomes.study.Protocol.TimePoint;
import org.pvpoutcomes.study.Sex;

/** The tables of patients and of their values. */
final class MemberTables {

  private static final double THOUSANDTHS = 1000;

  private MemberTables() {}

  /** One value, or the lack of one. */
  private record Cell(String patient, Measure measure, TimePoint timePoint, Value value) {

    @Nullable Object ofSeen(Function<Value.Observed, Object> part) {
      return value instanceof Value.Observed seen ? part.apply(seen) : null;
    }
  }

  /** The pseudonym, which every table of members begins with. */
  static <R> Variable<R> patient(Function<R, @Nullable Object> value) {
    return Variable.text(
        "patient",
        "Patient",
        "Pseudonym: keyed hash of study and patient. The same in all tables and exports of the"
            + " study, another in another study.",
        value);
  }

  /** One row per patient, measure and time point. */
  static Table<?> values(Protocol protocol) {
    List<Variable<Cell>> variables = new ArrayList<>();
    variables.addAll(measured(protocol));
    variables.addAll(window());
    variables.addAll(reservations());
    return Table.ofMembers(
        "values",
        "One row per patient, measure and time point",
        variables,
        member -> cells(protocol, member));
  }

  private static List<Variable<Cell>> measured(Protocol protocol) {
    return List.of(
        patient(Cell::patient),
        Variable.<Cell>text(
                "measure", "Measure", "See the table measures.", row -> row.measure.code())
            .oneOf(protocol.measures().toArray(Coded[]::new)),
        Variable.<Cell>text(
                "time_point", "Time point", "See the table time-points.", row -> row.timePoint.id())
            .oneOf(protocol.timePoints().stream().map(TimePoint::id).toList()),
        Variable.<Cell>decimal(
            "value",
            "Value",
            "Of those in the window of the time point the one nearest to its target day, in"
                + " units of the measure, whose range the table measures has. Empty where there"
                + " is none.",
            row -> row.ofSeen(seen -> row.measure.value(seen.steps()))),
        Variable.<Cell>integer(
                "day",
                "Day of the value",
                "From the date of the index session; negative before it.",
                row -> row.ofSeen(Value.Observed::day))
            .in("d"));
  }

  private static List<Variable<Cell>> window() {
    return List.of(
        Variable.<Cell>integer(
                "first_day",
                "First day of the window",
                "From the date of the index session; itself in the window.",
                row -> row.timePoint.firstDay())
            .in("d"),
        Variable.<Cell>integer(
                "last_day",
                "Last day of the window",
                "From the date of the index session; itself in the window.",
                row -> row.timePoint.lastDay())
            .in("d"),
        Variable.<Cell>integer(
                "target_day",
                "Target day of the window",
                "From the date of the index session.",
                row -> row.timePoint.targetDay())
            .in("d"));
  }

  private static List<Variable<Cell>> reservations() {
    return List.of(
        Variable.<Cell>bool(
            "proxy",
            "Answered by a proxy",
            "Whether somebody else than the patient answered the form. Empty for a value that"
                + " comes from no form.",
            row -> row.measure.isQlqBm22() ? row.ofSeen(Value.Observed::proxy) : null),
        Variable.<Cell>text(
                "missing",
                "Reason for a missing value",
                "The first reason that applies. Empty where there is a value.",
                row -> row.value instanceof Value.Missing none ? none.reason().code() : null)
            .oneOf(MissingReason.values()));
  }

  private static List<Cell> cells(Protocol protocol, PseudonymousMember member) {
    List<Cell> cells = new ArrayList<>();
    for (Member.Series series : member.member().series()) {
      for (int i = 0; i < series.values().size(); i++) {
        cells.add(
            new Cell(
                member.pseudonym(),
                series.measure(),
                protocol.timePoints().get(i),
                series.values().get(i)));
      }
    }
    return cells;
  }

  /** One row per patient. */
  static Table<?> patients(StrataBands bands) {
    List<Variable<PseudonymousMember>> variables = new ArrayList<>();
    variables.add(patient(PseudonymousMember::pseudonym));
    variables.addAll(person());
    variables.addAll(treatment());
    for (Stratification property : Stratification.values()) {
      if (!property.isDefined(bands)) {
        continue;
      }
      variables.add(
          Variable.<PseudonymousMember>text(
                  "stratum_" + property.code().replace('-', '_'),
                  "Stratum by " + property.code(),
                  "The stratum of the patient, as stratifyBy and where name it.",
                  row -> row.strata().get(property))
              .oneOf(property.strata(bands)));
    }
    return Table.ofMembers("patients", "One row per patient", variables, List::of);
  }

  private static List<Variable<PseudonymousMember>> person() {
    return List.of(
        Variable.<PseudonymousMember>text(
                "sex",
                "Sex",
                "Administrative gender of the Patient.",
                row -> row.member().sex().code())
            .oneOf(Sex.values()),
        Variable.<PseudonymousMember>integer(
                "age",
                "Age",
                "Completed years at the index session. Empty where the birth date is not known to"
                    + " the day.",
                row -> row.member().age())
            .in("a")
            .from(0),
        Variable.<PseudonymousMember>text(
                "primary_tumour",
                "Primary tumour",
                "By the diagnoses. Empty where none names one.",
                row -> Coded.codeOf(row.member().primaryTumour()))
            .oneOf(PrimaryTumour.values()),
        Variable.<PseudonymousMember>bool(
            "deceased",
            "Deceased",
            "Whether the Patient says so. A death that only an event reports is in the table"
                + " events.",
            row -> row.member().deceased()),
        Variable.<PseudonymousMember>integer(
                "death_day",
                "Day of death",
                "From the date of the index session, by the Patient, else by the earliest event"
                    + " that reports it. Empty while alive, and where it is not known to the day.",
                row -> row.member().deathDay())
            .in("d"));
  }

  private static List<Variable<PseudonymousMember>> treatment() {
    return List.of(
        Variable.<PseudonymousMember>integer(
            "index_year",
            "Year of the index session",
            "Of the date of the index session.",
            row -> year(row.member())),
        Variable.<PseudonymousMember>integer(
                "sessions",
                "Sessions",
                "Completed sessions of the index procedure.",
                row -> row.member().sessions().size())
            .from(1),
        Variable.<PseudonymousMember>integer(
                "vertebrae",
                "Vertebrae treated",
                "In all sessions; rows of the table vertebrae.",
                row ->
                    row.member().sessions().stream()
                        .mapToInt(session -> session.vertebrae().size())
                        .sum())
            .from(0),
        Variable.<PseudonymousMember>decimal(
                "follow_up_months",
                "Follow-up",
                "As the hospital states it. Empty where it does not.",
                row -> thousandths(row.member().followUpThousandthsOfMonths()))
            .in("mo")
            .from(0),
        Variable.<PseudonymousMember>integer(
                "last_observed_day",
                "Last day of observation",
                "From the date of the index session to the last day on which the record shows the"
                    + " patient alive.",
                row -> row.member().lastObservedDay())
            .in("d")
            .from(0));
  }

  private static @Nullable Object year(Member member) {
    return member.indexStart() == null ? null : member.indexStart().date().getYear();
  }

  /** The number of units; null for null. */
  static @Nullable Object thousandths(@Nullable Integer number) {
    return number == null ? null : number / THOUSANDTHS;
  }
}
