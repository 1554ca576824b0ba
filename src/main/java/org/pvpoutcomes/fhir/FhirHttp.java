package org.pvpoutcomes.fhir;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.pvpoutcomes.record.StoredVersion;

/** What FHIR R4 says on the HTTP envelope (http.html): media types, ETags, version URLs. */
final class FhirHttp {

  /** Path of the FHIR endpoint. */
  static final String PATH = "/fhir";

  /** Media type of FHIR JSON. */
  static final String FHIR_JSON = "application/fhir+json";

  /** Media type of every answer; http.html#mime-type asks for the charset. */
  static final String FHIR_JSON_UTF8 = FHIR_JSON + ";charset=UTF-8";

  private FhirHttp() {}

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
