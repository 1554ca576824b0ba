package org.pvpoutcomes.cohort;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Measure;

/**
 * The frequency tables behind the outcomes of a study: all that its statistics are computed from.
 *
 * @param cohort the included patients
 * @param earlierValues of each measure with an important difference in standard deviations, one per
 *     comparison of the protocol, in its order: the earlier values of all included patients with
 *     both values, however the cohort is narrowed and divided
 * @param strata one entry per stratum with patients, in the order of the answers; one entry for the
 *     whole cohort when it is not divided
 */
public record OutcomeCounts(
    CohortSize cohort, Map<Measure, List<ValueSums>> earlierValues, List<StratumCounts> strata) {

  /** Copies the collections. */
  public OutcomeCounts {
    earlierValues = Map.copyOf(earlierValues);
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

    /**
     * The tables of a measure.
     *
     * @throws IllegalArgumentException when it was not asked for
     */
    public MeasureCounts of(Measure measure) {
      return measures.stream()
          .filter(counts -> counts.measure() == measure)
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException(measure.code() + " was not counted"));
    }
  }

  /**
   * The tables of one measure.
   *
   * @param timePoints one per time point of the protocol, in its order
   * @param comparisons one per comparison of the protocol, in its order: the patients with both
   *     values
   * @param completeCases null where they are not counted: in a study with one time point, or with
   *     more than {@link CompleteCases#MOST_TIME_POINTS}
   * @param consensus of pain by VAS, one per comparison of the protocol, in its order: the
   *     consensus pain responses; empty for any other measure, and in a study that does not judge
   *     them
   */
  public record MeasureCounts(
      Measure measure,
      List<Frequencies<Integer>> timePoints,
      List<List<PairCount>> comparisons,
      @Nullable CompleteCases completeCases,
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
