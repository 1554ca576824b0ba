package org.pvpoutcomes.membership;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The flow of a study: who is in, and which values are there.
 *
 * @param measures in the order of the protocol
 */
public record CompletenessReport(String study, Flow flow, List<MeasureCompleteness> measures) {

  /** Copies the list. */
  public CompletenessReport {
    measures = List.copyOf(measures);
  }

  /**
   * What became of the patients.
   *
   * @param recorded patients of whom something is recorded
   * @param inclusion by code, every code in fixed order: they add up to {@code recorded}
   */
  public record Flow(long recorded, Map<String, Long> inclusion) {}

  /** One measure. */
  public record MeasureCompleteness(String measure, List<TimePointCompleteness> timePoints) {
    /** Copies the list. */
    public MeasureCompleteness {
      timePoints = List.copyOf(timePoints);
    }
  }

  /**
   * One measure at one time point.
   *
   * @param expected included patients
   * @param available those with a value
   * @param missing those without
   * @param availablePercent 0 to 100; null when nobody is included
   * @param reasons why values are missing, by code, every code in fixed order: they add up to
   *     {@code missing}
   * @param notComputed the figures that are null, each with the reason
   */
  public record TimePointCompleteness(
      String timePoint,
      long expected,
      long available,
      long missing,
      @Nullable Double availablePercent,
      Map<String, Long> reasons,
      Map<String, String> notComputed) {}
}
