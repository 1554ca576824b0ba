package org.pvpoutcomes.study;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Fact.DiagnosisKind;

/**
 * A criterion of eligibility, as data. It is met, not met or unknown for each patient with an index
 * session, and is judged as of that session.
 *
 * @param id lower case with hyphens, such as {@code no-cord-compression}
 * @param rule what it asks
 * @param excludes whether a patient who does not meet it is out of the study; unknown never
 *     excludes
 * @param source where the study states it, and what of it is a reading of this protocol
 */
public record Criterion(String id, Rule rule, boolean excludes, String source) {

  /** What a criterion asks. */
  public sealed interface Rule {

    /** The kind of rule, as the protocol writes it. */
    String kind();
  }

  /**
   * The age in completed years at the index session, both ends included.
   *
   * @param min at least 0
   * @param max not below {@code min}
   */
  public record Age(int min, int max) implements Rule {
    /** Refuses an empty range. */
    public Age {
      if (min < 0 || max < min) {
        throw new IllegalArgumentException("The age must run from min, at least 0, to max");
      }
    }

    @Override
    public String kind() {
      return "age";
    }
  }

  /** The patient does not have this diagnosis at the index session. */
  public record Absence(DiagnosisKind diagnosis) implements Rule {
    @Override
    public String kind() {
      return "absence";
    }
  }

  /** The patient has this diagnosis at the index session. */
  public record Presence(DiagnosisKind diagnosis) implements Rule {
    @Override
    public String kind() {
      return "presence";
    }
  }

  /**
   * The latest value of a laboratory test before the index session lies within limits.
   *
   * @param atLeast in the unit of the test, itself allowed; null without a lower limit
   * @param atMost in the unit of the test, itself allowed; null without an upper limit
   * @param withinDays how many days before the date of the index session the value may be measured;
   *     0 for that date only
   */
  public record Laboratory(
      LaboratoryKind laboratory,
      @Nullable BigDecimal atLeast,
      @Nullable BigDecimal atMost,
      int withinDays)
      implements Rule {
    /** Refuses a rule without a limit, with limits that leave nothing, or that reads nothing. */
    public Laboratory {
      if (atLeast == null && atMost == null) {
        throw new IllegalArgumentException(
            "A laboratory criterion needs atLeast, atMost or both for " + laboratory.code());
      }
      if (atLeast != null && atMost != null && atLeast.compareTo(atMost) > 0) {
        throw new IllegalArgumentException(
            "atLeast must not be above atMost for " + laboratory.code());
      }
      requireInRange(laboratory, "atLeast", atLeast);
      requireInRange(laboratory, "atMost", atMost);
      if (withinDays < 0) {
        throw new IllegalArgumentException("withinDays must not be below 0");
      }
    }

    private static void requireInRange(
        LaboratoryKind laboratory, String field, @Nullable BigDecimal limit) {
      if (limit != null
          && (limit.signum() < 0
              || limit.compareTo(BigDecimal.valueOf(laboratory.maximum())) > 0)) {
        throw new IllegalArgumentException(
            "%s must lie between 0 and %d for %s"
                .formatted(field, laboratory.maximum(), laboratory.code()));
      }
    }

    /** Whether the value, in thousandths of the unit, lies within the limits. */
    boolean admits(int thousandths) {
      BigDecimal value = BigDecimal.valueOf(thousandths, 3);
      return (atLeast == null || value.compareTo(atLeast) >= 0)
          && (atMost == null || value.compareTo(atMost) <= 0);
    }

    @Override
    public String kind() {
      return "laboratory";
    }
  }

  /** Stated by the study, but no data could tell: always unknown. It documents the criterion. */
  public record NotInData() implements Rule {
    @Override
    public String kind() {
      return "not-in-data";
    }
  }
}
