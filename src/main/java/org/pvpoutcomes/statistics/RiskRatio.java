package org.pvpoutcomes.statistics;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.jspecify.annotations.Nullable;

/**
 * The ratio of two shares, first by second.
 *
 * @param ratio p1 / p2, at least 0; null when one of the groups is empty, or the second has no
 *     event: then it is infinite or 0/0
 * @param interval confidence interval; null when the ratio is, and for {@link #ofClusters} also
 *     when the first group has no event or no standard error can be had
 */
public record RiskRatio(@Nullable Double ratio, @Nullable Interval interval) {

  private static final NormalDistribution STANDARD_NORMAL = NormalDistribution.of(0, 1);

  /**
   * Of two groups of independent observations: {@code count} of {@code of} to {@code otherCount} of
   * {@code otherOf}. The interval is the asymptotic score interval of Koopman (Confidence intervals
   * for the ratio of two binomial proportions, Biometrics 1984;40:513-517), recommended by
   * Fagerland, Lydersen and Laake, Recommended confidence intervals for two independent binomial
   * proportions, Statistical Methods in Medical Research 2015;24:224-254; unlike the interval from
   * the standard error of the logarithm it holds without events in the first group, too, where its
   * lower bound is 0.
   *
   * @param level confidence level, e.g. 0.95
   * @throws IllegalArgumentException when the counts are impossible or above 2^31 - 1, or the level
   *     is not strictly between 0 and 1
   */
  public static RiskRatio of(long count, long of, long otherCount, long otherOf, double level) {
    Proportion.of(count, of, level);
    Proportion.of(otherCount, otherOf, level);
    if (of == 0 || otherCount == 0) {
      return new RiskRatio(null, null);
    }
    double ratio = (double) count * otherOf / ((double) of * otherCount);
    double critical = STANDARD_NORMAL.inverseSurvivalProbability((1 - level) / 2);
    Score score = new Score(count, of, otherCount, otherOf);
    // The share nearest to none tells the size of the ratio when nothing was seen.
    double start = count == 0 ? (double) otherOf / ((double) of * otherCount) : ratio;
    return new RiskRatio(
        ratio,
        new Interval(count == 0 ? 0 : score.root(critical, start), score.root(-critical, start)));
  }

  /**
   * Of two groups of observations that come in clusters, each of which may have observations in
   * either group or in both. The logarithm of the ratio is linearised: its variance is G/(G - 1)
   * sum(e^2) over the G clusters with observations, e = (x1 - p1 m1)/(n1 p1) - (x2 - p2 m2)/(n2 p2)
   * for a cluster with x1 of m1 and x2 of m2; the interval is ratio exp(± t(G - 1) SE) (Zou and
   * Donner, Extension of the modified Poisson regression model to prospective studies with
   * correlated binary data, Statistical Methods in Medical Research 2013;22:661-670). R gives the
   * same with {@code vcovCL(glm(event ~ group, poisson), ~patient, type = "HC0", cadjust = TRUE)}
   * of package sandwich. It is null when there are fewer than 2 clusters, when the first group has
   * no event, and when the standard error is 0, which would claim certainty.
   *
   * @param clusters how many clusters of each kind there are, at least 0 of each
   * @param level confidence level, e.g. 0.95
   * @throws IllegalArgumentException when a number of clusters is negative, there are more than
   *     2^31 - 1 observations, or the level is not strictly between 0 and 1
   */
  public static RiskRatio ofClusters(Map<ClusterPair, Long> clusters, double level) {
    Interval.checkedLevel(level);
    SortedMap<ClusterPair, Long> ordered = new TreeMap<>(clusters);
    ClusteredProportion first = ClusterPair.group(ordered, ClusterPair::first, level);
    ClusteredProportion second = ClusterPair.group(ordered, ClusterPair::second, level);
    if (first.of() == 0 || second.count() == 0) {
      return new RiskRatio(null, null);
    }
    double ratio = (double) first.count() * second.of() / ((double) first.of() * second.count());
    long observed = 0;
    double squares = 0;
    for (Map.Entry<ClusterPair, Long> entry : ordered.entrySet()) {
      ClusterPair pair = entry.getKey();
      double influence = influence(pair.first(), first) - influence(pair.second(), second);
      squares += entry.getValue() * influence * influence;
      observed += pair.size() > 0 ? entry.getValue() : 0;
    }
    if (first.count() == 0 || observed < 2 || squares == 0) {
      return new RiskRatio(ratio, null);
    }
    double spread =
        Math.exp(
            StudentT.critical(observed - 1, level)
                * Math.sqrt(squares * observed / (observed - 1)));
    return new RiskRatio(ratio, new Interval(ratio / spread, ratio * spread));
  }

  /** How much the cluster moves the logarithm of the share of its group: x/(n p) - m/n. */
  private static double influence(Cluster cluster, ClusteredProportion group) {
    return (double) (cluster.events() * group.of() - cluster.size() * group.count())
        / group.of()
        / group.count();
  }

  /** The score statistic of the hypothesis that p1 = theta p2. */
  private record Score(double count, double of, double otherCount, double otherOf) {

    /**
     * (p1 - theta p2) / SE, the standard error being that of the likeliest shares under the
     * hypothesis; falls as {@code theta} rises, from above 0 to below.
     */
    double at(double theta) {
      double total = of + otherOf;
      double events = count + otherCount;
      double b = theta * (of + otherCount) + count + otherOf;
      double root = Math.sqrt(Math.max(0, b * b - 4 * theta * total * events));
      double p2 = Math.min(1, 2 * events / (b + root));
      double p1 = Math.min(1, theta * p2);
      double variance = p1 * (1 - p1) / of + theta * theta * p2 * (1 - p2) / otherOf;
      double difference = count / of - theta * otherCount / otherOf;
      // Where everybody has the event nothing varies at the ratio 1 itself.
      return difference == 0 ? 0 : difference / Math.sqrt(variance);
    }

    /** The theta at which the statistic is {@code value}, by bisection of its logarithm. */
    double root(double value, double start) {
      double low = start;
      while (at(low) < value) {
        low /= 2;
      }
      double high = start;
      while (at(high) > value) {
        high *= 2;
      }
      while (true) {
        double middle = Math.sqrt(low) * Math.sqrt(high);
        if (middle <= low || middle >= high) {
          return middle;
        }
        if (at(middle) > value) {
          low = middle;
        } else {
          high = middle;
        }
      }
    }
  }
}
