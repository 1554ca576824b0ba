package org.pvpoutcomes.fhir;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * The FHIR R4 endpoint over HTTP (http.html). Which interaction a URL means is decided by {@link
 * Route}, the same way as for an entry of a Bundle, so that every refusal is an OperationOutcome.
 */
@Path(FhirHttp.PATH + "{path:(/.*)?}")
@Consumes(MediaType.WILDCARD)
public class FhirResource {

  private final HttpExchange exchange;

  FhirResource(HttpExchange exchange) {
    this.exchange = exchange;
  }

  /** What reads: read, vread, history, search, capabilities, operations; HEAD too. */
  @GET
  @Operation(hidden = true)
  public Response get(
      @Context HttpServerRequest http, @Context HttpHeaders headers, @Context UriInfo uri) {
    return exchange.answer(HttpMethod.GET, http, headers, uri, InputStream.nullInputStream());
  }

  /** Create, Bundles, search by form, operations. */
  @POST
  @Operation(hidden = true)
  public Response post(
      InputStream body,
      @Context HttpServerRequest http,
      @Context HttpHeaders headers,
      @Context UriInfo uri) {
    return exchange.answer(HttpMethod.POST, http, headers, uri, body);
  }

  /** Update. */
  @PUT
  @Operation(hidden = true)
  public Response put(
      InputStream body,
      @Context HttpServerRequest http,
      @Context HttpHeaders headers,
      @Context UriInfo uri) {
    return exchange.answer(HttpMethod.PUT, http, headers, uri, body);
  }

  /** Patch. */
  @PATCH
  @Operation(hidden = true)
  public Response patch(
      InputStream body,
      @Context HttpServerRequest http,
      @Context HttpHeaders headers,
      @Context UriInfo uri) {
    return exchange.answer(HttpMethod.PATCH, http, headers, uri, body);
  }

  /** Delete. */
  @DELETE
  @Operation(hidden = true)
  public Response delete(
      InputStream body,
      @Context HttpServerRequest http,
      @Context HttpHeaders headers,
      @Context UriInfo uri) {
    return exchange.answer(HttpMethod.DELETE, http, headers, uri, body);
  }

  /** A fault of the server; what the HTTP layer refuses keeps its status. */
  @ServerExceptionMapper
  Response failed(Throwable e) {
    return e instanceof WebApplicationException http
        ? Response.status(http.getResponse().getStatus()).build()
        : exchange.refused(UnexpectedFailures.logged(e));
  }
}
