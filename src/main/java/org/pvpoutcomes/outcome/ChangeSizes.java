package org.pvpoutcomes.outcome;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.ConsensusCounts;
import org.pvpoutcomes.figure.NotComputed;
import org.pvpoutcomes.figure.Rate;
import org.pvpoutcomes.outcome.OutcomeReport.RelativeChange;
import org.pvpoutcomes.outcome.OutcomeReport.Shift;
import org.pvpoutcomes.outcome.OutcomeReport.StandardizedChange;
import org.pvpoutcomes.outcome.OutcomeReport.StandardizedEstimate;
import org.pvpoutcomes.statistics.BandShift;
import org.pvpoutcomes.statistics.PairedTable;
import org.pvpoutcomes.statistics.PercentChange;
import org.pvpoutcomes.statistics.StandardizedMeanChange;
import org.pvpoutcomes.study.ConsensusResponse;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.OmedFactors;
import org.pvpoutcomes.study.Protocol;
import org.pvpoutcomes.study.Protocol.Band;
import org.pvpoutcomes.study.Protocol.BandScheme;

/** How large a change is, beside whether there is one: pure. */
final class ChangeSizes {

  private static final String TOO_FEW_OR_EQUAL =
      "there are too few pairs, or the values do not vary";

  private static final String NO_CORRELATION =
      "it needs the correlation of both values, and the later values do not vary";

  private ChangeSizes() {}

  static StandardizedChange standardized(PairedTable pairs) {
    StandardizedMeanChange change = StandardizedMeanChange.of(pairs, Rate.LEVEL);
    return new StandardizedChange(
        change.standardizedResponseMean(),
        estimate(change.byDifferences()),
        estimate(change.byEarlierValues()),
        new NotComputed()
            .add("standardizedResponseMean", change.standardizedResponseMean(), TOO_FEW_OR_EQUAL)
            .add("byDifferences", change.byDifferences(), TOO_FEW_OR_EQUAL)
            .add("byEarlierValues", change.byEarlierValues(), TOO_FEW_OR_EQUAL)
            .reasons());
  }

  private static @Nullable StandardizedEstimate estimate(
      StandardizedMeanChange.@Nullable Estimate estimate) {
    return estimate == null
        ? null
        : new StandardizedEstimate(
            estimate.value(),
            estimate.standardError(),
            estimate.interval(),
            new NotComputed()
                .add("standardError", estimate.standardError(), NO_CORRELATION)
                .add("interval", estimate.interval(), NO_CORRELATION)
                .reasons());
  }

  static RelativeChange relative(PairedTable pairs) {
    PercentChange change = PercentChange.of(pairs);
    String reason = "no earlier value is above 0";
    return new RelativeChange(
        change.n(),
        change.undefined(),
        change.ofMeans(),
        change.mean(),
        change.median(),
        new NotComputed()
            .add("ofMeans", change.ofMeans(), reason)
            .add("mean", change.mean(), reason)
            .add("median", change.median(), reason)
            .reasons());
  }

  /** Null for a measure without bands, or with one only. */
  static @Nullable Shift shift(Protocol protocol, Measure measure, PairedTable pairs) {
    for (BandScheme scheme : protocol.bands()) {
      if (scheme.measure() == measure && scheme.bands().size() > 1) {
        return shift(scheme, pairs);
      }
    }
    return null;
  }

  private static Shift shift(BandScheme scheme, PairedTable pairs) {
    List<String> ids = scheme.bands().stream().map(Band::id).toList();
    List<Integer> cutPoints = new ArrayList<>();
    for (Band band : scheme.bands().subList(0, ids.size() - 1)) {
      cutPoints.add(Bands.highestStep(scheme.measure(), band));
    }
    BandShift shift = BandShift.of(pairs, cutPoints);
    Map<String, Map<String, Long>> counts = new LinkedHashMap<>();
    for (int i = 0; i < ids.size(); i++) {
      Map<String, Long> row = new LinkedHashMap<>();
      for (int j = 0; j < ids.size(); j++) {
        row.put(ids.get(j), shift.counts().get(i).get(j));
      }
      counts.put(ids.get(i), row);
    }
    String reason = "nobody moved from one band to another";
    return new Shift(
        counts,
        shift.chiSquared(),
        shift.degreesOfFreedom(),
        shift.p(),
        new NotComputed()
            .add("chiSquared", shift.chiSquared(), reason)
            .add("p", shift.p(), reason)
            .reasons());
  }

  static ConsensusPainResponse painResponse(ConsensusCounts counts, OmedFactors factors) {
    Map<String, Rate> responses = new LinkedHashMap<>();
    for (ConsensusResponse response : ConsensusResponse.values()) {
      long of =
          response == ConsensusResponse.NOT_EVALUABLE ? counts.patients() : counts.evaluable();
      responses.put(response.code(), Rate.of(counts.count(response), of));
    }
    return new ConsensusPainResponse(
        ConsensusResponse.RULE,
        ConsensusResponse.RULE_SOURCE,
        factors.id() + "/" + factors.version(),
        factors.source(),
        responses,
        counts.withoutPain());
  }
}
