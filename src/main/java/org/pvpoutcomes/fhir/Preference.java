package org.pvpoutcomes.fhir;

import java.util.List;
import java.util.Locale;
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

  /** The values of {@code return}. */
  enum Return {
    MINIMAL,
    REPRESENTATION,
    OPERATION_OUTCOME
  }

  /** Reads the header, which may be there several times. */
  static Preference of(List<String> headers) {
    Return returned = null;
    boolean strict = false;
    for (String header : headers) {
      for (String one : header.split("[,;]", -1)) {
        switch (one.strip().toLowerCase(Locale.ROOT)) {
          case "return=minimal" -> returned = Return.MINIMAL;
          case "return=representation" -> returned = Return.REPRESENTATION;
          case "return=operationoutcome" -> returned = Return.OPERATION_OUTCOME;
          case "handling=strict" -> strict = true;
          case "handling=lenient" -> strict = false;
          default -> {
            // Not one of FHIR's.
          }
        }
      }
    }
    return new Preference(returned, strict);
  }
}
