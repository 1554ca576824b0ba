package org.pvpoutcomes.search;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.record.Span;

/**
 * FHIR dates and times as the span that their precision covers (FHIR R4 search.html#date): a year,
 * a month, a day, a minute, a second, or the last digit of a fraction.
 *
 * <p>What has no offset is read in UTC. Digits beyond the sixth of a fraction are cut off, because
 * the database keeps microseconds.
 */
public final class DateSpans {

  private static final int DATE_LENGTH = 10;
  private static final long SECOND = 1_000_000;

  private DateSpans() {}

  /** The span; null if the text is no date, dateTime or instant. Minutes alone are a time, too. */
  public static @Nullable Span<Instant> of(String text) {
    int length = text.length();
    try {
      int year = number(text, 0, 4);
      if (year < 1 || (length > 4 && text.charAt(4) != '-')) {
        return null;
      }
      if (length == 4) {
        return days(LocalDate.of(year, 1, 1), LocalDate.of(year, 1, 1).plusYears(1));
      }
      int month = number(text, 5, 7);
      if (length == 7) {
        return days(LocalDate.of(year, month, 1), LocalDate.of(year, month, 1).plusMonths(1));
      }
      if (length < DATE_LENGTH || text.charAt(7) != '-') {
        return null;
      }
      LocalDate day = LocalDate.of(year, month, number(text, 8, DATE_LENGTH));
      return length == DATE_LENGTH ? days(day, day.plusDays(1)) : time(day, text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static Span<Instant> days(LocalDate from, LocalDate until) {
    return new Span<>(start(from), start(until));
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static @Nullable Span<Instant> time(LocalDate day, String text) {
    int zone = text.length();
    for (int i = DATE_LENGTH + 1; i < text.length() && zone == text.length(); i++) {
      if ("Z+-".indexOf(text.charAt(i)) >= 0) {
        zone = i;
      }
    }
    int hours = number(text, 11, 13);
    int minutes = number(text, 14, 16);
    int offset = offsetMinutes(text, zone);
    if (text.charAt(DATE_LENGTH) != 'T'
        || hours < 0
        || hours > 23
        || minutes < 0
        || minutes > 59
        || text.charAt(13) != ':'
        || offset == Integer.MIN_VALUE) {
      return null;
    }
    Instant minute = start(day).plusSeconds((hours * 60L + minutes - offset) * 60);
    return zone == 16 ? new Span<>(minute, minute.plusSeconds(60)) : seconds(minute, text, zone);
  }

  private static @Nullable Span<Instant> seconds(Instant minute, String text, int zone) {
    int seconds = number(text, 17, 19);
    if (zone < 19 || text.charAt(16) != ':' || seconds < 0 || seconds > 59) {
      return null;
    }
    long micros = 0;
    long width = SECOND;
    if (zone > 19) {
      if (text.charAt(19) != '.' || zone == 20) {
        return null;
      }
      for (int i = 20; i < zone; i++) {
        int digit = number(text, i, i + 1);
        if (digit < 0) {
          return null;
        }
        if (width > 1) {
          width /= 10;
          micros += digit * width;
        }
      }
    }
    Instant from = minute.plusSeconds(seconds).plusNanos(micros * 1000);
    return new Span<>(from, from.plusNanos(width * 1000));
  }

  /** Minutes east of UTC; the least integer for none that exists. */
  private static int offsetMinutes(String text, int zone) {
    if (zone == text.length() || (text.charAt(zone) == 'Z' && zone + 1 == text.length())) {
      return 0;
    }
    int hours = number(text, zone + 1, zone + 3);
    int minutes = number(text, zone + 4, zone + 6);
    if (text.length() != zone + 6
        || text.charAt(zone) == 'Z'
        || text.charAt(zone + 3) != ':'
        || hours < 0
        || minutes < 0
        || minutes > 59
        || hours * 60 + minutes > 14 * 60) {
      return Integer.MIN_VALUE;
    }
    return (text.charAt(zone) == '-' ? -1 : 1) * (hours * 60 + minutes);
  }

  /** The digits as a number; -1 if one of them is no ASCII digit or is not there. */
  private static int number(String text, int from, int to) {
    if (to > text.length()) {
      return -1;
    }
    int number = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = number * 10 + (c - '0');
    }
    return number;
  }
}
