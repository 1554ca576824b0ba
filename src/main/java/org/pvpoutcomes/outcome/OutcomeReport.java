package org.pvpoutcomes.outcome;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.CohortSize;
import org.pvpoutcomes.figure.Rate;
import org.pvpoutcomes.figure.Stratum;

/**
 * The outcomes of a study. Values are in units of the measure.
 *
 * @param outcomes by measure in the order of the protocol, within a measure by stratum
 */
public record OutcomeReport(String study, CohortSize cohort, List<Outcome> outcomes) {

  /** Copies the list. */
  public OutcomeReport {
    outcomes = List.copyOf(outcomes);
  }

  /**
   * One measure in one stratum.
   *
   * @param stratum null for the whole cohort
   * @param patients included patients of the stratum, with values or without
   */
  public record Outcome(
      String measure,
      @Nullable Stratum stratum,
      long patients,
      List<TimePoint> timePoints,
      List<Change> changes) {
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
   * @param responders by the id of the rule; rules in percent and complete relief are of the
   *     patients whose earlier value is above 0
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
      Map<String, Rate> responders,
      Map<String, String> notComputed,
      ChangeLinks links) {
    /** Copies the map and keeps its order. */
    public Change {
      responders = Collections.unmodifiableMap(new LinkedHashMap<>(responders));
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
   * @param notComputed the figures that are null, each with the reason
   */
  public record HodgesLehmannEstimate(
      @Nullable Double estimate,
      @Nullable Double lower,
      @Nullable Double upper,
      double level,
      Map<String, String> notComputed) {}

  /**
   * The signed-rank test: zeros dropped, mid-ranks, variance corrected for ties, no continuity
   * correction, two-sided.
   *
   * @param n pairs with a difference other than 0
   * @param zeros pairs without a difference
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
      @Nullable Double pExact,
      Map<String, String> notComputed) {}
}
