package org.pvpoutcomes.complication;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.SeverityCount;
import org.pvpoutcomes.study.ComplicationKind;

/**
 * How severe events of one kind were. Grades of different schemes are not converted.
 *
 * @param notGraded events that nobody graded
 * @param grades those that occur, by scheme and version, the mildest first. An event that several
 *     schemes grade is in each of them, with its worst grade
 */
public record SeverityReport(long notGraded, List<Grade> grades) {

  /** Copies the list. */
  public SeverityReport {
    grades = List.copyOf(grades);
  }

  /**
   * One grade of one scheme.
   *
   * @param version null for a scheme without versions
   * @param patients with at least one event of this grade
   */
  public record Grade(
      String scheme, @Nullable String version, String grade, long events, long patients) {}

  /** The severities of the events of one kind. */
  static SeverityReport of(List<SeverityCount> counts, ComplicationKind kind) {
    long notGraded =
        counts.stream()
            .filter(count -> count.kind() == kind && count.severity() == null)
            .mapToLong(SeverityCount::events)
            .sum();
    return new SeverityReport(
        notGraded,
        counts.stream()
            .filter(count -> count.kind() == kind && count.severity() != null)
            .sorted(Comparator.comparing(count -> Objects.requireNonNull(count.severity())))
            .map(SeverityReport::grade)
            .toList());
  }

  private static Grade grade(SeverityCount count) {
    var severity = Objects.requireNonNull(count.severity());
    return new Grade(
        severity.scheme(), severity.version(), severity.grade(), count.events(), count.patients());
  }
}
