package org.pvpoutcomes.measure;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.CohortRepository;
import org.pvpoutcomes.cohort.Dataset;
import org.pvpoutcomes.cohort.Division;
import org.pvpoutcomes.cohort.IndexSessions;
import org.pvpoutcomes.cohort.OmedTable;
import org.pvpoutcomes.cohort.OutcomeCounts;
import org.pvpoutcomes.cohort.StrataBands;
import org.pvpoutcomes.cohort.Stratification;
import org.pvpoutcomes.complication.ComplicationReport;
import org.pvpoutcomes.complication.ComplicationReport.ClinicalEvent;
import org.pvpoutcomes.complication.ComplicationReport.Deaths;
import org.pvpoutcomes.complication.ComplicationReport.StratumRates;
import org.pvpoutcomes.complication.ComplicationService;
import org.pvpoutcomes.complication.LeakageReport;
import org.pvpoutcomes.figure.Rate;
import org.pvpoutcomes.measure.GroupResult.Counted;
import org.pvpoutcomes.measure.MeasureGroup.Died;
import org.pvpoutcomes.measure.MeasureGroup.Figure;
import org.pvpoutcomes.measure.MeasureGroup.Happened;
import org.pvpoutcomes.measure.MeasureGroup.Improved;
import org.pvpoutcomes.measure.MeasureGroup.LeakageAt;
import org.pvpoutcomes.measure.MeasureGroup.MeanChange;
import org.pvpoutcomes.measure.MeasureGroup.Responded;
import org.pvpoutcomes.outcome.OutcomeReport;
import org.pvpoutcomes.outcome.OutcomeReport.Change;
import org.pvpoutcomes.outcome.OutcomeReport.Outcome;
import org.pvpoutcomes.outcome.OutcomeService;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Protocol.Comparison;
import org.pvpoutcomes.study.Strata;

/** Evaluates measures: asks for the answers and takes the figures out of them. */
@ApplicationScoped
public class MeasureEvaluation {

  private static final StrataBands BANDS = StrataBands.of(Strata.NONE);

  private static final Division WHOLE = Division.none(BANDS);

  private static final Division BY_SEX =
      new Division(List.of(Stratification.SEX), List.of(), BANDS);

  private final StudyMeasures measures;
  private final CohortRepository cohort;
  private final IndexSessions sessions;
  private final OmedTable omed;

  MeasureEvaluation(
      StudyMeasures measures, CohortRepository cohort, IndexSessions sessions, OmedTable omed) {
    this.measures = measures;
    this.cohort = cohort;
    this.sessions = sessions;
    this.omed = omed;
  }

  /** The rates of a cohort or of one of its strata. */
  private record Rates(LeakageReport leakage, List<ClinicalEvent> events, Deaths deaths) {}

  /**
   * The days of the first and the last index session, if one of them lies outside of a period; the
   * figures are then of other patients than those of the period.
   *
   * @return two days, or none
   */
  public List<LocalDate> sessionsOutside(StudyMeasure measure, LocalDate start, LocalDate end) {
    return sessions
        .span(measures.dataset(measure))
        .filter(span -> start.isAfter(span.first()) || end.isBefore(span.last()))
        .map(span -> List.of(span.first(), span.last()))
        .orElse(List.of());
  }

  /** The results of all groups, in their order. */
  public List<GroupResult> evaluate(StudyMeasure measure) {
    return measure.kind() == StudyMeasure.Kind.COMPLICATIONS
        ? complications(measure)
        : outcomes(measure);
  }

  private List<GroupResult> complications(StudyMeasure measure) {
    ComplicationReport report =
        ComplicationService.report(
            measures.dataset(measure),
            BY_SEX,
            cohort.complications(measures.dataset(measure), BY_SEX));
    Rates whole = new Rates(report.leakage(), report.events(), report.deaths());
    Map<String, Rates> bySex = new LinkedHashMap<>();
    for (StratumRates stratum : report.strata()) {
      bySex.put(
          sex(stratum.stratum()), new Rates(stratum.leakage(), stratum.events(), stratum.deaths()));
    }
    List<GroupResult> results = new ArrayList<>();
    for (MeasureGroup group : measure.groups()) {
      Map<String, Counted> strata = new LinkedHashMap<>();
      bySex.forEach((sex, rates) -> strata.put(sex, counted(rate(group.figure(), rates))));
      results.add(new GroupResult(group, counted(rate(group.figure(), whole)), strata));
    }
    return results;
  }

