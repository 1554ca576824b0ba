package org.pvpoutcomes.comparator;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.CohortSize;
import org.pvpoutcomes.figure.Rate;
import org.pvpoutcomes.method.MethodReference;
import org.pvpoutcomes.statistics.Interval;

/**
 * Earlier studies beside a study. Differences are own minus theirs.
 *
 * @param cohort the patients of the own figures
 * @param source where the earlier studies are cited; null when there are none
 * @param comparators in the order of their publication; empty when there are none
 * @param notComputed the figures that are null or empty, each with the reason
 * @param methods those of all figures
 */
public record ComparatorReport(
    String study,
    CohortSize cohort,
    @Nullable String source,
    List<Comparator> comparators,
    Map<String, String> notComputed,
    List<MethodReference> methods) {

  /** Copies the lists. */
  public ComparatorReport {
    comparators = List.copyOf(comparators);
    methods = List.copyOf(methods);
  }

  /**
   * One earlier study.
   *
   * @param cement volume per vertebra, as printed
   * @param values each of theirs beside that of the time point with the same target day
   * @param changes from before the procedure to each later time
   * @param absent what they do not give, each with the reason
   * @param unverified what was read into the source
   */
  public record Comparator(
      String id,
      String title,
      String source,
      @Nullable String design,
      @Nullable Long patients,
      @Nullable String cement,
      List<ValueComparison> values,
      List<ChangeComparison> changes,
      @Nullable LeakageComparison leakage,
      List<PercentageComparison> percentages,
      Map<String, String> absent,
      List<String> unverified) {
    /** Copies the lists. */
    public Comparator {
      values = List.copyOf(values);
      changes = List.copyOf(changes);
      percentages = List.copyOf(percentages);
      unverified = List.copyOf(unverified);
    }
  }

  /**
   * A measure at one time.
   *
   * @param time theirs, as printed
   * @param day their target day, 0 for before the procedure
   * @param timePoint the own one with that target day, for day 0 the last one before the procedure
   */
  public record ValueComparison(
      String measure,
      String time,
      @Nullable Integer day,
      @Nullable String timePoint,
      Figures theirs,
      @Nullable Figures own,
      @Nullable Double difference,
      @Nullable Interval interval,
      @Nullable Double degreesOfFreedom,
      Map<String, String> notComputed) {}

  /**
   * A change of a measure, earlier minus later value: positive when values fell. Theirs is the
   * difference of their means.
   *
   * @param fromTime theirs, as printed
   * @param toTime theirs, as printed
   * @param from the own time point
   * @param to the own time point
   */
  public record ChangeComparison(
      String measure,
      String fromTime,
      String toTime,
      @Nullable String from,
      @Nullable String to,
      Figures theirs,
      @Nullable Figures own,
      @Nullable Double difference,
      @Nullable Interval interval,
      @Nullable Double degreesOfFreedom,
      Map<String, String> notComputed) {}

  /**
   * The figures of one side.
   *
   * @param n of an earlier study all of its patients, as it does not say how many had a value
   */
  public record Figures(
      @Nullable Long n,
      @Nullable Double mean,
      @Nullable Double sd,
      @Nullable Double min,
      @Nullable Double max) {}

  /**
   * Cement leakage.
   *
   * @param per {@code vertebra} or {@code patient}
   * @param percentagePoints own minus theirs
   */
  public record LeakageComparison(
      String per,
      Rate theirs,
      Rate own,
      @Nullable Double percentagePoints,
      @Nullable Interval interval,
      Map<String, String> notComputed) {}

  /** A percentage to which there is nothing own. */
  public record PercentageComparison(
      String time, @Nullable Integer day, double percent, Map<String, String> notComputed) {}
}
