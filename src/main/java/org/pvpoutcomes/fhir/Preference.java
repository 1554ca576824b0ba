package org.pvpoutcomes.fhir;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client prefers where the server may choose (header Prefer, RFC 7240; FHIR R4
 * http.html#ops, search.html#errors). A preference that is not known is left aside, as RFC 7240
 * asks.
 *
 * @param returned what a write answers with; null if the client does not say
 * @param strict whether a search with an unknown parameter is refused instead of carried out
 *     without it
 */
record Preference(@Nullable Return returned, boolean strict) {

  private static final Pattern BLANKS_AND_QUOTES = Pattern.compile("[ \\t\"]");

  /** The values of {@code return}. */
  enum Return {
    MINIMAL,
    REPRESENTATION,
    OPERATION_OUTCOME
  }

  /**
   * Reads the header, which may be there several times. Of a preference that is there again, the
   * first counts (RFC 7240 §2).
   */
  static Preference of(List<String> headers) {
    Return returned = null;
    Boolean strict = null;
    for (String header : headers) {
      for (String one : header.split("[,;]", -1)) {
        switch (BLANKS_AND_QUOTES.matcher(one).replaceAll("").toLowerCase(Locale.ROOT)) {
          case "return=minimal" -> returned = first(returned, Return.MINIMAL);
          case "return=representation" -> returned = first(returned, Return.REPRESENTATION);
          case "return=operationoutcome" -> returned = first(returned, Return.OPERATION_OUTCOME);
          case "handling=strict" -> strict = first(strict, true);
          case "handling=lenient" -> strict = first(strict, false);
          default -> {
            // Not one of FHIR's.
          }
        }
      }
    }
    return new Preference(returned, Boolean.TRUE.equals(strict));
  }

  private static <T> T first(@Nullable T earlier, T now) {
    return earlier == null ? now : earlier;
  }
}
