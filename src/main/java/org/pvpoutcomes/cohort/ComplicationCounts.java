package org.pvpoutcomes.cohort;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.ComplicationKind;
import org.pvpoutcomes.study.LeakSite;

/**
 * How many vertebrae, sessions and patients had a leak or an event.
 *
 * @param all the whole cohort
 * @param strata those with patients, in the order of {@link Stratification#strata()}; empty when
 *     the cohort is not divided
 */
public record ComplicationCounts(StratumCounts all, List<StratumCounts> strata) {

  /** Copies the list. */
  public ComplicationCounts {
    strata = List.copyOf(strata);
  }

  /**
   * The counts of one stratum.
   *
   * @param stratum null for the whole cohort
   * @param cohort what the counts are of. Where vertebrae are divided: the vertebrae of the
   *     stratum, and the sessions and patients with at least one of them
   * @param events what happened; kinds and sites that did not happen are absent. Where vertebrae
   *     are divided: what happened at vertebrae of the stratum
   */
  public record StratumCounts(
      @Nullable String stratum, CohortSize cohort, List<EventCount> events) {
    /** Copies the list. */
    public StratumCounts {
      events = List.copyOf(events);
    }
  }

  /**
   * In how many something of one kind happened, each counted once however often it happened there.
   *
   * @param site of a cement leakage: one site; null for leakages at any site and for all other
   *     kinds
   * @param vertebrae only events whose vertebra is known
   * @param withoutVertebra number of events whose vertebra cannot be told; they count for session
   *     and patient
   */
  public record EventCount(
      ComplicationKind kind,
      @Nullable LeakSite site,
      long vertebrae,
      long sessions,
      long patients,
      long withoutVertebra) {}
}
