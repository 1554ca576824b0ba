package org.pvpoutcomes.outcome;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.Dataset;
import org.pvpoutcomes.cohort.Division;
import org.pvpoutcomes.cohort.Frequencies;
import org.pvpoutcomes.cohort.MemberFilter;
import org.pvpoutcomes.cohort.OutcomeCounts;
import org.pvpoutcomes.cohort.OutcomeCounts.MeasureCounts;
import org.pvpoutcomes.cohort.OutcomeCounts.PairCount;
import org.pvpoutcomes.cohort.OutcomeCounts.StratumCounts;
import org.pvpoutcomes.figure.MemberLinks;
import org.pvpoutcomes.figure.NotComputed;
import org.pvpoutcomes.figure.Rate;
import org.pvpoutcomes.method.Answer;
import org.pvpoutcomes.method.MethodReference;
import org.pvpoutcomes.method.Methods;
import org.pvpoutcomes.outcome.OutcomeReport.Change;
import org.pvpoutcomes.outcome.OutcomeReport.ChangeLinks;
import org.pvpoutcomes.outcome.OutcomeReport.ConsensusPainResponse;
import org.pvpoutcomes.outcome.OutcomeReport.HodgesLehmannEstimate;
import org.pvpoutcomes.outcome.OutcomeReport.Outcome;
import org.pvpoutcomes.outcome.OutcomeReport.Shift;
import org.pvpoutcomes.outcome.OutcomeReport.TimePoint;
import org.pvpoutcomes.outcome.OutcomeReport.TimePointLinks;
import org.pvpoutcomes.outcome.OutcomeReport.Wilcoxon;
import org.pvpoutcomes.statistics.Descriptive;
import org.pvpoutcomes.statistics.FrequencyTable;
import org.pvpoutcomes.statistics.HodgesLehmann;
import org.pvpoutcomes.statistics.HolmAdjustment;
import org.pvpoutcomes.statistics.Interval;
import org.pvpoutcomes.statistics.PairedTable;
import org.pvpoutcomes.statistics.RankBiserialInterval;
import org.pvpoutcomes.statistics.Scale;
import org.pvpoutcomes.statistics.WilcoxonSignedRankTest;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.OmedFactors;
import org.pvpoutcomes.study.Protocol;

/** Computes outcomes from frequency tables; pure. */
final class OutcomeService {

  private static final List<MethodReference> METHODS = Methods.of(Answer.OUTCOMES);
  private static final String NO_PAIRS = "no patient has both values";
  private static final String NO_BANDS = "the measure has no bands";
  private static final String NO_DIFFERENCES = "no pair differs";
  private static final String TOO_FEW_PAIRS = "too few pairs for an interval at this level";
  private static final String TOO_MANY_DIFFERENCES =
      "computed for at most " + WilcoxonSignedRankTest.EXACT_LIMIT + " differences";

  private OutcomeService() {}

  /**
   * The outcomes of the counted measures.
   *
   * @param division how the cohort was narrowed and divided
   */
  static OutcomeReport report(
      Dataset dataset, Division division, OmedFactors factors, OutcomeCounts counts) {
    Protocol protocol = dataset.protocol();
    List<Outcome> outcomes = new ArrayList<>();
    int measures =
        counts.strata().stream().mapToInt(stratum -> stratum.measures().size()).max().orElse(0);
    for (int i = 0; i < measures; i++) {
      for (StratumCounts stratum : counts.strata()) {
        outcomes.add(
            outcome(
                protocol,
                factors,
                MemberLinks.of(dataset, division),
                division.named(stratum.stratum()),
                stratum.cohort().patients(),
                stratum.measures().get(i)));
      }
    }
    return new OutcomeReport(
        protocol.id(),
        counts.cohort(),
        outcomes,
        division.by().isEmpty() ? List.of() : StrataTests.of(protocol, counts),
        METHODS);
  }

