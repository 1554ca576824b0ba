package org.pvpoutcomes.cohort;

import java.util.List;
import org.pvpoutcomes.study.Measure;

/**
 * The frequency tables behind the outcomes of a study: all that its statistics are computed from.
 *
 * @param cohort the included patients
 * @param strata one entry per stratum with patients, in the order of the answers; one entry for the
 *     whole cohort when it is not divided
 */
public record OutcomeCounts(CohortSize cohort, List<StratumCounts> strata) {

  /** Copies the list. */
  public OutcomeCounts {
    strata = List.copyOf(strata);
  }

  /**
   * The tables of one stratum.
   *
   * @param stratum as in {@link Division}
   * @param measures in the order in which they were asked for
   */
  public record StratumCounts(
      List<String> stratum, CohortSize cohort, List<MeasureCounts> measures) {
    /** Copies the lists. */
    public StratumCounts {
      stratum = List.copyOf(stratum);
      measures = List.copyOf(measures);
    }
  }

  /**
   * The tables of one measure.
   *
   * @param timePoints one per time point of the protocol, in its order
   * @param comparisons one per comparison of the protocol, in its order: the patients with both
   *     values
   * @param consensus of pain by VAS, one per comparison of the protocol, in its order: the
   *     consensus pain responses; empty for any other measure
   */
  public record MeasureCounts(
      Measure measure,
      List<Frequencies<Integer>> timePoints,
      List<List<PairCount>> comparisons,
      List<ConsensusCounts> consensus) {
    /** Copies the lists. */
    public MeasureCounts {
      timePoints = List.copyOf(timePoints);
      consensus = List.copyOf(consensus);
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
