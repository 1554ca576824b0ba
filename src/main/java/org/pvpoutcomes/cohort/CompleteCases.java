package org.pvpoutcomes.cohort;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The patients who have a value of one measure at every time point of the protocol, as far as a
 * test over all time points needs them: in which order their values are, and how far apart.
 *
 * @param orders patients by the order of their values: for each time point the number of the
 *     patient's other values that are smaller, so that equal values have equal numbers
 * @param differences for each two time points, by the first and then the second: patients by the
 *     earlier minus the later value, in steps
 */
public record CompleteCases(
    Map<List<Integer>, Long> orders, List<SortedMap<Integer, Long>> differences) {

  /** More have more pairs than anybody reads. */
  public static final int MOST_TIME_POINTS = 8;

  /** Copies the collections. */
  public CompleteCases {
    orders = Collections.unmodifiableMap(new HashMap<>(orders));
    differences =
        differences.stream()
            .map(counts -> Collections.unmodifiableSortedMap(new TreeMap<>(counts)))
            .toList();
  }

  /** Whether so many time points are compared: at least two. */
  public static boolean areOf(int timePoints) {
    return timePoints >= 2 && timePoints <= MOST_TIME_POINTS;
  }
}
