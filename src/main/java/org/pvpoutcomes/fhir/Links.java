package org.pvpoutcomes.fhir;

import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.search.QueryParameter;

/** Builds the links of a page (FHIR R4 http.html#paging), which a client can always follow. */
@Singleton
class Links {

  /**
   * Most bytes that a page token adds to a URL: ten sort keys and the id, each an id of 64
   * characters or a shorter time, as JSON in base 64.
   */
  static final int LONGEST_TOKEN = 1024;

  private final FhirConfig config;

  Links(FhirConfig config) {
    this.config = config;
  }

  /**
   * The links of one page, by relation.
   *
   * @param query decoded; a page token in it is left out
   * @param page token of this page; null for the first one
   * @param next token of the next page; null if this is the last one
   * @throws FhirRequestException CONDITION if a URL with this query, which may have come as a form
   *     or in a Bundle, could be longer than those that are answered
   */
  Map<String, String> of(
      FhirRequest request,
      List<QueryParameter> query,
      @Nullable String page,
      @Nullable String next) {
    String url = request.base() + "/" + String.join("/", request.path());
    String first = url(url, query, null);
    int most = config.maxUrlLength() - LONGEST_TOKEN;
    if (first.length() > most) {
      throw new FhirRequestException(
          FailureKind.CONDITION,
          request.urlPlace(),
          "The links to the pages of the answer would be too long: with its parameters, the URL of"
              + " this request can have "
              + most
              + " bytes, and would have "
              + first.length()
              + "; split it into several.");
    }
    Map<String, String> links = new LinkedHashMap<>();
    links.put("self", page == null ? first : url(url, query, page));
    if (next != null) {
      links.put("next", url(url, query, next));
    }
    return links;
  }

  private static String url(String url, List<QueryParameter> query, @Nullable String page) {
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
