package org.pvpoutcomes.statistics;

import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The difference of two shares, first minus second.
 *
 * @param percentagePoints 100 (p1 - p2), -100 to 100; null when one of the groups is empty
 * @param interval confidence interval, in percentage points, within -100 to 100; null when the
 *     difference is, and for {@link #ofClusters} also when no standard error can be had
 */
public record RiskDifference(@Nullable Double percentagePoints, @Nullable Interval interval) {

  /**
   * Of two groups of independent observations. The interval is Newcombe's hybrid of two Wilson
   * intervals, without continuity correction (Interval estimation for the difference between
   * independent proportions: comparison of eleven methods, Statistics in Medicine 1998;17:873-890,
   * method 10). It holds for none and for all, too.
   *
   * @param count events in the first group
   * @param of size of the first group
   * @param otherCount events in the second group
   * @param otherOf size of the second group
   * @param level confidence level, e.g. 0.95
   * @throws IllegalArgumentException when the counts are impossible or above 2^31 - 1, or the level
   *     is not strictly between 0 and 1
   */
  public static RiskDifference of(
      long count, long of, long otherCount, long otherOf, double level) {
    Proportion first = Proportion.of(count, of, level);
    Proportion second = Proportion.of(otherCount, otherOf, level);
    if (first.wilson() == null || second.wilson() == null) {
      return new RiskDifference(null, null);
    }
    double p1 = Objects.requireNonNull(first.percent());
    double p2 = Objects.requireNonNull(second.percent());
    double difference = difference(count, of, otherCount, otherOf);
    double below = Math.hypot(p1 - first.wilson().lower(), second.wilson().upper() - p2);
    double above = Math.hypot(first.wilson().upper() - p1, p2 - second.wilson().lower());
    return new RiskDifference(difference, within(difference - below, difference + above));
  }

  /**
   * Of two groups of observations that come in clusters, each of which may have observations in
   * either group or in both. The difference of two ratios is linearised: its variance is G/(G - 1)
   * sum(e^2) over the G clusters with observations, e = (x1 - p1 m1)/n1 - (x2 - p2 m2)/n2 for a
   * cluster with x1 of m1 and x2 of m2 (Cochran, Sampling Techniques, 3rd ed., 1977); the interval
   * is the difference ± t(G - 1) SE. R gives the same with {@code vcovCL(lm(event ~ group),
   * ~patient, type = "HC0", cadjust = TRUE)} of package sandwich. It is null when there are fewer
   * than 2 clusters, and when the standard error is 0, which would claim certainty.
   *
   * @param clusters how many clusters of each kind there are, at least 0 of each
   * @param level confidence level, e.g. 0.95
   * @throws IllegalArgumentException when a number of clusters is negative, there are more than
   *     2^31 - 1 observations, or the level is not strictly between 0 and 1
   */
  public static RiskDifference ofClusters(Map<ClusterPair, Long> clusters, double level) {
    Interval.checkedLevel(level);
    SortedMap<ClusterPair, Long> ordered = new TreeMap<>(clusters);
    ClusteredProportion first = ClusterPair.group(ordered, ClusterPair::first, level);
    ClusteredProportion second = ClusterPair.group(ordered, ClusterPair::second, level);
    if (first.of() == 0 || second.of() == 0) {
      return new RiskDifference(null, null);
    }
    double difference = difference(first.count(), first.of(), second.count(), second.of());
    long observed = 0;
    double squares = 0;
    for (Map.Entry<ClusterPair, Long> entry : ordered.entrySet()) {
      ClusterPair pair = entry.getKey();
      double influence = influence(pair.first(), first) - influence(pair.second(), second);
      squares += entry.getValue() * influence * influence;
      observed += pair.size() > 0 ? entry.getValue() : 0;
    }
    if (observed < 2 || squares == 0) {
      return new RiskDifference(difference, null);
    }
    double standardError = 100 * Math.sqrt(squares * observed / (observed - 1));
    double half = StudentT.critical(observed - 1, level) * standardError;
    return new RiskDifference(difference, within(difference - half, difference + half));
  }

  /** How much the cluster moves the share of its group: (x - p m) / n. */
  private static double influence(Cluster cluster, ClusteredProportion group) {
    return (double) (cluster.events() * group.of() - cluster.size() * group.count())
        / group.of()
        / group.of();
  }

  /** 100 (p1 - p2) with one exact numerator, so that equal shares differ by exactly 0. */
  private static double difference(long count, long of, long otherCount, long otherOf) {
    return 100.0 * (count * otherOf - otherCount * of) / of / otherOf;
  }

  private static Interval within(double lower, double upper) {
    return new Interval(Math.clamp(lower, -100, 100), Math.clamp(upper, -100, 100));
  }
}