  private static Outcome outcome(
      Protocol protocol,
      OmedFactors factors,
      MemberLinks ofCohort,
      Map<String, String> stratum,
      long patients,
      MeasureCounts counts) {
    Measure measure = counts.measure();
    MemberLinks links = ofCohort.in(stratum).with("measure", measure.code());
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
    List<PairedTable> pairs =
        counts.comparisons().stream().map(cells -> pairs(measure, cells)).toList();
    List<WilcoxonSignedRankTest.Result> tests =
        pairs.stream().map(table -> WilcoxonSignedRankTest.of(table.differences())).toList();
    List<@Nullable Double> p = new ArrayList<>();
    tests.forEach(test -> p.add(test.p()));
    List<@Nullable Double> pHolm = HolmAdjustment.of(p);
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < protocol.comparisons().size(); i++) {
      changes.add(
          change(
              protocol,
              protocol.comparisons().get(i),
              measure,
              pairs.get(i),
              new Improvement(measure, counts.comparisons().get(i)),
              tests.get(i),
              pHolm.get(i),
              counts.consensus().isEmpty()
                  ? null
                  : ChangeSizes.painResponse(counts.consensus().get(i), factors),
              links));
    }
    return new Outcome(
        measure.code(), stratum.isEmpty() ? null : stratum, patients, timePoints, changes);
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
      PairedTable pairs,
      Improvement improvement,
      WilcoxonSignedRankTest.Result test,
      @Nullable Double pHolm,
      @Nullable ConsensusPainResponse painResponse,
      MemberLinks ofMeasure) {
    FrequencyTable differences = pairs.differences();
    Descriptive descriptive = Descriptive.of(differences);
    @Nullable Interval rankBiserialInterval = RankBiserialInterval.of(differences, Rate.LEVEL);
    @Nullable Shift shift = ChangeSizes.shift(protocol, measure, pairs);
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
        wilcoxon(test, pHolm),
        test.rankBiserial(),
        rankBiserialInterval,
        ChangeSizes.standardized(pairs),
        ChangeSizes.relative(pairs),
        shift,
        painResponse,
        responders,
        new NotComputed()
            .add(descriptive)
            .add("rankBiserial", test.rankBiserial(), noTest(test))
            .add("rankBiserialInterval", rankBiserialInterval, noInterval(test))
            .add("bandShift", shift, NO_BANDS)
            .add("painResponse", painResponse, "judged of pain by VAS only")
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
        result.method() == null ? null : result.method().name().toLowerCase(Locale.ROOT),
        new NotComputed()
            .add("estimate", result.estimate(), reason)
            .add("lower", result.lower(), reason)
            .add("upper", result.upper(), reason)
            .add("method", result.method(), reason)
            .reasons());
  }

  private static Wilcoxon wilcoxon(WilcoxonSignedRankTest.Result test, @Nullable Double pHolm) {
    return new Wilcoxon(
        test.n(),
        test.zeros(),
        test.wPlus(),
        test.wMinus(),
        test.z(),
        test.p(),
        pHolm,
        test.pExact(),
        new NotComputed()
            .add("z", test.z(), noTest(test))
            .add("p", test.p(), noTest(test))
            .add("pHolm", pHolm, noTest(test))
            .add("pExact", test.pExact(), test.n() == 0 ? noTest(test) : TOO_MANY_DIFFERENCES)
            .reasons());
  }

  /** The pairs of a comparison, in steps of the measure. */
  static PairedTable pairs(Measure measure, List<PairCount> pairs) {
    return PairedTable.of(
        scale(measure),
        pairs.stream()
            .map(pair -> new PairedTable.Cell(pair.from(), pair.to(), pair.count()))
            .toList());
  }

  private static String noInterval(WilcoxonSignedRankTest.Result test) {
    return test.rankBiserial() == null
        ? noTest(test)
        : "all differences have the same direction, or there is one only";
  }

  private static String noTest(WilcoxonSignedRankTest.Result test) {
    return test.pairs() == 0 ? NO_PAIRS : NO_DIFFERENCES;
  }

  private static Scale scale(Measure measure) {
    return new Scale(measure.stepNumerator(), measure.stepDenominator());
  }
}
