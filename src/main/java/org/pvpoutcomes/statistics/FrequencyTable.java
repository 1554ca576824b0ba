package org.pvpoutcomes.statistics;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How often each value was observed, values being whole numbers of steps.
 *
 * <p>Every statistic of this package is a function of such tables, so its cost depends on the
 * number of distinct values, not on the number of observations. Two tables with the same scale and
 * the same counts are equal, whatever the order in which they were filled.
 *
 * @param scale the size of a step
 * @param counts value in steps to number of observations, ascending, each at least 1, unmodifiable
 */
public record FrequencyTable(Scale scale, SortedMap<Integer, Long> counts) {

  /**
   * Most observations a table may hold. Below it n(n + 1), the sum of all doubled ranks and twice
   * the number of Walsh averages, fits a signed 64-bit integer.
   */
  public static final long MAX_OBSERVATIONS = 3_000_000_000L;

  /**
   * Drops values that were observed 0 times.
   *
   * @throws IllegalArgumentException when a count is negative or the counts exceed {@link
   *     #MAX_OBSERVATIONS}
   */
  public FrequencyTable {
    SortedMap<Integer, Long> observed = new TreeMap<>();
    long n = 0;
    for (Map.Entry<Integer, Long> entry : counts.entrySet()) {
      long count = entry.getValue();
      if (count < 0 || count > MAX_OBSERVATIONS - n) {
        throw new IllegalArgumentException(
            "Counts are at least 0 and together at most "
                + MAX_OBSERVATIONS
                + "; value "
                + entry.getKey()
                + " has "
                + count);
      }
      n += count;
      if (count > 0) {
        observed.put(entry.getKey(), count);
      }
    }
    counts = Collections.unmodifiableSortedMap(observed);
  }

  /**
   * A table of {@code counts}, in any order.
   *
   * @throws IllegalArgumentException as the constructor does
   */
  public static FrequencyTable of(Scale scale, Map<Integer, Long> counts) {
    return new FrequencyTable(scale, new TreeMap<>(counts));
  }

  /** Number of observations; 0 for an empty table. */
  public long n() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
