package org.pvpoutcomes.comparator;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pvpoutcomes.cohort.ComparatorCounts;
import org.pvpoutcomes.cohort.ComplicationCounts;
import org.pvpoutcomes.cohort.OutcomeCounts.MeasureCounts;
import org.pvpoutcomes.comparator.ComparatorReport.Figures;
import org.pvpoutcomes.comparator.EarlierStudy.Unit;
import org.pvpoutcomes.figure.Rate;
import org.pvpoutcomes.statistics.Descriptive;
import org.pvpoutcomes.statistics.FrequencyTable;
import org.pvpoutcomes.statistics.PairedTable;
import org.pvpoutcomes.statistics.Scale;
import org.pvpoutcomes.study.ComplicationKind;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Protocol;
import org.pvpoutcomes.study.Protocol.Comparison;
import org.pvpoutcomes.study.Protocol.TimePoint;

/** The figures of a study by what published ones are known by: measure, day and unit. */
final class OwnFigures {

  private final Protocol protocol;
  private final ComparatorCounts counts;

  OwnFigures(Protocol protocol, ComparatorCounts counts) {
    this.protocol = protocol;
    this.counts = counts;
  }

  /**
   * The time point of a day: the one with that target day; for day 0, which stands for before the
   * procedure, the last one whose window ends by then.
   */
  Optional<TimePoint> at(int day) {
    return day == 0
        ? protocol.timePoints().stream()
            .filter(timePoint -> timePoint.lastDay() <= 0)
            .max(Comparator.comparingInt(TimePoint::lastDay))
        : protocol.timePoints().stream()
            .filter(timePoint -> timePoint.targetDay() == day)
            .findFirst();
  }

  /** Whether the study measures it. */
  boolean measures(Measure measure) {
    return protocol.measures().contains(measure);
  }

  /** The values of a measure of the study at a time point. */
  Figures values(Measure measure, TimePoint at) {
    return figures(
        FrequencyTable.of(
            scale(measure),
            of(measure).timePoints().get(protocol.timePointIndex(at.id())).counts()));
  }

  /** The changes of a measure of the study; empty when it does not compare the time points. */
  Optional<Figures> changes(Measure measure, TimePoint from, TimePoint to) {
    int comparison = protocol.comparisons().indexOf(new Comparison(from.id(), to.id()));
    return comparison < 0
        ? Optional.empty()
        : Optional.of(
            figures(
                PairedTable.of(
                        scale(measure),
                        of(measure).comparisons().get(comparison).stream()
                            .map(pair -> new PairedTable.Cell(pair.from(), pair.to(), pair.count()))
                            .toList())
                    .differences()));
  }

  /** How many vertebrae or patients had a cement leakage at any site. */
  Rate leakage(Unit per) {
    ComplicationCounts.StratumCounts all = counts.complications().all();
    Optional<ComplicationCounts.EventCount> leaks =
        all.events().stream()
            .filter(count -> count.kind() == ComplicationKind.CEMENT_LEAKAGE)
            .filter(count -> count.site() == null)
            .findFirst();
    return switch (per) {
      case VERTEBRA ->
          Rate.of(
              leaks.map(ComplicationCounts.EventCount::vertebrae).orElse(0L),
              all.cohort().vertebrae());
      case PATIENT ->
          Rate.of(
              leaks.map(ComplicationCounts.EventCount::patients).orElse(0L),
              all.cohort().patients());
    };
  }

  private MeasureCounts of(Measure measure) {
    List<MeasureCounts> measures = counts.outcomes().strata().getFirst().measures();
    return measures.get(protocol.measures().indexOf(measure));
  }

  private static Figures figures(FrequencyTable values) {
    Descriptive descriptive = Descriptive.of(values);
    return new Figures(
        descriptive.n(),
        descriptive.mean(),
        descriptive.sd(),
        descriptive.min(),
        descriptive.max());
  }

  private static Scale scale(Measure measure) {
    return new Scale(measure.stepNumerator(), measure.stepDenominator());
  }
}
