package org.pvpoutcomes.outcome;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pvpoutcomes.figure.Rate;

/**
 * The international consensus pain response, which judges pain together with the daily oral
 * morphine equivalents. All patients of the stratum are in one of the responses.
 *
 * @param rule version of the rule, with its source
 * @param factors version of the table of equivalent doses, with its source
 * @param responses each of the patients who could be judged; {@code not-evaluable} of all
 * @param withoutPain of those not evaluable, how many lack a pain score; of the others the dose of
 *     opioids is not known
 */
public record ConsensusPainResponse(
    String rule,
    String ruleSource,
    String factors,
    String factorsSource,
    Map<String, Rate> responses,
    long withoutPain) {
  /** Copies the map and keeps its order. */
  public ConsensusPainResponse {
    responses = Collections.unmodifiableMap(new LinkedHashMap<>(responses));
  }
}
