package org.pvpoutcomes.cohort;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.ComplicationKind;
import org.pvpoutcomes.study.LeakSite;

/**
 * How many vertebrae, sessions and patients had a leak or an event, and how many patients died.
 *
 * @param all the whole cohort
 * @param strata those with patients, in the order of the answers; empty when the cohort is not
 *     divided
 * @param leaks leaking vertebrae of the same patients in all strata together; empty when the cohort
 *     is not divided
 */
public record ComplicationCounts(
    StratumCounts all, List<StratumCounts> strata, List<StrataLeaks> leaks) {

  /** Copies the lists. */
  public ComplicationCounts {
    strata = List.copyOf(strata);
    leaks = List.copyOf(leaks);
  }

  /**
   * The counts of one stratum.
   *
   * @param stratum as in {@link Division}
   * @param cohort what the counts are of. Where vertebrae are divided: the vertebrae of the
   *     stratum, and the sessions and patients with at least one of them
   * @param events what happened; kinds and sites that did not happen are absent. Where vertebrae
   *     are divided: what happened at vertebrae of the stratum
   * @param symptomatic of the same leakages
   * @param deaths of the patients of {@code cohort}
   * @param leaks of the vertebrae of {@code cohort}
   * @param severities of the same events
   * @param followUp of the patients of {@code cohort}, each once: all of their events, at whichever
   *     vertebra
   * @param volumes of the vertebrae of {@code cohort}
   */
  public record StratumCounts(
      List<String> stratum,
      CohortSize cohort,
      List<EventCount> events,
      SymptomaticLeakCount symptomatic,
      DeathCount deaths,
      LeakCounts leaks,
      List<SeverityCount> severities,
      List<FollowUpEnd> followUp,
      VolumeCounts volumes) {
    /** Copies the lists. */
    public StratumCounts {
      stratum = List.copyOf(stratum);
      events = List.copyOf(events);
      severities = List.copyOf(severities);
      followUp = List.copyOf(followUp);
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

  /**
   * In how many there was at least one symptomatic cement leakage at any site.
   *
   * @param vertebrae only leakages whose vertebra is known
   * @param notSaid number of leakages of which nobody says whether they were symptomatic
   */
  public record SymptomaticLeakCount(long vertebrae, long sessions, long patients, long notSaid) {

    /** No leakage. */
    public static final SymptomaticLeakCount NONE = new SymptomaticLeakCount(0, 0, 0, 0);
  }

  /**
   * How many patients died after the index session, by the Patient or by an event that reports it.
   *
   * @param patients each once, whoever says it; not those whose only day of death lies before the
   *     index session
   * @param within30Days of these, until day 30 after the index session
   * @param dayUnknown of these, those whose day of death is not known
   */
  public record DeathCount(long patients, long within30Days, long dayUnknown) {

    /** Nobody died. */
    public static final DeathCount NONE = new DeathCount(0, 0, 0);
  }
}
