package org.pvpoutcomes.protocol;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.Study;
import org.pvpoutcomes.study.Coded;
import org.pvpoutcomes.study.DisclosureRule;
import org.pvpoutcomes.study.ImportantDifference;
import org.pvpoutcomes.study.ImportantDifference.Threshold;
import org.pvpoutcomes.study.IndexProcedure;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Multiplicity;
import org.pvpoutcomes.study.ProcedureKind;
import org.pvpoutcomes.study.Protocol;

/**
 * A study as the API shows it: its state and the protocol of the version that answers. While the
 * first version is being derived, its protocol.
 *
 * @param version number of that version
 * @param state {@code active}, or {@code deriving} while nothing answers
 * @param builtIn whether it ships with the service
 * @param derivation the version that is being derived; null for none
 * @param reversedItems QLQ-BM22 items that are reversed before the scales are scored
 * @param eligibility who may be in the study
 */
public record ProtocolReport(
    String id,
    int version,
    String state,
    boolean builtIn,
    @Nullable DerivationReport derivation,
    String title,
    String source,
    IndexProcedureReport indexProcedure,
    List<MeasureReport> measures,
    List<TimePointReport> timePoints,
    List<ComparisonReport> comparisons,
    List<BandSchemeReport> bands,
    List<ResponderReport> responders,
    List<Integer> reversedItems,
    List<CriterionReport> eligibility,
    StrataReport strata,
    List<ImportantDifferenceReport> importantDifferences,
    @Nullable String painResponse,
    @Nullable MultiplicityReport multiplicity,
    @Nullable DisclosureReport disclosure) {

  /**
   * Which session is the index session.
   *
   * @param from first calendar date; null for no limit
   * @param until last calendar date; null for no limit
   * @param sites source systems; empty for all
   */
  public record IndexProcedureReport(
      List<String> kinds, @Nullable String from, @Nullable String until, List<String> sites) {}

  /**
   * Limits between bands.
   *
   * @param ageBands completed years; a limit belongs to the band above it
   * @param cementBands millilitres; a limit belongs to the band below it
   */
  public record StrataReport(List<Integer> ageBands, List<BigDecimal> cementBands) {}

  /** The smallest changes of a measure that matter to patients. */
  public record ImportantDifferenceReport(
      String measure,
      @Nullable ThresholdReport improvement,
      @Nullable ThresholdReport deterioration,
      String source) {}

  /** Points of the measure, or standard deviations of the values at the first time point. */
  public record ThresholdReport(@Nullable BigDecimal points, @Nullable BigDecimal baselineSd) {}

  /** Tests whose P values are adjusted for one another. */
  public record MultiplicityReport(String method, List<TestReport> family) {}

  /** A test of the family. */
  public record TestReport(String measure, String from, String to) {}

  /** Which counts are too small to be shown. */
  public record DisclosureReport(int threshold, @Nullable Integer roundTo, String source) {}

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

  /**
   * The report of a study; sets are put in order.
   *
   * @param derivation of the version that is being derived; null for none
   */
  public static ProtocolReport of(Study study, @Nullable DerivationReport derivation) {
    Study.Version shown = study.shown();
    Protocol protocol = shown.protocol();
    return new ProtocolReport(
        protocol.id(),
        shown.number(),
        study.active() == null ? "deriving" : "active",
        study.shipped(),
        derivation,
        protocol.title(),
        protocol.source(),
        indexProcedure(protocol.indexProcedure()),
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
        protocol.eligibility().stream().map(CriterionReport::of).toList(),
        new StrataReport(protocol.strata().ageBands(), protocol.strata().cementBands()),
        protocol.importantDifferences().stream().map(ProtocolReport::difference).toList(),
        Coded.codeOf(protocol.painResponse()),
        multiplicity(protocol.multiplicity()),
        disclosure(protocol.disclosure()));
  }

  private static IndexProcedureReport indexProcedure(IndexProcedure index) {
    return new IndexProcedureReport(
        index.kinds().stream().map(ProcedureKind::code).toList(),
        index.from() == null ? null : index.from().toString(),
        index.until() == null ? null : index.until().toString(),
        List.copyOf(index.sites()));
  }

  private static ImportantDifferenceReport difference(ImportantDifference difference) {
    return new ImportantDifferenceReport(
        difference.measure().code(),
        threshold(difference.improvement()),
        threshold(difference.deterioration()),
        difference.source());
  }

  private static @Nullable ThresholdReport threshold(@Nullable Threshold threshold) {
    return switch (threshold) {
      case null -> null;
      case Threshold.Points points -> new ThresholdReport(points.points(), null);
      case Threshold.BaselineSd sd -> new ThresholdReport(null, sd.multiple());
    };
  }

  private static @Nullable MultiplicityReport multiplicity(@Nullable Multiplicity multiplicity) {
    return multiplicity == null
        ? null
        : new MultiplicityReport(
            multiplicity.method().code(),
            multiplicity.family().stream()
                .map(
                    test ->
                        new TestReport(
                            test.measure().code(),
                            test.comparison().from(),
                            test.comparison().to()))
                .toList());
  }

  private static @Nullable DisclosureReport disclosure(@Nullable DisclosureRule rule) {
    return rule == null
        ? null
        : new DisclosureReport(rule.threshold(), rule.roundTo(), rule.source());
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
