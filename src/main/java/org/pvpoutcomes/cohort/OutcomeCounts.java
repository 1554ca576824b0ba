package org.pvpoutcomes.cohort;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Measure;

/**
 * The frequency tables behind the outcomes of a study: all that its statistics are computed from.
 *
 * @param cohort the included patients
 * @param strata one entry per stratum with patients, in the order of {@link
 *     Stratification#strata()}; one entry without a stratum when the cohort is not divided
 */
public record OutcomeCounts(CohortSize cohort, List<StratumCounts> strata) {

  /** Copies the list. */
  public OutcomeCounts {
    strata = List.copyOf(strata);
  }

  /**
   * The tables of one stratum.
   *
   * @param stratum null for the whole cohort
   * @param measures in the order in which they were asked for
   */
  public record StratumCounts(
      @Nullable String stratum, CohortSize cohort, List<MeasureCounts> measures) {
    /** Copies the list. */
    public StratumCounts {
      measures = List.copyOf(measures);
    }
  }

  /**
   * The tables of one measure.
   *
   * @param timePoints one per time point of the protocol, in its order
   * @param comparisons one per comparison of the protocol, in its order: the patients with both
   *     values
   */
  public record MeasureCounts(
      Measure measure, List<Frequencies<Integer>> timePoints, List<List<PairCount>> comparisons) {
    /** Copies the lists. */
    public MeasureCounts {
      timePoints = List.copyOf(timePoints);
      comparisons = comparisons.stream().map(List::copyOf).toList();
    }
  }

  /**
   * How many patients went from one value to another, in steps of the measure.
   *
   * @param count at least 1
   */
  public record PairCount(int from, int to, long count) {}
}
