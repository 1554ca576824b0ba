package org.pvpoutcomes.problem;

import java.net.URI;
import java.util.Arrays;

/** The kinds of problem there are, each with its type URI, status and title. */
public enum ProblemType {
  INVALID_PARAMETER("invalid-parameter", 400, "A parameter of the request is not valid"),
  BAD_REQUEST("bad-request", 400, "The request cannot be read"),
  UNAUTHENTICATED("unauthenticated", 401, "The request needs a valid token"),
  FORBIDDEN("forbidden", 403, "The token does not allow this"),
  DISCLOSURE_CONTROL("disclosure-control", 403, "Disclosure control does not allow this"),
  NOT_FOUND("not-found", 404, "There is nothing here"),
  METHOD_NOT_ALLOWED("method-not-allowed", 405, "This method is not offered here"),
  NOT_ACCEPTABLE("not-acceptable", 406, "None of the accepted media types is offered here"),
  CONFLICT("conflict", 409, "What is there does not allow this"),
  STUDY_BEING_DERIVED("study-being-derived", 409, "The study is being derived"),
  PRECONDITION_FAILED("precondition-failed", 412, "There is another version"),
  CONTENT_TOO_LARGE("content-too-large", 413, "The request is too large"),
  UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "This media type cannot be read here"),
  INVALID_PROTOCOL("invalid-protocol", 422, "The protocol is not valid"),
  INTERNAL_ERROR("internal-error", 500, "The service failed"),
  UNAVAILABLE("unavailable", 503, "The service cannot answer at the moment");

  /** Base of all type URIs. RFC 9457 §3.1.1: they identify, they need not lead anywhere. */
  static final URI BASE = URI.create("https://pvp-outcomes.example/problems/");

  private final String slug;
  private final int status;
  private final String title;

  ProblemType(String slug, int status, String title) {
    this.slug = slug;
    this.status = status;
    this.title = title;
  }

  /** The URI that identifies this kind of problem. */
  public URI uri() {
    return BASE.resolve(slug);
  }

  /** HTTP status. */
  public int status() {
    return status;
  }

  /** A sentence without a full stop, the same for every problem of the kind. */
  public String title() {
    return title;
  }

  /** The kind that fits a status nobody said more about. */
  static ProblemType ofStatus(int status) {
    return Arrays.stream(values())
        .filter(type -> type != INVALID_PARAMETER && type.status == status)
        .findFirst()
        .orElse(status >= 500 ? INTERNAL_ERROR : BAD_REQUEST);
  }
}
