package org.pvpoutcomes.study;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the pain of one patient responded, judged together with the opioids that were taken.
 *
 * @param rule version of the rule, {@link ConsensusResponse#RULE}
 * @param factors the table of equivalent doses as {@code id/version}
 * @param opioids one per time point of the protocol, in its order
 * @param responses one per comparison of the protocol, in its order
 */
public record PainResponse(
    String rule, String factors, List<DailyOmed> opioids, List<ConsensusResponse> responses) {

  /** Copies the lists. */
  public PainResponse {
    opioids = List.copyOf(opioids);
    responses = List.copyOf(responses);
  }

  /**
   * The oral morphine equivalent daily dose (OMED) on the day of the pain score that counts at a
   * time point.
   *
   * @param nanograms of oral morphine per day; null where there is no pain score, nothing is
   *     recorded of opioids for its day, or the dose or the factor of one of them is not known
   * @param sources all reports of opioids for that day, in order; also those without a known dose
   */
  public record DailyOmed(@Nullable Long nanograms, List<SourceVersion> sources) {

    /** Copies the list; refuses a dose that nobody reported. */
    public DailyOmed {
      sources = List.copyOf(sources);
      if (nanograms != null && (nanograms < 0 || sources.isEmpty())) {
        throw new IllegalArgumentException("A daily dose is not below 0, and rests on a report");
      }
    }
  }
}
