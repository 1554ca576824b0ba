package org.pvpoutcomes.fhir;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.search.QueryParameter;

/** Reads what stands after the question mark of a URL, or in the body of {@code POST _search}. */
final class QueryText {

  private static final char REPLACEMENT = '\uFFFD';

  private QueryText() {}

  /**
   * The parameters in their order, decoded as a form: percent codes in UTF-8, and a plus sign is a
   * space.
   *
   * @param expression place of the query in a Bundle; null for that of the request
   * @throws FhirRequestException if it is not percent-encoded UTF-8, or has control characters
   */
  static List<QueryParameter> parameters(String query, @Nullable String expression) {
    List<QueryParameter> parameters = new ArrayList<>();
    for (String pair : query.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        parameters.add(
            new QueryParameter(
                decoded(equals < 0 ? pair : pair.substring(0, equals), expression),
                equals < 0 ? "" : decoded(pair.substring(equals + 1), expression)));
      }
    }
    return parameters;
  }

  /** One part of a URL, decoded. */
  static String decoded(String text, @Nullable String expression) {
    try {
      String decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
      if (decoded.indexOf(REPLACEMENT) < 0) {
        if (!TextRules.isStorable(decoded)) {
          throw new FhirRequestException(
              FailureKind.CONDITION,
              expression,
              "The URL has a control character that no text in FHIR can have; leave it out.");
        }
        return decoded;
      }
    } catch (IllegalArgumentException e) {
      // Falls through: reported as any other wrong encoding.
    }
    throw new FhirRequestException(
        FailureKind.CONDITION, expression, "The URL is not percent-encoded UTF-8.");
  }
}
