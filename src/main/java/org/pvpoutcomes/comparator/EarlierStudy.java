package org.pvpoutcomes.comparator;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Measure;

/**
 * A published study, as far as its figures are given.
 *
 * @param id lower case with hyphens
 * @param source where the figures were read, which need not be the study itself
 * @param patients how many it had
 * @param cement volume per vertebra, as printed
 * @param values in the order of time
 * @param percentages those of which nobody says what they are of
 * @param absent what is not given, each with the reason: exactly those of design, patients, cement,
 *     values and leakage that are missing, and anything else
 * @param unverified what was read into the source
 */
record EarlierStudy(
    @JsonProperty(required = true) String id,
    @JsonProperty(required = true) String title,
    @JsonProperty(required = true) String source,
    @Nullable String design,
    @Nullable Long patients,
    @Nullable String cement,
    @JsonSetter(nulls = Nulls.AS_EMPTY) List<Value> values,
    @JsonSetter(nulls = Nulls.AS_EMPTY) List<Percentage> percentages,
    @Nullable Leakage leakage,
    @JsonSetter(nulls = Nulls.AS_EMPTY) Map<String, String> absent,
    @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> unverified) {

  /** Copies the collections; refuses what is missing without a reason. */
  EarlierStudy {
    values = List.copyOf(values);
    percentages = List.copyOf(percentages);
    absent = Collections.unmodifiableMap(new LinkedHashMap<>(absent));
    unverified = List.copyOf(unverified);
    if (!id.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
      throw new IllegalArgumentException("id is lower case with hyphens");
    }
    if (patients != null && patients < 1) {
      throw new IllegalArgumentException("patients counts from 1");
    }
    requireReason(absent, "design", design);
    requireReason(absent, "patients", patients);
    requireReason(absent, "cement", cement);
    requireReason(absent, "values", values.isEmpty() ? null : values);
    requireReason(absent, "leakage", leakage);
  }

  private static void requireReason(
      Map<String, String> absent, String field, @Nullable Object given) {
    if (given == null && !absent.containsKey(field)) {
      throw new IllegalArgumentException(field + " is missing; give it, or the reason in absent");
    }
    if (given != null && absent.containsKey(field)) {
      throw new IllegalArgumentException(field + " is given, and absent has a reason against it");
    }
  }

  /**
   * The values of a measure at one time: mean, with or without SD, or smallest and largest.
   *
   * @param time as printed
   * @param day target day from the procedure, 0 for before it; null when the time is not given
   */
  record Value(
      @JsonProperty(required = true) Measure measure,
      @JsonProperty(required = true) String time,
      @Nullable Integer day,
      @Nullable BigDecimal mean,
      @Nullable BigDecimal sd,
      @Nullable BigDecimal min,
      @Nullable BigDecimal max) {

    /** Refuses values that the measure cannot have, and half a range. */
    Value {
      if ((min == null) != (max == null) || (mean == null) == (min == null)) {
        throw new IllegalArgumentException("give a mean, or min and max");
      }
      if (sd != null && (mean == null || sd.signum() < 0)) {
        throw new IllegalArgumentException("sd is at least 0 and stands beside a mean");
      }
      if (min != null && max != null && min.compareTo(max) > 0) {
        throw new IllegalArgumentException("min is at most max");
      }
      requireInRange(measure, mean);
      requireInRange(measure, min);
      requireInRange(measure, max);
      if (day != null && day < 0) {
        throw new IllegalArgumentException("day is 0 for before the procedure, or later");
      }
    }

    private static void requireInRange(Measure measure, @Nullable BigDecimal value) {
      if (value != null
          && (value.compareTo(BigDecimal.valueOf(measure.minimum())) < 0
              || value.compareTo(BigDecimal.valueOf(measure.maximum())) > 0)) {
        throw new IllegalArgumentException(
            "%s is from %d to %d".formatted(measure.code(), measure.minimum(), measure.maximum()));
      }
    }
  }

  /**
   * A percentage of which nobody says what it is of, nor of how many.
   *
   * @param time as printed
   * @param day as of {@link Value}
   */
  record Percentage(
      @JsonProperty(required = true) String time,
      @Nullable Integer day,
      @JsonProperty(required = true) BigDecimal percent) {
    /** Refuses less than none and more than all. */
    Percentage {
      if (percent.signum() < 0 || percent.compareTo(BigDecimal.valueOf(100)) > 0) {
        throw new IllegalArgumentException("percent is from 0 to 100");
      }
    }
  }

  /** How many of how many vertebrae or patients had a cement leakage. */
  record Leakage(
      @JsonProperty(required = true) long count,
      @JsonProperty(required = true) long of,
      @JsonProperty(required = true) Unit per) {
    /** Refuses impossible counts. */
    Leakage {
      if (count < 0 || of < 1 || count > of) {
        throw new IllegalArgumentException("count is from 0 to of, and of at least 1");
      }
    }
  }

  /** What a leakage is counted per. */
  enum Unit {
    VERTEBRA,
    PATIENT
  }
}
