package org.pvpoutcomes.fhir;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.search.QueryParameter;

/** Builds the links of a page (FHIR R4 http.html#paging). */
final class Links {

  private Links() {}

  /**
   * A URL with these parameters and this page.
   *
   * @param query decoded; a page token in it is left out
   * @param page the token; null for the first page
   */
  static String url(String url, List<QueryParameter> query, @Nullable String page) {
    StringJoiner parameters = new StringJoiner("&");
    for (QueryParameter parameter : query) {
      if (!parameter.name().equals(PageToken.PARAMETER)) {
        parameters.add(encoded(parameter.name()) + "=" + encoded(parameter.value()));
      }
    }
    if (page != null) {
      parameters.add(PageToken.PARAMETER + "=" + page);
    }
    return parameters.length() == 0 ? url : url + "?" + parameters;
  }

  /** Colons and commas may stand as they are (RFC 3986 §3.4), which keeps a link readable. */
  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("%3A", ":")
        .replace("%2C", ",")
        .replace("%2F", "/");
  }
}
