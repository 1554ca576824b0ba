package org.pvpoutcomes.complication;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.LeakCounts.Treated;
import org.pvpoutcomes.figure.NotComputed;
import org.pvpoutcomes.figure.Rate;
import org.pvpoutcomes.statistics.Cluster;
import org.pvpoutcomes.statistics.ClusteredProportion;
import org.pvpoutcomes.statistics.Interval;

/**
 * What a rate per vertebra says when vertebrae of one patient are alike: patients are the clusters,
 * see {@link ClusteredProportion}. Its count, denominator and percent stand beside it.
 *
 * @param patients with at least one of the vertebrae
 * @param standardError in percentage points
 * @param interval in percent, on the logit scale with Student's t
 * @param designEffect by how much the variance is that of independent vertebrae
 * @param effectiveSize as many independent vertebrae would say as much
 * @param intraclassCorrelation by analysis of variance, -1 to 1
 * @param notComputed the figures that are null, each with the reason
 */
public record ClusteredRate(
    long patients,
    @Nullable Double standardError,
    @Nullable Interval interval,
    @Nullable Double designEffect,
    @Nullable Double effectiveSize,
    @Nullable Double intraclassCorrelation,
    Map<String, String> notComputed) {

  /** The figures of the vertebrae of these patients, by how many are alike. */
  static ClusteredRate of(SortedMap<Treated, Long> patients) {
    SortedMap<Cluster, Long> clusters = new TreeMap<>();
    patients.forEach(
        (treated, number) ->
            clusters.put(new Cluster(treated.vertebrae(), treated.leaking()), number));
    ClusteredProportion share = ClusteredProportion.of(clusters, Rate.LEVEL);
    String noVariance = whyNoVariance(share);
    return new ClusteredRate(
        share.clusters(),
        share.standardError(),
        share.interval(),
        share.designEffect(),
        share.effectiveSize(),
        share.intraclassCorrelation(),
        new NotComputed()
            .add("standardError", share.standardError(), noVariance)
            .add("interval", share.interval(), noVariance)
            .add("designEffect", share.designEffect(), noVariance)
            .add("effectiveSize", share.effectiveSize(), noVariance)
            .add(
                "intraclassCorrelation",
                share.intraclassCorrelation(),
                share.clusters() > 1 && varies(share) ? "no patient has two vertebrae" : noVariance)
            .reasons());
  }

  private static String whyNoVariance(ClusteredProportion share) {
    if (share.clusters() < 2) {
      return "there are fewer than two patients with treated vertebrae";
    }
    return varies(share)
        ? "all patients have the same share of vertebrae, which would claim certainty"
        : "none or all of the vertebrae are affected";
  }

  private static boolean varies(ClusteredProportion share) {
    return share.count() > 0 && share.count() < share.of();
  }
}
