package org.pvpoutcomes.outcome;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.Frequencies;
import org.pvpoutcomes.cohort.MemberFilter;
import org.pvpoutcomes.cohort.OutcomeCounts;
import org.pvpoutcomes.cohort.OutcomeCounts.MeasureCounts;
import org.pvpoutcomes.cohort.OutcomeCounts.PairCount;
import org.pvpoutcomes.cohort.OutcomeCounts.StratumCounts;
import org.pvpoutcomes.cohort.Stratification;
import org.pvpoutcomes.figure.MemberLinks;
import org.pvpoutcomes.figure.NotComputed;
import org.pvpoutcomes.figure.Rate;
import org.pvpoutcomes.figure.Stratum;
import org.pvpoutcomes.outcome.OutcomeReport.Change;
import org.pvpoutcomes.outcome.OutcomeReport.ChangeLinks;
import org.pvpoutcomes.outcome.OutcomeReport.HodgesLehmannEstimate;
import org.pvpoutcomes.outcome.OutcomeReport.Outcome;
import org.pvpoutcomes.outcome.OutcomeReport.TimePoint;
import org.pvpoutcomes.outcome.OutcomeReport.TimePointLinks;
import org.pvpoutcomes.outcome.OutcomeReport.Wilcoxon;
import org.pvpoutcomes.statistics.Descriptive;
import org.pvpoutcomes.statistics.FrequencyTable;
import org.pvpoutcomes.statistics.HodgesLehmann;
import org.pvpoutcomes.statistics.PairedTable;
import org.pvpoutcomes.statistics.Scale;
import org.pvpoutcomes.statistics.WilcoxonSignedRankTest;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Protocol;

/** Computes outcomes from frequency tables; pure. */
final class OutcomeService {

  private static final String NO_PAIRS = "no patient has both values";
  private static final String NO_DIFFERENCES = "no pair differs";
  private static final String TOO_FEW_PAIRS = "too few pairs for an interval at this level";
  private static final String TOO_MANY_DIFFERENCES =
      "computed for at most " + WilcoxonSignedRankTest.EXACT_LIMIT + " differences";

  private OutcomeService() {}

  /**
   * The outcomes of the counted measures.
   *
   * @param by what divided the cohort; null when it is whole
   */
  static OutcomeReport report(
      Protocol protocol, @Nullable Stratification by, OutcomeCounts counts) {
    List<Outcome> outcomes = new ArrayList<>();
    int measures =
        counts.strata().stream().mapToInt(stratum -> stratum.measures().size()).max().orElse(0);
    for (int i = 0; i < measures; i++) {
      for (StratumCounts stratum : counts.strata()) {
        outcomes.add(
            outcome(
                protocol,
                Stratum.of(by, stratum.stratum()),
                stratum.cohort().patients(),
                stratum.measures().get(i)));
      }
    }
    return new OutcomeReport(protocol.id(), counts.cohort(), outcomes);
  }

  private static Outcome outcome(
      Protocol protocol, @Nullable Stratum stratum, long patients, MeasureCounts counts) {
    Measure measure = counts.measure();
    MemberLinks links = MemberLinks.of(protocol.id()).in(stratum).with("measure", measure.code());
    List<TimePoint> timePoints = new ArrayList<>();
    for (int i = 0; i < protocol.timePoints().size(); i++) {
      timePoints.add(
          timePoint(
              protocol,
              protocol.timePoints().get(i).id(),
              measure,
              counts.timePoints().get(i),
              links));
    }
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < protocol.comparisons().size(); i++) {
      changes.add(
          change(
              protocol,
              protocol.comparisons().get(i),
              measure,
              counts.comparisons().get(i),
              links));
    }
    return new Outcome(measure.code(), stratum, patients, timePoints, changes);
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

  private static Change change(
      Protocol protocol,
      Protocol.Comparison comparison,
      Measure measure,
      List<PairCount> pairs,
      MemberLinks ofMeasure) {
    FrequencyTable differences =
        PairedTable.of(
                scale(measure),
                pairs.stream()
                    .map(pair -> new PairedTable.Cell(pair.from(), pair.to(), pair.count()))
                    .toList())
            .differences();
    Descriptive descriptive = Descriptive.of(differences);
    WilcoxonSignedRankTest.Result test = WilcoxonSignedRankTest.of(differences);
    Improvement improvement = new Improvement(measure, pairs);
    Map<String, Rate> responders = improvement.responders(protocol);
    return new Change(
        comparison.from(),
        comparison.to(),
        descriptive.n(),
        improvement.improved(),
        improvement.unchanged(),
        improvement.worsened(),
        descriptive.mean(),
        descriptive.sd(),
        descriptive.median(),
        descriptive.q1(),
        descriptive.q3(),
        descriptive.min(),
        descriptive.max(),
        hodgesLehmann(differences),
        wilcoxon(test),
        test.rankBiserial(),
        responders,
        new NotComputed()
            .add(descriptive)
            .add("rankBiserial", test.rankBiserial(), noTest(test))
            .reasons(),
        links(ofMeasure, comparison, responders.keySet()));
  }

  private static ChangeLinks links(
      MemberLinks ofMeasure, Protocol.Comparison comparison, Set<String> responders) {
    MemberLinks links = ofMeasure.with("from", comparison.from(), "to", comparison.to());
    return new ChangeLinks(
        links.to(),
        links.to("change", MemberFilter.Change.IMPROVED.code()),
        links.to("change", MemberFilter.Change.UNCHANGED.code()),
        links.to("change", MemberFilter.Change.WORSENED.code()),
        links.each("responder", responders));
  }

  private static HodgesLehmannEstimate hodgesLehmann(FrequencyTable differences) {
    HodgesLehmann.Result result = HodgesLehmann.of(differences, Rate.LEVEL);
    String reason = differences.n() == 0 ? NO_PAIRS : TOO_FEW_PAIRS;
    return new HodgesLehmannEstimate(
        result.estimate(),
        result.lower(),
        result.upper(),
        result.level(),
        new NotComputed()
            .add("estimate", result.estimate(), reason)
            .add("lower", result.lower(), reason)
            .add("upper", result.upper(), reason)
            .reasons());
  }

  private static Wilcoxon wilcoxon(WilcoxonSignedRankTest.Result test) {
    return new Wilcoxon(
        test.n(),
        test.zeros(),
        test.wPlus(),
        test.wMinus(),
        test.z(),
        test.p(),
        test.pExact(),
        new NotComputed()
            .add("z", test.z(), noTest(test))
            .add("p", test.p(), noTest(test))
            .add("pExact", test.pExact(), test.n() == 0 ? noTest(test) : TOO_MANY_DIFFERENCES)
            .reasons());
  }

  private static String noTest(WilcoxonSignedRankTest.Result test) {
    return test.pairs() == 0 ? NO_PAIRS : NO_DIFFERENCES;
  }

  private static Scale scale(Measure measure) {
    return new Scale(measure.stepNumerator(), measure.stepDenominator());
  }
}
