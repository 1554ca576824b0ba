package org.pvpoutcomes.statistics;

import java.util.Comparator;

/**
 * The observations of one cluster in two groups that are compared, e.g. the thoracic and the lumbar
 * vertebrae of one patient; either part may be empty.
 *
 * @param first what belongs to the first group
 * @param second what belongs to the second group
 */
public record ClusterPair(Cluster first, Cluster second) implements Comparable<ClusterPair> {

  private static final Comparator<ClusterPair> BY_PARTS =
      Comparator.comparing(ClusterPair::first).thenComparing(ClusterPair::second);

  /** Number of observations in both groups. */
  int size() {
    return first.size() + second.size();
  }

  @Override
  public int compareTo(ClusterPair other) {
    return BY_PARTS.compare(this, other);
  }
}
