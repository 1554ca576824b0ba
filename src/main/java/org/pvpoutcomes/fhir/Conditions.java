package org.pvpoutcomes.fhir;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.record.IdentifierCriterion;

/**
 * Reads the query of a conditional create, update or delete: {@code identifier=system|value},
 * percent-encoded as in a form (FHIR R4 http.html#ccreate, search.html#token).
 *
 * <p>Nothing else is understood, and nothing is ignored: a condition that is read more loosely than
 * it was meant would match, and overwrite or delete, the wrong resource.
 */
final class Conditions {

  private static final String PARAMETER = "identifier=";
  private static final char REPLACEMENT = '\uFFFD';

  private Conditions() {}

  /**
   * Reads a query.
   *
   * @param type resource type that the condition is on
   * @param query what stands after the question mark
   * @param expression its place in a Bundle; null if it stands in the URL or a header
   * @throws FhirRequestException if it is anything else than one identifier with its system
   */
  static IdentifierCriterion parse(String type, String query, @Nullable String expression) {
    if (!query.startsWith(PARAMETER) || query.indexOf('&') >= 0) {
      throw refused(
          FailureKind.NOT_SUPPORTED,
          expression,
          "The only condition that is supported is identifier=system|value; in a URL, | is %7C.");
    }
    String token = decode(query.substring(PARAMETER.length()), expression);
    StringBuilder[] parts = {new StringBuilder(), new StringBuilder()};
    int part = 0;
    for (int i = 0; i < token.length(); i++) {
      char c = token.charAt(i);
      if (c == '\\' && i + 1 < token.length() && "\\,|$".indexOf(token.charAt(i + 1)) >= 0) {
        i++;
        parts[part].append(token.charAt(i));
      } else if (c == '|' && part == 0) {
        part = 1;
      } else if (c == ',') {
        throw refused(
            FailureKind.NOT_SUPPORTED,
            expression,
            "A condition on several identifiers is not supported; write a comma that belongs to the"
                + " value as \\,.");
      } else {
        parts[part].append(c);
      }
    }
    if (part == 0) {
      throw refused(
          FailureKind.NOT_SUPPORTED,
          expression,
          "An identifier of any system is not supported; write identifier=system|value, or"
              + " identifier=|value for one without a system.");
    }
    if (parts[1].isEmpty()) {
      throw refused(FailureKind.CONDITION, expression, "The identifier has no value.");
    }
    return new IdentifierCriterion(type, parts[0].toString(), parts[1].toString());
  }

  private static String decode(String text, @Nullable String expression) {
    try {
      String decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
      if (decoded.indexOf(REPLACEMENT) < 0 && TextRules.isStorable(decoded)) {
        return decoded;
      }
    } catch (IllegalArgumentException e) {
      // Falls through: reported as any other wrong encoding.
    }
    throw refused(FailureKind.CONDITION, expression, "The condition is not percent-encoded UTF-8.");
  }

  private static FhirRequestException refused(
      FailureKind kind, @Nullable String expression, String text) {
    return new FhirRequestException(kind, expression, text);
  }
}
