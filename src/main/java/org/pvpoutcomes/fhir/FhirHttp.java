package org.pvpoutcomes.fhir;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.record.StoredVersion;

/** What FHIR R4 says on the HTTP envelope (http.html): paths, ETags, version URLs. */
final class FhirHttp {

  /** Path of the FHIR endpoint. */
  static final String PATH = "/fhir";

  private FhirHttp() {}

  /**
   * The segments of a path below the base, decoded; none for an empty path.
   *
   * @param expression place of the URL in a Bundle; null for that of the request
   * @throws FhirRequestException if it is not percent-encoded UTF-8
   */
  static List<String> path(String path, @Nullable String expression) {
    String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    if (trimmed.isEmpty()) {
      return List.of();
    }
    List<String> segments = new ArrayList<>();
    for (String segment : trimmed.split("/", -1)) {
      segments.add(QueryText.decoded(segment.replace("+", "%2B"), expression));
    }
    return segments;
  }

  /** Weak ETag of a version: {@code W/"3"}. */
  static String etag(StoredVersion stored) {
    return "W/\"" + stored.version() + "\"";
  }

  /** URL of a version relative to the base: {@code Patient/1/_history/3}. */
  static String versionUrl(StoredVersion stored) {
    return stored.type() + "/" + stored.id() + "/_history/" + stored.version();
  }

  /** Content-Length of a request; -1 if there is none, as with a chunked body. */
  static long contentLength(HttpHeaders headers) {
    String value = headers.getHeaderString(HttpHeaders.CONTENT_LENGTH);
    return value == null ? -1 : Long.parseLong(value);
  }

  /** Code and reason: {@code 201 Created}. */
  static String statusLine(int code) {
    Response.Status status = Response.Status.fromStatusCode(code);
    return status == null ? String.valueOf(code) : code + " " + status.getReasonPhrase();
  }
}
