package org.pvpoutcomes.fhir;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Answers with an OperationOutcome where a request to the FHIR endpoint is refused before {@link
 * FhirResource} sees it, such as one with a method that FHIR does not use.
 */
@Provider
public class RefusedRequestFilter implements ContainerResponseFilter {

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    MediaType type = response.getMediaType();
    boolean ours = type != null && type.getSubtype().startsWith("fhir+");
    if (response.getStatus() < 400 || ours || !isFhir(request)) {
      return;
    }
    if (response.getStatus() == FailureKind.METHOD_NOT_ALLOWED.status()) {
      response.getHeaders().putSingle(HttpHeaders.ALLOW, allowed(request.getUriInfo().getPath()));
    }
    response.setEntity(
        OperationOutcomes.of(List.of(issue(response.getStatus())))
            .toString()
            .getBytes(StandardCharsets.UTF_8),
        null,
        MediaType.valueOf(Format.JSON.contentType()));
  }

  private static boolean isFhir(ContainerRequestContext request) {
    String path = request.getUriInfo().getPath();
    return path.equals(FhirHttp.PATH) || path.startsWith(FhirHttp.PATH + "/");
  }

  private static String allowed(String path) {
    String own = path.substring(FhirHttp.PATH.length());
    return Route.allowed(FhirHttp.path(own.startsWith("/") ? own.substring(1) : own, null));
  }

  private static Issue issue(int status) {
    return switch (status) {
      case 404 ->
          new Issue(FailureKind.NOT_FOUND, null, "There is nothing at this URL; see /metadata.");
      case 405 ->
          new Issue(
              FailureKind.METHOD_NOT_ALLOWED,
              null,
              "This interaction is not supported at this URL; see /metadata.");
      case 415 -> Format.unsupported().issues().getFirst();
      case 413 -> new Issue(FailureKind.TOO_LARGE, null, "The body is too large.");
      default ->
          new Issue(
              status >= 500 ? FailureKind.UNEXPECTED : FailureKind.REFUSED,
              null,
              "The request was refused with status " + status + ".");
    };
  }
}
