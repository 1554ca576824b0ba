package org.pvpoutcomes.problem;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import org.jspecify.annotations.Nullable;

/**
 * Refuses a request whose URL or Host is none before anybody else looks at it: the layers below
 * would answer without a word, or log the URL. FHIR looks first, and has its own form of refusal.
 */
@ApplicationScoped
class RequestLineFilter {

  /** Behind that of FHIR, before all else. */
  private static final int PRIORITY = 499;

  void register(@Observes Filters filters) {
    filters.register(RequestLineFilter::look, PRIORITY);
  }

  /** What the router refuses itself comes by no filter. */
  void register(@Observes Router router) {
    router.route().order(Integer.MIN_VALUE + 1).failureHandler(RequestLineFilter::lookAtRefusal);
  }

  private static void look(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    if (!isUrl(request.uri())) {
      refuse(
          routing,
          "This is no URL (RFC 3986): percent-encode the characters that it cannot have, a percent"
              + " sign as %25.");
    } else if (!isHost(request.getHeader(HttpHeaders.HOST))) {
      refuseHost(routing);
    } else {
      routing.next();
    }
  }

  private static void lookAtRefusal(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    if (request.authority() == null
        && request.version() == HttpVersion.HTTP_1_1
        && !request.response().headWritten()) {
      refuseHost(routing);
    } else {
      routing.next();
    }
  }

  private static boolean isUrl(String text) {
    try {
      return new URI(text).getRawPath() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** RFC 9110 §7.2; HTTP/1.0 and HTTP/2 can do without. */
  private static boolean isHost(@Nullable String host) {
    if (host == null || host.isEmpty()) {
      return true;
    }
    try {
      URI uri = new URI("http://" + host + "/");
      return host.equals(uri.getRawAuthority()) && uri.getRawUserInfo() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static void refuseHost(RoutingContext routing) {
    refuse(
        routing,
        "The header Host must be there, and be a host name or an address, with or without a port.");
  }

  /** Without an instance: it would be the path, which may be what cannot be read. */
  private static void refuse(RoutingContext routing, String text) {
    ProblemType type = ProblemType.BAD_REQUEST;
    ObjectNode problem =
        JsonNodeFactory.instance
            .objectNode()
            .put("type", type.uri().toString())
            .put("title", type.title())
            .put("status", type.status())
            .put("detail", text);
    routing
        .response()
        .setStatusCode(type.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .end(problem.toString());
  }
}
