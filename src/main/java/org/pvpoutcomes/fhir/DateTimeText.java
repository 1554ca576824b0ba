package org.pvpoutcomes.fhir;

import org.pvpoutcomes.search.DateSpans;

/**
 * The FHIR R4 texts for dates and times (datatypes.html#dateTime): partial dates, calendar days
 * that exist, seconds always written, and an offset wherever there is a time of day.
 *
 * <p>Narrower than the specification: no leap second (:60) and at most nine fraction digits, which
 * is what the time types of Java, and of nearly every receiver, can hold.
 */
final class DateTimeText {

  private static final int DATE_LENGTH = 10;
  private static final int SECONDS_END = 8;

  private DateTimeText() {}

  /** YYYY, YYYY-MM or YYYY-MM-DD. */
  static boolean isDate(String text) {
    int length = text.length();
    return (length == 4 || length == 7 || length == DATE_LENGTH) && DateSpans.of(text) != null;
  }

  /** A date, or an instant of any precision from seconds on. */
  static boolean isDateTime(String text) {
    return isDate(text) || isInstant(text);
  }

  /** YYYY-MM-DDThh:mm:ss, fraction, and Z or an offset up to 14:00. */
  static boolean isInstant(String text) {
    int zone = zoneStart(text);
    return zone > 0 && isTime(text.substring(DATE_LENGTH + 1, zone)) && DateSpans.of(text) != null;
  }

  /** hh:mm:ss and a fraction; 24:00 does not exist. */
  static boolean isTime(String text) {
    if (text.length() < SECONDS_END || text.charAt(2) != ':' || text.charAt(5) != ':') {
      return false;
    }
    int hours = number(text, 0, 2);
    int minutes = number(text, 3, 5);
    int seconds = number(text, 6, SECONDS_END);
    boolean clock =
        hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60 && seconds >= 0 && seconds < 60;
    return clock && (text.length() == SECONDS_END || isFraction(text));
  }

  private static boolean isFraction(String time) {
    int digits = time.length() - SECONDS_END - 1;
    return time.charAt(SECONDS_END) == '.'
        && digits >= 1
        && digits <= 9
        && number(time, SECONDS_END + 1, time.length()) >= 0;
  }

  private static int zoneStart(String text) {
    for (int i = DATE_LENGTH + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 'Z' || c == '+' || c == '-') {
        return i;
      }
    }
    return -1;
  }

  /** The digits as a number, or -1 if one of them is no ASCII digit. At most nine digits. */
  private static int number(String text, int from, int to) {
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
