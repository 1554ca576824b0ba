package org.pvpoutcomes.cohort;

import java.util.List;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Member.Inclusion;
import org.pvpoutcomes.study.Member.MissingReason;

/**
 * Who is in the study, and what is known of them.
 *
 * @param inclusion of every patient of whom something is recorded; nobody is missing here
 * @param cells per measure and time point in the order of the protocol
 */
public record CompletenessCounts(Frequencies<Inclusion> inclusion, List<Cell> cells) {

  /** Copies the list. */
  public CompletenessCounts {
    cells = List.copyOf(cells);
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
