package org.pvpoutcomes.membership;

import java.util.ArrayList;
import java.util.List;
import org.pvpoutcomes.cohort.CompletenessCounts;
import org.pvpoutcomes.cohort.CompletenessCounts.Cell;
import org.pvpoutcomes.figure.CodedCounts;
import org.pvpoutcomes.figure.NotComputed;
import org.pvpoutcomes.figure.Rate;
import org.pvpoutcomes.membership.CompletenessReport.Flow;
import org.pvpoutcomes.membership.CompletenessReport.MeasureCompleteness;
import org.pvpoutcomes.membership.CompletenessReport.TimePointCompleteness;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Member.Inclusion;
import org.pvpoutcomes.study.Member.MissingReason;
import org.pvpoutcomes.study.Protocol;

/** Computes the flow of a study from counts; pure. */
final class CompletenessService {

  private CompletenessService() {}

  static CompletenessReport report(Protocol protocol, CompletenessCounts counts) {
    CodedCounts inclusion = CodedCounts.of(Inclusion.class, counts.inclusion());
    List<MeasureCompleteness> measures = new ArrayList<>();
    for (Measure measure : protocol.measures()) {
      measures.add(
          new MeasureCompleteness(
              measure.code(),
              counts.cells().stream()
                  .filter(cell -> cell.measure() == measure)
                  .map(CompletenessService::timePoint)
                  .toList()));
    }
    return new CompletenessReport(
        protocol.id(), new Flow(inclusion.n(), inclusion.counts()), measures);
  }

  private static TimePointCompleteness timePoint(Cell cell) {
    CodedCounts missing = CodedCounts.of(MissingReason.class, cell.missing());
    long expected = cell.available() + missing.n();
    Rate available = Rate.of(cell.available(), expected);
    return new TimePointCompleteness(
        cell.timePoint(),
        expected,
        cell.available(),
        missing.n(),
        available.percent(),
        missing.counts(),
        new NotComputed()
            .add("availablePercent", available.percent(), "nobody is included")
            .reasons());
  }
}
