package org.pvpoutcomes.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Between HTTP and a {@link FhirRequest}: reads headers and body, and writes the answer. */
@Singleton
class HttpExchange {

  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String JSON_PATCH = "application/json-patch+json";

  private final JsonReader reader;
  private final XmlFormat xml;
  private final WritePlanner planner;
  private final BundleReader bundles;
  private final Interactions interactions;
  private final Rendering rendering;
  private final LargeBody largeBody;
  private final FhirConfig config;

  HttpExchange(
      JsonReader reader,
      XmlFormat xml,
      WritePlanner planner,
      BundleReader bundles,
      Interactions interactions,
      Rendering rendering,
      LargeBody largeBody,
      FhirConfig config) {
    this.reader = reader;
    this.xml = xml;
    this.planner = planner;
    this.bundles = bundles;
    this.interactions = interactions;
    this.rendering = rendering;
    this.largeBody = largeBody;
    this.config = config;
  }

  /** Carries a request out, or refuses it. */
  Response answer(
      HttpMethod method,
      HttpServerRequest http,
      HttpHeaders headers,
      UriInfo uri,
      InputStream body) {
    // Until the client's wish is known, and if it cannot be met, the answer is plain.
    Presentation presentation = Presentation.PLAIN;
    String base = base(uri);
    List<String> path = List.of();
    try {
      String query = Objects.requireNonNullElse(http.query(), "");
      presentation = Presentation.of(QueryText.parameters(query, null), accept(headers), null);
      path = FhirHttp.path(ownPath(Objects.requireNonNullElse(http.path(), FhirHttp.PATH)), null);
      Route route = Route.of(method, path, null);
      FhirAnswer answer;
      if (method == HttpMethod.POST && route.interaction() == Interaction.SEARCH_TYPE) {
        query = joined(query, form(body, headers));
        presentation = Presentation.of(QueryText.parameters(query, null), accept(headers), null);
        answer = answer(HttpMethod.GET, base, List.of(route.type()), query, headers, null);
      } else {
        JsonNode tree = method == HttpMethod.GET ? null : body(route.interaction(), body, headers);
        answer = answer(method, base, path, query, headers, tree);
      }
      return rendering.response(answer, presentation, base);
    } catch (FhirRequestException refusal) {
      String allow =
          refusal.status() == FailureKind.METHOD_NOT_ALLOWED.status() ? Route.allowed(path) : null;
      return rendering.response(FhirAnswer.of(refusal), presentation.ofRefusal(), base, allow);
    }
  }

  /** The answer to a fault that nobody foresaw. */
  Response refused(FhirRequestException refusal) {
    return rendering.response(FhirAnswer.of(refusal), Presentation.PLAIN, "", null);
  }

  private FhirAnswer answer(
      HttpMethod method,
      String base,
      List<String> path,
      String query,
      HttpHeaders headers,
      @Nullable JsonNode body) {
    Preference preference = Preference.of(all(headers, "Prefer"));
    FhirRequest request =
        new FhirRequest(
            base, method, path, query, preconditions(headers), preference, body, null, null);
    return request.route().interaction() == Interaction.BUNDLE
        ? bundle(request)
        : interactions.carryOut(planner.plan(request));
  }

  private FhirAnswer bundle(FhirRequest envelope) {
    if (!(envelope.body() instanceof ObjectNode tree)) {
      throw new FhirRequestException(
          FailureKind.MALFORMED, "The body is empty; a Bundle is needed.");
    }
    BundleRequest request = bundles.read(tree, envelope.base(), envelope.preference());
    List<FhirAnswer> answers =
        switch (request.kind()) {
          case TRANSACTION -> interactions.transaction(request.entries());
          case BATCH -> interactions.batch(request.entries());
        };
    return FhirAnswer.of(BundleResponse.write(request.kind(), answers));
  }

  /** FHIR R4 http.html#search-post: parameters of the URL and of the form are one query. */
  private static String joined(String query, String form) {
    return query.isEmpty() || form.isEmpty() ? query + form : query + "&" + form;
  }

