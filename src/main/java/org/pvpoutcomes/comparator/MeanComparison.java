package org.pvpoutcomes.comparator;

import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.comparator.ComparatorReport.Figures;
import org.pvpoutcomes.figure.NotComputed;
import org.pvpoutcomes.figure.Rate;
import org.pvpoutcomes.statistics.Interval;
import org.pvpoutcomes.statistics.MeanDifference;
import org.pvpoutcomes.statistics.MeanDifference.Group;

/**
 * Own minus their mean, as far as both sides allow.
 *
 * @param difference null when one side has no mean
 * @param interval null when one side lacks n or SD, too
 */
record MeanComparison(
    @Nullable Double difference,
    @Nullable Interval interval,
    @Nullable Double degreesOfFreedom,
    String noDifference,
    String noInterval) {

  static final String RANGE_ONLY = "they give a range and no mean";
  private static final String NO_OWN_VALUES = "the study has no values";

  /**
   * Compares.
   *
   * @param own null when there is nothing own to compare
   * @param whyNotOwn reason for that
   */
  static MeanComparison of(@Nullable Figures own, String whyNotOwn, Figures theirs) {
    Double ownMean = own == null ? null : own.mean();
    Double theirMean = theirs.mean();
    if (own == null) {
      return without(null, whyNotOwn, whyNotOwn);
    }
    if (ownMean == null || theirMean == null) {
      String reason = theirMean == null ? RANGE_ONLY : NO_OWN_VALUES;
      return without(null, reason, reason);
    }
    Group first = group(own);
    Group second = group(theirs);
    if (second == null) {
      return without(
          ownMean - theirMean,
          "",
          theirs.n() == null
              ? "their number of patients is not given"
              : "their standard deviation is not given");
    }
    if (first == null) {
      return without(ownMean - theirMean, "", "a standard deviation needs 2 values, there is 1");
    }
    MeanDifference difference = MeanDifference.of(first, second, Rate.LEVEL);
    return new MeanComparison(
        difference.difference(),
        difference.interval(),
        difference.degreesOfFreedom(),
        "",
        "one side has a single value, or neither side varies");
  }

  /** Adds the figures that are null, under the names of the answer. */
  NotComputed addTo(NotComputed notComputed) {
    return notComputed
        .add("difference", difference, noDifference)
        .add("interval", interval, noInterval)
        .add("degreesOfFreedom", degreesOfFreedom, noInterval);
  }

  private static MeanComparison without(
      @Nullable Double difference, String noDifference, String noInterval) {
    return new MeanComparison(difference, null, null, noDifference, noInterval);
  }

  private static @Nullable Group group(Figures figures) {
    Long n = figures.n();
    Double mean = figures.mean();
    Double sd = figures.sd();
    return n == null || mean == null || sd == null ? null : new Group(n, mean, sd);
  }
}
