package org.pvpoutcomes.outcome;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.CohortSize;
import org.pvpoutcomes.figure.Rate;
import org.pvpoutcomes.method.MethodReference;
import org.pvpoutcomes.statistics.Interval;

/**
 * The outcomes of a study. Values are in units of the measure.
 *
 * @param multiplicity which P values are adjusted for one another; null where the study names none
 * @param outcomes by measure in the order of the protocol, within a measure by stratum
 * @param strataTests by measure and comparison; empty when the cohort is not divided
 * @param methods those of all figures
 */
public record OutcomeReport(
    String study,
    CohortSize cohort,
    @Nullable AdjustedFamily multiplicity,
    List<Outcome> outcomes,
    List<StrataTest> strataTests,
    List<MethodReference> methods) {

  /** Copies the lists. */
  public OutcomeReport {
    outcomes = List.copyOf(outcomes);
    strataTests = List.copyOf(strataTests);
    methods = List.copyOf(methods);
  }

  /**
   * Whether the changes of a measure differ between the strata, by ranks. Figures that cannot be
   * computed are null: fewer than two strata have pairs, or all differences are equal.
   *
   * @param n pairs in all strata
   * @param strata strata with pairs
   * @param h of Kruskal and Wallis, corrected for ties
   * @param p of h, asymptotic
   * @param mannWhitney between two strata; null where there are more or fewer
   */
  public record StrataTest(
      String measure,
      String from,
      String to,
      long n,
      int strata,
      @Nullable Double h,
      int degreesOfFreedom,
      @Nullable Double p,
      @Nullable MannWhitney mannWhitney,
      Map<String, String> notComputed) {}

  /**
   * The rank sum test of two strata, two-sided, without continuity correction.
   *
   * @param superiority the probability that a patient of the first stratum has the larger
   *     difference, ties counting half
   * @param pExact null beyond the size for which it is computed
   */
  public record MannWhitney(
      @Nullable Double u,
      @Nullable Double superiority,
      @Nullable Double z,
      @Nullable Double p,
      @Nullable Double pExact,
      Map<String, String> notComputed) {}

  /**
   * One measure in one stratum.
   *
   * @param stratum property to value; null for the whole cohort
   * @param patients included patients of the stratum, with values or without
   * @param friedman over all time points; null in a study with one, or with very many
   * @param notComputed the figures of this object that are null, each with the reason
   */
  public record Outcome(
      String measure,
      @Nullable Map<String, String> stratum,
      long patients,
      List<TimePoint> timePoints,
      List<Change> changes,
      @Nullable Friedman friedman,
      Map<String, String> notComputed) {
    /** Copies the lists. */
    public Outcome {
      timePoints = List.copyOf(timePoints);
      changes = List.copyOf(changes);
    }
  }

  /**
   * The values at one time point.
   *
   * @param n patients with a value
   * @param sd with n - 1
   * @param q1 by linear interpolation, R's type 7; so is {@code q3}
   * @param bands patients per severity band, from the lowest; empty for a measure without bands
   * @param notComputed the figures that are null, each with the reason
   * @param links the members behind the figures of the same names
   */
  public record TimePoint(
      String timePoint,
      long n,
      @Nullable Double mean,
      @Nullable Double sd,
      @Nullable Double median,
      @Nullable Double q1,
      @Nullable Double q3,
      @Nullable Double min,
      @Nullable Double max,
      Map<String, Long> bands,
      Map<String, String> notComputed,
      TimePointLinks links) {
    /** Copies the map and keeps its order. */
    public TimePoint {
      bands = Collections.unmodifiableMap(new LinkedHashMap<>(bands));
    }
  }

  /**
   * The lists of members behind a time point: path and query.
   *
   * @param bands by band
   */
  public record TimePointLinks(String n, Map<String, String> bands) {
    /** Copies the map and keeps its order. */
    public TimePointLinks {
      bands = Collections.unmodifiableMap(new LinkedHashMap<>(bands));
    }
  }

  /**
   * The differences {@code from} minus {@code to} of the patients with both values.
   *
   * @param n number of those patients
   * @param improved whose value changed for the better, whichever direction that is
   * @param rankBiserial matched-pairs rank-biserial correlation, -1 to 1
   * @param rankBiserialInterval 95 %, by the jackknife
   * @param bandShift null for a measure without bands
   * @param painResponse null for a measure other than pain by VAS, and in a study that does not
   *     judge it
   * @param responders by the id of the rule; rules in percent and complete relief are of the
   *     patients whose earlier value is above 0
   * @param importantDifference null for a measure of which the study names none
   * @param notComputed the figures of this object that are null, each with the reason
   * @param links the members behind the figures of the same names; of a responder rate those who
   *     responded
   */
  public record Change(
      String from,
      String to,
      long n,
      long improved,
      long unchanged,
      long worsened,
      @Nullable Double mean,
      @Nullable Double sd,
      @Nullable Double median,
      @Nullable Double q1,
      @Nullable Double q3,
      @Nullable Double min,
      @Nullable Double max,
      HodgesLehmannEstimate hodgesLehmann,
      Wilcoxon wilcoxon,
      @Nullable Double rankBiserial,
      @Nullable Interval rankBiserialInterval,
      StandardizedChange standardizedMeanChange,
      RelativeChange percentChange,
      @Nullable Shift bandShift,
      @Nullable ConsensusPainResponse painResponse,
      Map<String, Rate> responders,
      @Nullable ImportantChange importantDifference,
      Map<String, String> notComputed,
      ChangeLinks links) {
    /** Copies the map and keeps its order. */
    public Change {
      responders = Collections.unmodifiableMap(new LinkedHashMap<>(responders));
    }
  }

  /**
   * How large the change is in standard deviations, positive when values fell.
   *
   * @param standardizedResponseMean mean by SD of the differences
   * @param byDifferences the same with the correction for small samples (SMCC)
   * @param byEarlierValues mean of the differences by SD of the earlier values, corrected (SMCR)
   */
  public record StandardizedChange(
      @Nullable Double standardizedResponseMean,
      @Nullable StandardizedEstimate byDifferences,
      @Nullable StandardizedEstimate byEarlierValues,
      Map<String, String> notComputed) {}

  /**
   * An estimate with its normal 95 % interval.
   *
   * @param notComputed the figures that are null, each with the reason
   */
  public record StandardizedEstimate(
      double value,
      @Nullable Double standardError,
      @Nullable Interval interval,
      Map<String, String> notComputed) {}

  /**
   * The change in percent of the earlier value, negative when values fell.
   *
   * @param n pairs whose earlier value is above 0
   * @param undefined the other pairs, which have no individual change
   * @param ofMeans change of the mean of all pairs
   * @param mean of the {@code n} individual changes
   * @param median of the {@code n} individual changes
   */
  public record RelativeChange(
      long n,
      long undefined,
      @Nullable Double ofMeans,
      @Nullable Double mean,
      @Nullable Double median,
      Map<String, String> notComputed) {}

  /**
   * How many patients went from one severity band to another, with Bowker's test of symmetry.
   *
   * @param counts by the earlier band, within it by the later one
   */
  public record Shift(
      Map<String, Map<String, Long>> counts,
      @Nullable Double chiSquared,
      int degreesOfFreedom,
      @Nullable Double p,
      Map<String, String> notComputed) {
    /** Copies the map and keeps its order. */
    public Shift {
      counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    }
  }

  /**
   * The lists of members behind a change: path and query.
   *
   * @param responders by the id of the rule
   */
  public record ChangeLinks(
      String n,
      String improved,
      String unchanged,
      String worsened,
      Map<String, String> responders) {
    /** Copies the map and keeps its order. */
    public ChangeLinks {
      responders = Collections.unmodifiableMap(new LinkedHashMap<>(responders));
    }
  }

  /**
   * The median of all Walsh averages of the differences, zeros kept, with its interval.
   *
   * @param method of the interval: {@code exact} or {@code asymptotic}; null without one
   * @param notComputed the figures that are null, each with the reason
   */
  public record HodgesLehmannEstimate(
      @Nullable Double estimate,
      @Nullable Double lower,
      @Nullable Double upper,
      double level,
      @Nullable String method,
      Map<String, String> notComputed) {}

  /**
   * The signed-rank test: zeros dropped, mid-ranks, variance corrected for ties, no continuity
   * correction, two-sided.
   *
   * @param n pairs with a difference other than 0
   * @param zeros pairs without a difference
   * @param pHolm {@code p} adjusted by Holm over the family of tests of the study, within the
   *     stratum; null for a test that is not in it
   * @param pExact from the permutation distribution given the mid-ranks
   * @param notComputed the figures that are null, each with the reason
   */
  public record Wilcoxon(
      long n,
      long zeros,
      double wPlus,
      double wMinus,
      @Nullable Double z,
      @Nullable Double p,
      @Nullable Double pHolm,
      @Nullable Double pExact,
      Map<String, String> notComputed) {}
}
