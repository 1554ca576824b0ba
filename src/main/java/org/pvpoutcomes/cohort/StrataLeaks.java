package org.pvpoutcomes.cohort;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pvpoutcomes.cohort.LeakCounts.Treated;

/**
 * How many patients have the same treated vertebrae in the same strata. Where vertebrae are
 * divided, those of one patient can be in several strata, which are then not independent.
 *
 * @param strata those in which the patients have vertebrae
 */
public record StrataLeaks(Map<List<String>, Treated> strata, long patients) {

  /** Copies the map and keeps its order. */
  public StrataLeaks {
    strata = Collections.unmodifiableMap(new LinkedHashMap<>(strata));
  }
}
