package org.pvpoutcomes.protocol;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Protocol;

/**
 * A study protocol as the API shows it.
 *
 * @param reversedItems QLQ-BM22 items that are reversed before the scales are scored
 * @param eligibility who may be in the study
 */
public record ProtocolReport(
    String id,
    String title,
    String source,
    List<String> indexProcedure,
    List<MeasureReport> measures,
    List<TimePointReport> timePoints,
    List<ComparisonReport> comparisons,
    List<BandSchemeReport> bands,
    List<ResponderReport> responders,
    List<Integer> reversedItems,
    List<CriterionReport> eligibility) {

  /**
   * A measure.
   *
   * @param minimum smallest valid value
   * @param maximum largest valid value
   * @param better whether {@code lower} or {@code higher} values are better
   */
  public record MeasureReport(String measure, int minimum, int maximum, String better) {}

  /** A window around a target day, edges included, in days from the index session. */
  public record TimePointReport(String timePoint, int firstDay, int lastDay, int targetDay) {}

  /** Two time points; differences are {@code from} minus {@code to}. */
  public record ComparisonReport(String from, String to) {}

  /** Severity bands of one measure, from the lowest. */
  public record BandSchemeReport(String measure, String source, List<BandReport> bands) {}

  /** Values above the band before and up to {@code upTo}, included. */
  public record BandReport(String band, BigDecimal upTo) {}

  /**
   * What counts as a response.
   *
   * @param kind {@code points}, {@code percent} or {@code complete-relief}
   * @param threshold points or percent; null for complete relief
   */
  public record ResponderReport(
      String id, String measure, String kind, @Nullable BigDecimal threshold, String source) {}

  /** The report of a protocol; sets are put in order. */
  static ProtocolReport of(Protocol protocol) {
    return new ProtocolReport(
        protocol.id(),
        protocol.title(),
        protocol.source(),
        protocol.indexProcedure().stream().sorted().map(kind -> kind.code()).toList(),
        protocol.measures().stream().map(ProtocolReport::measure).toList(),
        protocol.timePoints().stream()
            .map(t -> new TimePointReport(t.id(), t.firstDay(), t.lastDay(), t.targetDay()))
            .toList(),
        protocol.comparisons().stream()
            .map(comparison -> new ComparisonReport(comparison.from(), comparison.to()))
            .toList(),
        protocol.bands().stream().map(ProtocolReport::bands).toList(),
        protocol.responders().stream().map(ProtocolReport::responder).toList(),
        protocol.reversedItems().stream().sorted().toList(),
        protocol.eligibility().stream().map(CriterionReport::of).toList());
  }

  private static MeasureReport measure(Measure measure) {
    return new MeasureReport(
        measure.code(),
        measure.minimum(),
        measure.maximum(),
        switch (measure.direction()) {
          case LOWER_IS_BETTER -> "lower";
          case HIGHER_IS_BETTER -> "higher";
        });
  }

  private static BandSchemeReport bands(Protocol.BandScheme scheme) {
    return new BandSchemeReport(
        scheme.measure().code(),
        scheme.source(),
        scheme.bands().stream().map(band -> new BandReport(band.id(), band.upTo())).toList());
  }

  private static ResponderReport responder(Protocol.ResponderRule rule) {
    return new ResponderReport(
        rule.id(), rule.measure().code(), rule.kind().code(), rule.threshold(), rule.source());
  }
}