  private List<GroupResult> outcomes(StudyMeasure measure) {
    Dataset dataset = measures.dataset(measure);
    List<Measure> all = measure.protocol().measures();
    List<OutcomeCounts> counts = cohort.outcomes(dataset, all, List.of(WHOLE, BY_SEX));
    OutcomeReport whole =
        OutcomeService.report(dataset, WHOLE, omed.factors(), all, counts.getFirst());
    OutcomeReport bySex =
        OutcomeService.report(dataset, BY_SEX, omed.factors(), all, counts.getLast());
    List<GroupResult> results = new ArrayList<>();
    for (MeasureGroup group : measure.groups()) {
      Map<String, Counted> strata = new LinkedHashMap<>();
      for (Outcome outcome : of(group, bySex)) {
        strata.put(sex(outcome.stratum()), counted(group.figure(), outcome));
      }
      results.add(
          new GroupResult(group, counted(group.figure(), of(group, whole).getFirst()), strata));
    }
    return results;
  }

  private static String sex(@Nullable Map<String, String> stratum) {
    String sex = stratum == null ? null : stratum.get(Stratification.SEX.code());
    if (sex == null) {
      throw new IllegalStateException("The answer is divided by sex");
    }
    return sex;
  }

  /** The outcomes of the measure that a group is about. */
  private static List<Outcome> of(MeasureGroup group, OutcomeReport report) {
    Measure measure =
        switch (group.figure()) {
          case Improved it -> it.measure();
          case Responded it -> it.rule().measure();
          case MeanChange it -> it.measure();
          case MeasureGroup.Leakage _, LeakageAt _, Happened _, Died _ ->
              throw new IllegalStateException("Not an outcome");
        };
    return report.outcomes().stream()
        .filter(outcome -> outcome.measure().equals(measure.code()))
        .toList();
  }

  private static Counted counted(Figure figure, Outcome outcome) {
    return switch (figure) {
      case Improved it -> {
        Change change = change(outcome, it.comparison());
        Rate rate = Rate.of(change.improved(), change.n());
        yield new Counted(outcome.patients(), rate.of(), rate.count(), rate.percent());
      }
      case Responded it -> {
        Rate rate = change(outcome, it.comparison()).responders().get(it.rule().id());
        if (rate == null) {
          throw new IllegalStateException("The answer has every rule of the protocol");
        }
        yield new Counted(outcome.patients(), rate.of(), rate.count(), rate.percent());
      }
      case MeanChange it -> {
        Change change = change(outcome, it.comparison());
        yield new Counted(outcome.patients(), change.n(), null, change.mean());
      }
      case MeasureGroup.Leakage _, LeakageAt _, Happened _, Died _ ->
          throw new IllegalStateException("Not an outcome");
    };
  }

  private static Change change(Outcome outcome, Comparison comparison) {
    return outcome.changes().stream()
        .filter(change -> change.from().equals(comparison.from()))
        .filter(change -> change.to().equals(comparison.to()))
        .findFirst()
        .orElseThrow();
  }

  private static Rate rate(Figure figure, Rates rates) {
    return switch (figure) {
      case MeasureGroup.Leakage it ->
          switch (it.unit()) {
            case VERTEBRA -> rates.leakage().perVertebra();
            case SESSION -> rates.leakage().perSession();
            case PATIENT -> rates.leakage().perPatient();
          };
      case LeakageAt it ->
          rates.leakage().bySite().stream()
              .filter(leakage -> leakage.site().equals(it.site().code()))
              .findFirst()
              .orElseThrow()
              .perVertebra();
      case Happened it ->
          rates.events().stream()
              .filter(event -> event.kind().equals(it.kind().code()))
              .findFirst()
              .orElseThrow()
              .perPatient();
      case Died _ -> rates.deaths().within30Days();
      case Improved _, Responded _, MeanChange _ ->
          throw new IllegalStateException("Not a complication");
    };
  }

  private static Counted counted(Rate rate) {
    return new Counted(rate.of(), rate.of(), rate.count(), rate.percent());
  }
}
