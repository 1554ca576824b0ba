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
 * Answers with an OperationOutcome where a request to the FHIR endpoint is refused before a method
 * is chosen: unknown path, method, format of the body or of the answer. The methods' own exception
 * mappers never see those.
 */
@Provider
public class RefusedRequestFilter implements ContainerResponseFilter {

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    MediaType type = response.getMediaType();
    boolean ours =
        type != null && (type.getType() + "/" + type.getSubtype()).equals(FhirHttp.FHIR_JSON);
    if (response.getStatus() < 400 || ours || !isFhir(request)) {
      return;
    }
    if (response.getStatus() == 405) {
      response.getHeaders().putSingle(HttpHeaders.ALLOW, allowed(request.getUriInfo().getPath()));
    }
    Issue issue = issue(response.getStatus());
    response.setEntity(
        OperationOutcomes.of(List.of(issue)).toString().getBytes(StandardCharsets.UTF_8),
        null,
        MediaType.valueOf(FhirHttp.FHIR_JSON_UTF8));
  }

  private static boolean isFhir(ContainerRequestContext request) {
    String path = request.getUriInfo().getPath();
    return path.equals(FhirHttp.PATH) || path.startsWith(FhirHttp.PATH + "/");
  }

  /** The methods of a URL, by the number of its segments. */
  private static String allowed(String path) {
    if (path.endsWith("/metadata")) {
      return "GET";
    }
    return switch ((int) path.chars().filter(c -> c == '/').count()) {
      case 1 -> "POST";
      case 2 -> "DELETE, POST, PUT";
      case 3 -> "DELETE, GET, PUT";
      default -> "GET";
    };
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
      case 406 ->
          new Issue(FailureKind.NOT_ACCEPTABLE, null, "Answers are application/fhir+json only.");
      case 413 -> new Issue(FailureKind.TOO_LARGE, null, "The body is too large.");
      case 415 ->
          new Issue(
              FailureKind.UNSUPPORTED_MEDIA_TYPE,
              null,
              "Bodies must be application/fhir+json or application/json.");
      default ->
          new Issue(
              status >= 500 ? FailureKind.UNEXPECTED : FailureKind.REFUSED,
              null,
              "The request was refused with status " + status + ".");
    };
  }
}