  private @Nullable JsonNode body(
      Interaction interaction, InputStream stream, HttpHeaders headers) {
    if (interaction == Interaction.DELETE) {
      // Whatever its format is: that the format is wrong would ask for another body.
      RequestBody.refuse(stream);
      return null;
    }
    byte[] bytes = bytes(stream, headers);
    if (bytes.length == 0 && interaction == Interaction.OPERATION) {
      return null;
    }
    String contentType = headers.getHeaderString(HttpHeaders.CONTENT_TYPE);
    if (isOfType(contentType, JSON_PATCH)) {
      if (interaction != Interaction.PATCH) {
        throw Format.unsupported();
      }
      return reader.readArray(bytes);
    }
    return switch (Format.ofBody(contentType)) {
      case JSON -> reader.read(bytes);
      case XML -> xml.read(bytes);
    };
  }

  private String form(InputStream stream, HttpHeaders headers) {
    byte[] bytes = bytes(stream, headers);
    if (bytes.length > 0 && !isOfType(headers.getHeaderString(HttpHeaders.CONTENT_TYPE), FORM)) {
      throw new FhirRequestException(
          FailureKind.UNSUPPORTED_MEDIA_TYPE, "The body of a search must be " + FORM + ".");
    }
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  private byte[] bytes(InputStream body, HttpHeaders headers) {
    InputStream stream = new PacedBody(body, System::nanoTime);
    long most = config.maxBodySize().asLongValue();
    String encoding = headers.getHeaderString(HttpHeaders.CONTENT_ENCODING);
    if (encoding == null || encoding.equalsIgnoreCase("identity")) {
      return RequestBody.read(stream, FhirHttp.contentLength(headers), most, largeBody::enter);
    }
    if (!encoding.equalsIgnoreCase("gzip")) {
      throw new FhirRequestException(
          FailureKind.UNSUPPORTED_MEDIA_TYPE, "Of all content codings, a body may have gzip.");
    }
    return RequestBody.readCompressed(
        stream, FhirHttp.contentLength(headers), most, largeBody::enter);
  }

  private static boolean isOfType(@Nullable String contentType, String type) {
    return contentType != null && contentType.split(";", -1)[0].strip().equalsIgnoreCase(type);
  }

  private static Preconditions preconditions(HttpHeaders headers) {
    return new Preconditions(
        one(headers, HttpHeaders.IF_MATCH),
        one(headers, HttpHeaders.IF_NONE_MATCH),
        date(one(headers, HttpHeaders.IF_MODIFIED_SINCE)),
        date(one(headers, HttpHeaders.IF_UNMODIFIED_SINCE)),
        one(headers, "If-None-Exist"));
  }

  /** RFC 9110 §13.1.3, §13.1.4: a date that cannot be read is as good as none. */
  private static @Nullable Instant date(@Nullable String date) {
    if (date == null) {
      return null;
    }
    try {
      return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static @Nullable String one(HttpHeaders headers, String name) {
    List<String> values = all(headers, name);
    if (values.size() > 1) {
      throw new FhirRequestException(
          FailureKind.CONDITION, name + " is there more than once; send it once.");
    }
    return values.isEmpty() ? null : values.getFirst();
  }

  private static @Nullable String accept(HttpHeaders headers) {
    List<String> values = all(headers, HttpHeaders.ACCEPT);
    return values.isEmpty() ? null : String.join(",", values);
  }

  private static List<String> all(HttpHeaders headers, String name) {
    List<String> values = headers.getRequestHeader(name);
    return values == null ? List.of() : new ArrayList<>(values);
  }

  private static String ownPath(String path) {
    String rest = path.substring(path.indexOf(FhirHttp.PATH) + FhirHttp.PATH.length());
    return rest.startsWith("/") ? rest.substring(1) : rest;
  }

  private String base(UriInfo uri) {
    return config
        .baseUrl()
        .orElseGet(() -> uri.getBaseUriBuilder().path(FhirHttp.PATH).build().toString());
  }
}
