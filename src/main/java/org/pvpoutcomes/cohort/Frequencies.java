package org.pvpoutcomes.cohort;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How often each value occurs.
 *
 * @param counts in the natural order of the values (of an enum: as declared); values that do not
 *     occur are absent
 * @param missing how many have no value
 */
public record Frequencies<T extends Comparable<? super T>>(
    SortedMap<T, Long> counts, long missing) {

  /** Copies the map. */
  public Frequencies {
    counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
  }

  /** How many have a value. */
  public long n() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
