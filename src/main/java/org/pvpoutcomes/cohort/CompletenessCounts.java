package org.pvpoutcomes.cohort;

import java.util.List;
import java.util.Map;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Member.Inclusion;
import org.pvpoutcomes.study.Member.MissingReason;
import org.pvpoutcomes.study.Member.UnusedReason;

/**
 * Who is in the study, and what is known of them.
 *
 * @param inclusion of every patient of whom something is recorded; nobody is missing here
 * @param unused facts of the included patients that did not count, by reason; reasons that do not
 *     occur are absent
 * @param pending resources whose patient is not known; the same for every study
 * @param cells per measure and time point in the order of the protocol
 * @param eligibility per criterion in the order of the protocol, of every patient with an index
 *     session
 */
public record CompletenessCounts(
    Frequencies<Inclusion> inclusion,
    Map<UnusedReason, UnusedCount> unused,
    PendingCounts pending,
    List<Cell> cells,
    List<EligibilityCounts> eligibility) {

  /** Copies the collections. */
  public CompletenessCounts {
    unused = Map.copyOf(unused);
    cells = List.copyOf(cells);
    eligibility = List.copyOf(eligibility);
  }

  /** How many facts, of how many patients, did not count for one reason. */
  public record UnusedCount(long facts, long patients) {

    /** Nothing. */
    public static final UnusedCount NONE = new UnusedCount(0, 0);
  }

  /**
   * One measure at one time point.
   *
   * @param timePoint its id
   * @param available included patients with a value
   * @param missing included patients without one, by reason
   */
  public record Cell(
      Measure measure, String timePoint, long available, Frequencies<MissingReason> missing) {}
}
