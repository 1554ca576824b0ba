package org.pvpoutcomes.statistics;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A share of observations that come in clusters, such as leaks per vertebra with several vertebrae
 * per patient, with an interval that allows for observations of one cluster being alike.
 *
 * <p>Clusters are taken as independent and drawn with replacement; the share is a ratio of two sums
 * over clusters, and its variance the linearised one: G/(G - 1) sum((x - p m)^2) / n^2 over G
 * clusters with x events among m observations (Cochran, Sampling Techniques, 3rd ed., 1977; Liang
 * and Zeger, Longitudinal data analysis using generalized linear models, Biometrika 1986;73:13-22,
 * with independent working correlation). The interval is logit(p) ± t(G - 1) SE / (p (1 - p)),
 * taken back to percent. R gives the same with {@code svyciprop(~event, svydesign(~patient, weights
 * = ~1), method = "logit")} of package survey and with {@code vcovCL(glm(event ~ 1, binomial),
 * ~patient, type = "HC0", cadjust = TRUE)} of package sandwich.
 *
 * @param count observations with the property
 * @param of observations
 * @param clusters clusters with at least one observation
 * @param percent 100 count / of; null when {@code of} = 0
 * @param standardError root of the variance above, in percentage points; null when there are fewer
 *     than 2 clusters, or no or only events, for then nothing varies, and when all clusters have
 *     the same share, for then 0 would claim certainty
 * @param interval the interval above, in percent; null when the standard error is. With few
 *     clusters, below about 40, it may fall short of its level
 * @param designEffect the variance above divided by p(1 - p)/n, that of independent observations
 *     (Kish, Survey Sampling, 1965); below 1 when clusters are more alike than chance would have
 *     them; null when the standard error is
 * @param effectiveSize of / designEffect: as many independent observations would say as much; null
 *     when the design effect is
 * @param intraclassCorrelation estimate by analysis of variance (MSB - MSW) / (MSB + (m0 - 1) MSW),
 *     m0 = (n - sum(m^2)/n) / (G - 1) (Fleiss, Statistical Methods for Rates and Proportions, 2nd
 *     ed., 1981; Donner, A review of inference procedures for the intraclass correlation
 *     coefficient in the one-way random effects model, International Statistical Review 1986;54,
 *     volume and pages unverified); -1/(m0 - 1) to 1, and negative when observations of one cluster
 *     are less alike than others; null when there are fewer than 2 clusters, no cluster has two
 *     observations, or there are no or only events
 */
public record ClusteredProportion(
    long count,
    long of,
    long clusters,
    @Nullable Double percent,
    @Nullable Double standardError,
    @Nullable Interval interval,
    @Nullable Double designEffect,
    @Nullable Double effectiveSize,
    @Nullable Double intraclassCorrelation) {

  /**
   * Refuses impossible counts.
   *
   * @throws IllegalArgumentException when {@code count} is not within 0 and {@code of}, or there
   *     are more clusters than observations
   */
  public ClusteredProportion {
    if (count < 0 || count > of || clusters < 0 || clusters > of) {
      throw new IllegalArgumentException(
          count + " of " + of + " in " + clusters + " clusters is not a proportion");
    }
  }

  /**
   * The share of events among the observations of all clusters.
   *
   * @param clusters how many clusters of each kind there are, at least 0 of each
   * @param level confidence level, e.g. 0.95
   * @throws IllegalArgumentException when a number of clusters is negative, there are more than
   *     2^31 - 1 observations, or the level is not strictly between 0 and 1
   */
  public static ClusteredProportion of(Map<Cluster, Long> clusters, double level) {
    Interval.checkedLevel(level);
    Totals totals = Totals.of(clusters);
    if (totals.observations == 0) {
      return new ClusteredProportion(0, 0, 0, null, null, null, null, null, null);
    }
    double share = (double) totals.events / totals.observations;
    boolean varies = totals.events > 0 && totals.events < totals.observations;
    double variance = varies && totals.clusters > 1 ? totals.variance() : 0;
    Double correlation = varies && totals.clusters > 1 ? totals.intraclassCorrelation() : null;
    if (variance == 0) {
      return new ClusteredProportion(
          totals.events,
          totals.observations,
          totals.clusters,
          100 * share,
          null,
          null,
          null,
          null,
          correlation);
    }
    double binomialVariance = share * (1 - share) / totals.observations;
    double designEffect = variance / binomialVariance;
    return new ClusteredProportion(
        totals.events,
        totals.observations,
        totals.clusters,
        100 * share,
        100 * Math.sqrt(variance),
        totals.interval(share, Math.sqrt(variance), level),
        designEffect,
        totals.observations / designEffect,
        correlation);
  }

  /** Clusters that have observations, and what they add up to. */
  private record Totals(
      SortedMap<Cluster, Long> counts, long clusters, long observations, long events) {

    static Totals of(Map<Cluster, Long> counts) {
      SortedMap<Cluster, Long> observed = new TreeMap<>();
      long clusters = 0;
      long observations = 0;
      long events = 0;
      for (Map.Entry<Cluster, Long> entry : counts.entrySet()) {
        Cluster cluster = entry.getKey();
        long number = entry.getValue();
        if (number < 0
            || (cluster.size() > 0
                && number > (Integer.MAX_VALUE - observations) / cluster.size())) {
          throw new IllegalArgumentException(
              "Clusters are counted from 0 and hold at most "
                  + Integer.MAX_VALUE
                  + " observations; there are "
                  + number
                  + " of size "
                  + cluster.size());
        }
        if (number > 0 && cluster.size() > 0) {
          observed.put(cluster, number);
          clusters += number;
          observations += number * cluster.size();
          events += number * cluster.events();
        }
      }
      return new Totals(observed, clusters, observations, events);
    }

    /** Events of the cluster beyond those that the overall share lets expect. */
    double residual(Cluster cluster) {
      return (double) (cluster.events() * observations - cluster.size() * events) / observations;
    }

    double variance() {
      double squares = 0;
      for (Map.Entry<Cluster, Long> entry : counts.entrySet()) {
        double residual = residual(entry.getKey()) / observations;
        squares += entry.getValue() * residual * residual;
      }
      return squares * clusters / (clusters - 1);
    }

    Interval interval(double share, double standardError, double level) {
      double logit = Math.log((double) events / (observations - events));
      double half = StudentT.critical(clusters - 1, level) * standardError / (share * (1 - share));
      return new Interval(100 * inverseLogit(logit - half), 100 * inverseLogit(logit + half));
    }

    private static double inverseLogit(double logit) {
      return 1 / (1 + Math.exp(-logit));
    }

    @Nullable Double intraclassCorrelation() {
      if (clusters == observations) {
        return null;
      }
      double between = 0;
      double within = 0;
      double squaredSizes = 0;
      for (Map.Entry<Cluster, Long> entry : counts.entrySet()) {
        double size = entry.getKey().size();
        double events = entry.getKey().events();
        double residual = residual(entry.getKey());
        between += entry.getValue() * residual * residual / size;
        within += entry.getValue() * events * (size - events) / size;
        squaredSizes += entry.getValue() * size * size;
      }
      double meanBetween = between / (clusters - 1);
      double meanWithin = within / (observations - clusters);
      double size = (observations - squaredSizes / observations) / (clusters - 1);
      return (meanBetween - meanWithin) / (meanBetween + (size - 1) * meanWithin);
    }
  }
}
