package org.pvpoutcomes.statistics;

import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

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

  /** The share of events in one group: one part of each cluster. */
  static ClusteredProportion group(
      Map<ClusterPair, Long> clusters, Function<ClusterPair, Cluster> part, double level) {
    SortedMap<Cluster, Long> parts = new TreeMap<>();
    clusters.forEach((pair, number) -> parts.merge(part.apply(pair), number, Long::sum));
    return ClusteredProportion.of(parts, level);
  }

  @Override
  public int compareTo(ClusterPair other) {
    return BY_PARTS.compare(this, other);
  }
}
