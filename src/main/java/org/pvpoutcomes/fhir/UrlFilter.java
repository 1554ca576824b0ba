package org.pvpoutcomes.fhir;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Looks at the URL of a FHIR request before anybody else does: one that is too long is refused, and
 * characters that should have been percent-encoded are. Browsers, and clients built on their fetch,
 * send {@code identifier=system|value} as it is (WHATWG URL §1.3 leaves the bar alone in a query);
 * RFC 3986 does not know it, and the layers below would refuse it.
 */
@ApplicationScoped
class UrlFilter {

  /** Before Quarkus REST, and before the access to anything else. */
  private static final int PRIORITY = 500;

  private static final String NOT_IN_A_URL = "|\"<>\\^`{}[] ";

  private final int maxLength;

  UrlFilter(FhirConfig config) {
    this.maxLength = config.maxUrlLength();
  }

  void register(@Observes Filters filters) {
    filters.register(this::look, PRIORITY);
  }

  private void look(RoutingContext routing) {
    String uri = routing.request().uri();
    if (!isFhir(uri)) {
      routing.next();
    } else if (uri.length() > maxLength) {
      refuse(routing);
    } else if (needsEncoding(uri)) {
      routing.reroute(routing.request().method(), encoded(uri));
    } else {
      routing.next();
    }
  }

  private static boolean isFhir(String uri) {
    return uri.startsWith(FhirHttp.PATH)
        && (uri.length() == FhirHttp.PATH.length()
            || "/?".indexOf(uri.charAt(FhirHttp.PATH.length())) >= 0);
  }

  private void refuse(RoutingContext routing) {
    Issue issue =
        new Issue(
            FailureKind.URL_TOO_LONG,
            null,
            "The URL is longer than " + maxLength + " bytes; send a long search by POST _search.");
    routing
        .response()
        .setStatusCode(issue.kind().status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Format.JSON.contentType())
        .end(OperationOutcomes.of(List.of(issue)).toString());
  }

  private static boolean needsEncoding(String uri) {
    return uri.chars().anyMatch(UrlFilter::isOutside);
  }

  private static boolean isOutside(int c) {
    return c >= 0x7f || c <= ' ' || NOT_IN_A_URL.indexOf(c) >= 0;
  }

  private static String encoded(String uri) {
    StringBuilder encoded = new StringBuilder(uri.length() + 16);
    for (byte octet : uri.getBytes(StandardCharsets.UTF_8)) {
      int c = octet & 0xff;
      if (isOutside(c)) {
        encoded.append('%').append(hex(c >> 4)).append(hex(c & 0xf));
      } else {
        encoded.append((char) c);
      }
    }
    return encoded.toString();
  }

  private static char hex(int digit) {
    return Character.toUpperCase(Character.forDigit(digit, 16));
  }
}
