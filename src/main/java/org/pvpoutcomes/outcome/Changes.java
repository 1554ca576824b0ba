package org.pvpoutcomes.outcome;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.MemberFilter;
import org.pvpoutcomes.cohort.OutcomeCounts.MeasureCounts;
import org.pvpoutcomes.cohort.ValueSums;
import org.pvpoutcomes.figure.MemberLinks;
import org.pvpoutcomes.figure.NotComputed;
import org.pvpoutcomes.figure.Rate;
import org.pvpoutcomes.outcome.OutcomeReport.Change;
import org.pvpoutcomes.outcome.OutcomeReport.ChangeLinks;
import org.pvpoutcomes.outcome.OutcomeReport.HodgesLehmannEstimate;
import org.pvpoutcomes.outcome.OutcomeReport.Shift;
import org.pvpoutcomes.outcome.OutcomeReport.Wilcoxon;
import org.pvpoutcomes.statistics.Descriptive;
import org.pvpoutcomes.statistics.FrequencyTable;
import org.pvpoutcomes.statistics.HodgesLehmann;
import org.pvpoutcomes.statistics.Interval;
import org.pvpoutcomes.statistics.PairedTable;
import org.pvpoutcomes.statistics.RankBiserialInterval;
import org.pvpoutcomes.statistics.WilcoxonSignedRankTest;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.OmedFactors;
import org.pvpoutcomes.study.Protocol;
import org.pvpoutcomes.study.Protocol.Comparison;

/** The changes of one measure in one stratum: pure. */
final class Changes {

  private static final String TOO_FEW_PAIRS = "too few pairs for an interval at this level";

  private final Protocol protocol;
  private final OmedFactors factors;
  private final SignedRankTests tests;
  private final MeasureCounts counts;
  private final @Nullable List<ValueSums> earlierValues;
  private final Measure measure;
  private final MemberLinks links;

  /**
   * The changes of the counted measure.
   *
   * @param earlierValues one per comparison where an important difference is in standard deviations
   * @param links to the members of the stratum
   */
  Changes(
      Protocol protocol,
      OmedFactors factors,
      SignedRankTests tests,
      MeasureCounts counts,
      @Nullable List<ValueSums> earlierValues,
      MemberLinks links) {
    this.protocol = protocol;
    this.factors = factors;
    this.tests = tests;
    this.counts = counts;
    this.earlierValues = earlierValues;
    this.measure = counts.measure();
    this.links = links;
  }

  /** One per comparison, in the order of the protocol. */
  List<Change> all() {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < protocol.comparisons().size(); i++) {
      changes.add(change(i));
    }
    return changes;
  }

  private Change change(int index) {
    Comparison comparison = protocol.comparisons().get(index);
    PairedTable pairs = tests.pairs(measure, comparison);
    FrequencyTable differences = pairs.differences();
    WilcoxonSignedRankTest.Result test = tests.result(measure, comparison);
    Descriptive descriptive = Descriptive.of(differences);
    Improvement improvement = new Improvement(measure, counts.comparisons().get(index));
    @Nullable Interval rankBiserialInterval = RankBiserialInterval.of(differences, Rate.LEVEL);
    @Nullable Shift shift = ChangeSizes.shift(protocol, measure, pairs);
    @Nullable ConsensusPainResponse painResponse = painResponse(index);
    @Nullable ImportantChange important =
        ImportantChange.of(protocol, measure, index, improvement, earlierValues);
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
        wilcoxon(comparison, test),
        test.rankBiserial(),
        rankBiserialInterval,
        ChangeSizes.standardized(pairs),
        ChangeSizes.relative(pairs),
        shift,
        painResponse,
        responders,
        important,
        new NotComputed()
            .add(descriptive)
            .add("rankBiserial", test.rankBiserial(), noTest(test))
            .add("rankBiserialInterval", rankBiserialInterval, noInterval(test))
            .add("bandShift", shift, "the measure has no bands")
            .add("painResponse", painResponse, noPainResponse())
            .add(
                "importantDifference",
                important,
                "the study names no important difference of the measure")
            .reasons(),
        links(comparison, responders.keySet()));
  }

  private @Nullable ConsensusPainResponse painResponse(int index) {
    return counts.consensus().isEmpty()
        ? null
        : ChangeSizes.painResponse(counts.consensus().get(index), factors);
  }

  private String noPainResponse() {
    return measure == Measure.VAS_PAIN
        ? "the study names no rule for it"
        : "judged of pain by VAS only";
  }

  private ChangeLinks links(Comparison comparison, Set<String> responders) {
    MemberLinks ofChange = links.with("from", comparison.from(), "to", comparison.to());
    return new ChangeLinks(
        ofChange.to(),
        ofChange.to("change", MemberFilter.Change.IMPROVED.code()),
        ofChange.to("change", MemberFilter.Change.UNCHANGED.code()),
        ofChange.to("change", MemberFilter.Change.WORSENED.code()),
        ofChange.each("responder", responders));
  }

  private static HodgesLehmannEstimate hodgesLehmann(FrequencyTable differences) {
    HodgesLehmann.Result result = HodgesLehmann.of(differences, Rate.LEVEL);
    String reason = differences.n() == 0 ? OutcomeService.NO_PAIRS : TOO_FEW_PAIRS;
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

  private Wilcoxon wilcoxon(Comparison comparison, WilcoxonSignedRankTest.Result test) {
    @Nullable Double pHolm = tests.pHolm(measure, comparison);
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
            .add("pHolm", pHolm, tests.whyNotAdjusted(measure, comparison))
            .add(
                "pExact",
                test.pExact(),
                test.n() == 0 ? noTest(test) : OutcomeService.TOO_MANY_DIFFERENCES)
            .reasons());
  }

  private static String noInterval(WilcoxonSignedRankTest.Result test) {
    return test.rankBiserial() == null
        ? noTest(test)
        : "all differences have the same direction, or there is one only";
  }

  private static String noTest(WilcoxonSignedRankTest.Result test) {
    return test.pairs() == 0 ? OutcomeService.NO_PAIRS : OutcomeService.NO_DIFFERENCES;
  }
}
