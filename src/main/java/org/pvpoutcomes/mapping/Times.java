package org.pvpoutcomes.mapping;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.ClinicalTime;

/**
 * FHIR dates as clinical times. The text as written is read, not HAPI's instant, so that the local
 * date and the offset survive.
 */
final class Times {

  /** Length of {@code 2018-07-17}. */
  private static final int DATE_LENGTH = 10;

  private Times() {}

  /** The time as written; null when there is none, or when it is less precise than a day. */
  static @Nullable ClinicalTime of(@Nullable BaseDateTimeType value) {
    String text = value == null ? null : value.getValueAsString();
    if (text == null || text.length() < DATE_LENGTH) {
      return null;
    }
    try {
      return text.length() == DATE_LENGTH
          ? ClinicalTime.onDate(LocalDate.parse(text))
          : ClinicalTime.at(OffsetDateTime.parse(text));
    } catch (DateTimeException e) {
      // FHIR allows a second 60, which java.time does not: the day is still known.
      return onDateOf(text);
    }
  }

  private static @Nullable ClinicalTime onDateOf(String text) {
    LocalDate date = date(text.substring(0, DATE_LENGTH));
    return date == null ? null : ClinicalTime.onDate(date);
  }

  /** The calendar date that {@code text} is; null when it is not one, or less precise. */
  static @Nullable LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** The time of a {@code dateTime} or {@code instant}, or the start of a {@code Period}. */
  static @Nullable ClinicalTime start(@Nullable Type value) {
    return switch (value) {
      case BaseDateTimeType time -> of(time);
      case Period period -> of(period.getStartElement());
      case null, default -> null;
    };
  }

  /**
   * When something was measured: a {@code dateTime} or {@code instant}, or a {@code Period} that
   * lies within one day, which counts as its start. Anything else is a finding and null.
   */
  static @Nullable ClinicalTime measured(
      @Nullable Type value, String expression, Findings findings) {
    if (value == null || value.isEmpty()) {
      findings.add(Rule.DATE_MISSING, expression);
      return null;
    }
    ClinicalTime start = start(value);
    if (start != null && value instanceof Period period) {
      ClinicalTime end = of(period.getEndElement());
      start = end != null && end.date().equals(start.date()) ? start : null;
    }
    if (start == null) {
      findings.add(Rule.DATE_NOT_TO_THE_DAY, expression);
    }
    return start;
  }

  /**
   * As {@link #start}, but a date that is there and not precise to the day is an {@code imprecise}
   * finding.
   */
  static @Nullable ClinicalTime startOrFinding(
      @Nullable Type value, Rule imprecise, String expression, Findings findings) {
    ClinicalTime start = start(value);
    if (start == null && value != null && !value.isEmpty()) {
      findings.add(imprecise, expression);
    }
    return start;
  }
}
