package org.pvpoutcomes.fhir;

import org.pvpoutcomes.ingest.WriteRefusedException;

/**
 * Every way a FHIR request can fail, with the HTTP status and the code of the OperationOutcome
 * issue that answer it. This table is the only place where either is chosen.
 *
 * <p>Source: FHIR R4 http.html (status codes per interaction) and the value set issue-type.
 */
enum FailureKind {
  /** The body is not UTF-8, not JSON, or exceeds a limit of the JSON itself. */
  MALFORMED(400, "structure"),
  /** An element that is unknown, of the wrong JSON kind, empty, or there too often. */
  STRUCTURE(400, "structure"),
  /** A required element is missing. */
  REQUIRED(400, "required"),
  /** A value that its data type does not allow. */
  VALUE(400, "value"),
  /** A code outside a value set with a required binding. */
  CODE(400, "code-invalid"),
  /** A rule that holds between elements. */
  INVARIANT(400, "invariant"),
  /** The request asks for something that the specification has and this server does not. */
  NOT_SUPPORTED(400, "not-supported"),
  /** A condition or query that cannot be read. */
  CONDITION(400, "invalid"),
  /** The id in the resource and the id in the URL differ. */
  ID_MISMATCH(400, "value"),
  /** A reference that names nothing. */
  UNRESOLVED_REFERENCE(400, "not-found"),
  /** Two entries of one Bundle claim the same thing. */
  DUPLICATE_ENTRY(400, "duplicate"),
  /** A resource type that is not stored. */
  TYPE_NOT_SUPPORTED(404, "not-supported"),
  /** No such resource or version. */
  NOT_FOUND(404, "not-found"),
  /** The method does not exist at this URL. */
  METHOD_NOT_ALLOWED(405, "not-supported"),
  /** None of the accepted answer formats can be given. */
  NOT_ACCEPTABLE(406, "not-supported"),
  /** The body comes so slowly that it keeps others waiting. */
  TOO_SLOW(408, "timeout"),
  /** The resource is deleted as of the version that was asked for. */
  DELETED(410, "deleted"),
  /** A condition matches more than one resource. */
  MULTIPLE_MATCHES(412, "multiple-matches"),
  /** The current version is not the one that the request depends on. */
  VERSION_CONFLICT(412, "conflict"),
  /** The body, or the number of entries in it, is over the configured limit. */
  TOO_LARGE(413, "too-long"),
  /** The body is in a format that cannot be read. */
  UNSUPPORTED_MEDIA_TYPE(415, "not-supported"),
  /** The URL is longer than the configured limit. */
  URL_TOO_LONG(414, "too-long"),
  /** Well-formed, and yet it cannot be stored. */
  UNPROCESSABLE(422, "processing"),
  /** Refused by the HTTP layer for a reason that has no row of its own; the status is kept. */
  REFUSED(400, "processing"),
  /** The server has no room for the request now. */
  BUSY(503, "throttled"),
  /** A fault of the server. */
  UNEXPECTED(500, "exception");

  private final int status;
  private final String code;

  FailureKind(int status, String code) {
    this.status = status;
    this.code = code;
  }

  /** The row of a write that was refused. */
  static FailureKind of(WriteRefusedException.Reason reason) {
    return switch (reason) {
      case MULTIPLE_MATCHES -> MULTIPLE_MATCHES;
      case UNRESOLVED_REFERENCE -> UNRESOLVED_REFERENCE;
      case DUPLICATE_ENTRY -> DUPLICATE_ENTRY;
      case CONDITION_NOT_MET -> CONDITION;
      case ID_MISMATCH -> ID_MISMATCH;
      case NOT_FOUND -> NOT_FOUND;
      case DELETED -> DELETED;
      case VERSION_CONFLICT, OVERTAKEN -> VERSION_CONFLICT;
      case UNPROCESSABLE -> UNPROCESSABLE;
    };
  }

  /** HTTP status of the answer. */
  int status() {
    return status;
  }

  /** Code of the issue, from http://hl7.org/fhir/issue-type. */
  String code() {
    return code;
  }
}
