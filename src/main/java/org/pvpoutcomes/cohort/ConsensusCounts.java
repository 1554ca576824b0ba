package org.pvpoutcomes.cohort;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.pvpoutcomes.study.ConsensusResponse;

/**
 * How many patients had each consensus pain response from one time point to another. All patients
 * of the stratum count, each once.
 *
 * @param responses every response, in the order of its constants; 0 where nobody had it
 * @param withoutPain of those who are not evaluable, how many lack one of the two pain scores; the
 *     others have both, and their daily dose of opioids is not known on one of the two days
 */
public record ConsensusCounts(Map<ConsensusResponse, Long> responses, long withoutPain) {

  /** Copies the map and adds the responses that nobody had; refuses impossible numbers. */
  public ConsensusCounts {
    Map<ConsensusResponse, Long> all = new EnumMap<>(ConsensusResponse.class);
    for (ConsensusResponse response : ConsensusResponse.values()) {
      all.put(response, responses.getOrDefault(response, 0L));
    }
    responses = Collections.unmodifiableMap(all);
    if (withoutPain < 0 || withoutPain > all.getOrDefault(ConsensusResponse.NOT_EVALUABLE, 0L)) {
      throw new IllegalArgumentException("Who lacks a pain score is not evaluable");
    }
  }

  /** How many patients had this response. */
  public long count(ConsensusResponse response) {
    return responses.getOrDefault(response, 0L);
  }

  /** How many patients could be judged. */
  public long evaluable() {
    return patients() - count(ConsensusResponse.NOT_EVALUABLE);
  }

  /** How many patients there are. */
  public long patients() {
    return responses.values().stream().mapToLong(Long::longValue).sum();
  }
}
