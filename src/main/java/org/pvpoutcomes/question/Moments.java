package org.pvpoutcomes.question;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.regex.Pattern;
import org.pvpoutcomes.problem.ProblemException;

/** Moments as query parameters have them: RFC 3339 §5.6, date-time. */
final class Moments {

  private static final Pattern RFC_3339 =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?"
              + "(Z|[+-][0-9]{2}:[0-9]{2})");

  private Moments() {}

  /**
   * The moment that the text means.
   *
   * @throws ProblemException when it is none
   */
  static Instant read(String parameter, String text) {
    try {
      if (RFC_3339.matcher(text).matches()) {
        return OffsetDateTime.parse(text).toInstant();
      }
    } catch (DateTimeException e) {
      throw notOne(parameter);
    }
    throw notOne(parameter);
  }

  private static ProblemException notOne(String parameter) {
    return ProblemException.invalidParameter(
        parameter,
        "a date, a time with seconds and an offset are expected, as in 2026-01-31T12:00:00Z; in a"
            + " URL the + of an offset is written %2B.",
        List.of());
  }
}
