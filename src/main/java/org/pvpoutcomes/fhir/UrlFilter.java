package org.pvpoutcomes.fhir;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the URL of a FHIR request before anybody else does. Characters that should have been
 * percent-encoded are: browsers, and clients built on their fetch, send {@code
 * identifier=system|value} as it is (WHATWG URL §1.3 leaves the bar alone in a query), and others
 * send letters as UTF-8; RFC 3986 knows neither. What remains wrong is refused, as is a Host that
 * is none and a URL that is too long; the layers below would answer without a word, or log the URL.
 */
@ApplicationScoped
class UrlFilter {

  /** Before Quarkus REST, and before the access to anything else. */
  private static final int PRIORITY = 500;

  private static final String NOT_IN_A_URL = "|\"<>\\^`{}[] ";

  private static final Pattern STRAY_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  private final int maxLength;

  UrlFilter(FhirConfig config) {
    this.maxLength = config.maxUrlLength();
  }

  void register(@Observes Filters filters) {
    filters.register(this::look, PRIORITY);
  }

  /** What the router refuses itself comes by no filter. */
  void register(@Observes Router router) {
    router.route().order(Integer.MIN_VALUE).failureHandler(this::lookAtRefusal);
  }

  private void lookAtRefusal(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    if (isFhir(request.uri())
        && request.authority() == null
        && request.version() == HttpVersion.HTTP_1_1
        && !request.response().headWritten()) {
      refuseHost(routing);
    } else {
      routing.next();
    }
  }

  private void look(RoutingContext routing) {
    String uri = routing.request().uri();
    if (!isFhir(uri)) {
      routing.next();
    } else if (uri.length() > maxLength) {
      refuse(
          routing,
          FailureKind.URL_TOO_LONG,
          "The URL is longer than "
              + maxLength
              + " bytes; send a long search by POST _search, or in parts.");
    } else if (STRAY_PERCENT.matcher(uri).find()) {
      refuse(
          routing,
          FailureKind.CONDITION,
          "The URL is not percent-encoded: two hexadecimal digits must follow each percent sign,"
              + " which itself is written %25.");
    } else if (!isHost(routing.request().getHeader(HttpHeaders.HOST))) {
      refuseHost(routing);
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

  /** RFC 9110 §7.2; HTTP/1.0 and HTTP/2 can do without. */
  private static boolean isHost(@Nullable String host) {
    if (host == null) {
      return true;
    }
    try {
      URI uri = new URI("http://" + host + "/");
      return host.isEmpty() || (host.equals(uri.getRawAuthority()) && uri.getRawUserInfo() == null);
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static void refuseHost(RoutingContext routing) {
    refuse(
        routing,
        FailureKind.REFUSED,
        "The header Host must be there, and be a host name or an address, with or without a port.");
  }

  private static void refuse(RoutingContext routing, FailureKind kind, String text) {
    routing
        .response()
        .setStatusCode(kind.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Format.JSON.contentType())
        .end(OperationOutcomes.of(List.of(new Issue(kind, null, text))).toString());
  }

  private static boolean needsEncoding(String uri) {
    return uri.chars().anyMatch(UrlFilter::isOutside);
  }

  private static boolean isOutside(int c) {
    return c >= 0x7f || c <= ' ' || NOT_IN_A_URL.indexOf(c) >= 0;
  }

  /** The URL has one character for each byte that was sent. */
  private static String encoded(String uri) {
    StringBuilder encoded = new StringBuilder(uri.length() + 16);
    for (byte octet : uri.getBytes(StandardCharsets.ISO_8859_1)) {
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
