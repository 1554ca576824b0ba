package org.pvpoutcomes.figure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts in percent of their whole. */
public final class Percents {

  /** Why there are none. */
  public static final String NOTHING = "there is nothing to take a share of";

  private Percents() {}

  /**
   * 100 count / whole of each count, in their order; null when the whole is 0.
   *
   * @param counts at least 0 each
   */
  public static <K> @Nullable Map<K, Double> of(Map<K, Long> counts, long whole) {
    if (whole == 0) {
      return null;
    }
    Map<K, Double> percents = new LinkedHashMap<>();
    counts.forEach((key, count) -> percents.put(key, 100.0 * count / whole));
    return Collections.unmodifiableMap(percents);
  }
}
