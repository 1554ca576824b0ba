package org.pvpoutcomes.outcome;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.CompleteCases;
import org.pvpoutcomes.cohort.Dataset;
import org.pvpoutcomes.cohort.Division;
import org.pvpoutcomes.cohort.Frequencies;
import org.pvpoutcomes.cohort.OutcomeCounts;
import org.pvpoutcomes.cohort.OutcomeCounts.MeasureCounts;
import org.pvpoutcomes.cohort.OutcomeCounts.PairCount;
import org.pvpoutcomes.cohort.OutcomeCounts.StratumCounts;
import org.pvpoutcomes.figure.MemberLinks;
import org.pvpoutcomes.figure.NotComputed;
import org.pvpoutcomes.method.Answer;
import org.pvpoutcomes.method.MethodReference;
import org.pvpoutcomes.method.Methods;
import org.pvpoutcomes.outcome.OutcomeReport.Outcome;
import org.pvpoutcomes.outcome.OutcomeReport.TimePoint;
import org.pvpoutcomes.outcome.OutcomeReport.TimePointLinks;
import org.pvpoutcomes.statistics.Descriptive;
import org.pvpoutcomes.statistics.FrequencyTable;
import org.pvpoutcomes.statistics.PairedTable;
import org.pvpoutcomes.statistics.Scale;
import org.pvpoutcomes.statistics.WilcoxonSignedRankTest;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Multiplicity;
import org.pvpoutcomes.study.OmedFactors;
import org.pvpoutcomes.study.Protocol;

/** Computes outcomes from frequency tables; pure. */
public final class OutcomeService {

  private static final List<MethodReference> METHODS = Methods.of(Answer.OUTCOMES);
  static final String NO_PAIRS = "no patient has both values";
  static final String NO_DIFFERENCES = "no pair differs";
  static final String TOO_MANY_DIFFERENCES =
      "computed for at most " + WilcoxonSignedRankTest.EXACT_LIMIT + " differences";

  private OutcomeService() {}

  /**
   * The measures to count for an answer: those asked for, and those whose tests are adjusted with
   * theirs.
   */
  public static List<Measure> toCount(Protocol protocol, List<Measure> asked) {
    Multiplicity multiplicity = protocol.multiplicity();
    return protocol.measures().stream()
        .filter(
            measure ->
                asked.contains(measure)
                    || (multiplicity != null
                        && multiplicity.family().stream()
                            .anyMatch(test -> test.measure() == measure)))
        .toList();
  }

  /**
   * The outcomes of some of the counted measures.
   *
   * @param asked in the order of the answer
   * @param division how the cohort was narrowed and divided
   * @param counts of the measures {@link #toCount}
   */
  public static OutcomeReport report(
      Dataset dataset,
      Division division,
      OmedFactors factors,
      List<Measure> asked,
      OutcomeCounts counts) {
    Protocol protocol = dataset.protocol();
    List<SignedRankTests> tests =
        counts.strata().stream().map(stratum -> new SignedRankTests(protocol, stratum)).toList();
    List<Outcome> outcomes = new ArrayList<>();
    for (Measure measure : asked) {
      for (int i = 0; i < tests.size(); i++) {
        StratumCounts stratum = counts.strata().get(i);
        Map<String, String> named = division.named(stratum.stratum());
        MemberLinks links =
            MemberLinks.of(dataset, division).in(named).with("measure", measure.code());
        MeasureCounts ofMeasure = stratum.of(measure);
        outcomes.add(
            outcome(
                protocol,
                named,
                stratum.cohort().patients(),
                ofMeasure,
                tests.get(i),
                new Changes(
                    protocol,
                    factors,
                    tests.get(i),
                    ofMeasure,
                    counts.earlierValues().get(measure),
                    links),
                links));
      }
    }
    Multiplicity multiplicity = protocol.multiplicity();
    return new OutcomeReport(
        protocol.id(),
        counts.cohort(),
        multiplicity == null ? null : AdjustedFamily.of(multiplicity),
        outcomes,
        division.by().isEmpty() ? List.of() : StrataTests.of(protocol, asked, counts),
        METHODS);
  }

  private static Outcome outcome(
      Protocol protocol,
      Map<String, String> stratum,
      long patients,
      MeasureCounts counts,
      SignedRankTests tests,
      Changes changes,
      MemberLinks links) {
    List<TimePoint> timePoints = new ArrayList<>();
    for (int i = 0; i < protocol.timePoints().size(); i++) {
      timePoints.add(
          timePoint(
              protocol,
              protocol.timePoints().get(i).id(),
              counts.measure(),
              counts.timePoints().get(i),
              links));
    }
    @Nullable CompleteCases cases = counts.completeCases();
    @Nullable Friedman friedman =
        cases == null ? null : Friedman.of(protocol, scale(counts.measure()), cases, tests);
    return new Outcome(
        counts.measure().code(),
        stratum.isEmpty() ? null : stratum,
        patients,
        timePoints,
        changes.all(),
        friedman,
        new NotComputed()
            .add(
                "friedman",
                friedman,
                "computed of 2 to %d time points".formatted(CompleteCases.MOST_TIME_POINTS))
            .reasons());
  }

  private static TimePoint timePoint(
      Protocol protocol,
      String id,
      Measure measure,
      Frequencies<Integer> values,
      MemberLinks ofMeasure) {
    Descriptive descriptive = Descriptive.of(FrequencyTable.of(scale(measure), values.counts()));
    Map<String, Long> bands = Bands.count(protocol, measure, values);
    MemberLinks links = ofMeasure.with("timePoint", id);
    return new TimePoint(
        id,
        descriptive.n(),
        descriptive.mean(),
        descriptive.sd(),
        descriptive.median(),
        descriptive.q1(),
        descriptive.q3(),
        descriptive.min(),
        descriptive.max(),
        bands,
        new NotComputed().add(descriptive).reasons(),
        new TimePointLinks(links.to(), links.each("band", bands.keySet())));
  }

  /** The pairs of a comparison, in steps of the measure. */
  static PairedTable pairs(Measure measure, List<PairCount> pairs) {
    return PairedTable.of(
        scale(measure),
        pairs.stream()
            .map(pair -> new PairedTable.Cell(pair.from(), pair.to(), pair.count()))
            .toList());
  }

  static Scale scale(Measure measure) {
    return new Scale(measure.stepNumerator(), measure.stepDenominator());
  }
}
