package org.pvpoutcomes.problem;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Turns whatever goes wrong outside the FHIR edge into problem details. The FHIR edge has mappers
 * of its own, which come first for its resources.
 *
 * <p>HTTP exceptions need a mapper of their own: they are runtime exceptions too, and would all
 * become 500.
 */
class ProblemMappers {

  private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

  @ServerExceptionMapper
  Response refused(ProblemException exception, UriInfo request) {
    ProblemType type = exception.type();
    Problem problem =
        new Problem(
            type.uri(),
            type.title(),
            type.status(),
            String.valueOf(exception.getMessage()),
            path(request),
            exception.errors());
    return Response.status(type.status())
        .entity(problem)
        .type(Problem.MEDIA_TYPE)
        .header(HttpHeaders.RETRY_AFTER, exception.retryAfter())
        .build();
  }

  @ServerExceptionMapper
  Response http(WebApplicationException exception, UriInfo request) {
    Response response = exception.getResponse();
    int status = response.getStatus();
    if (status < 400) {
      return response;
    }
    if (status >= 500) {
      return unexpected(exception, status);
    }
    ProblemType type = ProblemType.ofStatus(status);
    Problem problem =
        new Problem(type.uri(), type.title(), status, remedy(type), path(request), List.of());
    return answer(status, problem);
  }

  @ServerExceptionMapper
  Response unexpected(Throwable exception) {
    return unexpected(exception, ProblemType.INTERNAL_ERROR.status());
  }

  /** The full cause goes to the log, the id under which it is found there to the caller. */
  private static Response unexpected(Throwable exception, int status) {
    UUID id = UUID.randomUUID();
    LOG.errorf(exception, "Failure %s", id);
    ProblemType type = ProblemType.ofStatus(status);
    return answer(
        status,
        new Problem(
            type.uri(),
            type.title(),
            status,
            "The failure was logged; quote the instance when you report it.",
            URI.create("urn:uuid:" + id),
            List.of()));
  }

  private static Response answer(int status, Problem problem) {
    return Response.status(status).entity(problem).type(Problem.MEDIA_TYPE).build();
  }

  private static String remedy(ProblemType type) {
    return switch (type) {
      case NOT_FOUND, METHOD_NOT_ALLOWED -> "The contract at /openapi lists the paths and methods.";
      case NOT_ACCEPTABLE -> "Accept application/json.";
      case UNSUPPORTED_MEDIA_TYPE -> "The contract at /openapi lists the media types.";
      case UNAUTHENTICATED -> "Send a valid bearer token.";
      default -> "The contract at /openapi describes the request.";
    };
  }

  private static URI path(UriInfo request) {
    return URI.create(request.getRequestUri().getRawPath());
  }
}
