package org.pvpoutcomes.fhir;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.ingest.Write;
import org.pvpoutcomes.record.CheckedResource;
import org.pvpoutcomes.record.IdentifierCriterion;
import org.pvpoutcomes.record.RecordRepository;

/**
 * The FHIR R4 interactions over HTTP (http.html). Bodies are read and answers written here as
 * bytes: a stored resource is served as it is kept, without being parsed.
 *
 * <p>Every refusal is an OperationOutcome; those that come before a method is chosen are the
 * business of {@link RefusedRequestFilter}.
 */
@Path(FhirHttp.PATH)
@Consumes({FhirHttp.FHIR_JSON, MediaType.APPLICATION_JSON})
@Produces({FhirHttp.FHIR_JSON, MediaType.APPLICATION_JSON})
public class FhirResource {

  private final JsonReader reader;
  private final ResourceChecker checker;
  private final BundleReader bundles;
  private final FhirInteractions interactions;
  private final RecordRepository record;
  private final Capabilities capabilities;
  private final LargeBody largeBody;
  private final long maxBodySize;

  FhirResource(
      JsonReader reader,
      ResourceChecker checker,
      BundleReader bundles,
      FhirInteractions interactions,
      RecordRepository record,
      Capabilities capabilities,
      LargeBody largeBody,
      FhirConfig config) {
    this.reader = reader;
    this.checker = checker;
    this.bundles = bundles;
    this.interactions = interactions;
    this.record = record;
    this.capabilities = capabilities;
    this.largeBody = largeBody;
    this.maxBodySize = config.maxBodySize().asLongValue();
  }

  /** {@code transaction} and {@code batch}. */
  @POST
  @Operation(hidden = true)
  public Response bundle(InputStream body, @Context HttpHeaders headers, @Context UriInfo uri) {
    ObjectNode tree = tree(body, headers);
    BundleRequest request = bundles.read(tree, base(uri));
    return FhirAnswers.of(
        200, BundleResponse.write(request.kind(), interactions.carryOut(request)));
  }

  /** {@code create}, conditional with the header If-None-Exist. */
  @POST
  @Path("{type}")
  @Operation(hidden = true)
  public Response create(
      @PathParam("type") String type,
      InputStream body,
      @Context HttpHeaders headers,
      @Context UriInfo uri) {
    StoredTypes.require(type, null);
    IdentifierCriterion condition = ifNoneExist(type, headers);
    CheckedResource resource = resource(type, body, headers);
    return written(new Write(Write.Kind.CREATE, type, null, condition, null, resource), uri);
  }

  /** {@code update}, which creates what does not exist. */
  @PUT
  @Path("{type}/{id}")
  @Operation(hidden = true)
  public Response update(
      @PathParam("type") String type,
      @PathParam("id") String id,
      InputStream body,
      @Context HttpHeaders headers,
      @Context UriInfo uri) {
    StoredTypes.require(type, null);
    requireId(id);
    refuseIfMatch(headers);
    CheckedResource resource = resource(type, body, headers);
    ResourceIds.requireSame(resource, id, type);
    return written(new Write(Write.Kind.UPDATE, type, id, null, null, resource), uri);
  }

  /** Conditional {@code update}: {@code PUT [base]/Patient?identifier=system|value}. */
  @PUT
  @Path("{type}")
  @Operation(hidden = true)
  public Response updateMatching(
      @PathParam("type") String type,
      InputStream body,
      @Context HttpHeaders headers,
      @Context UriInfo uri) {
    StoredTypes.require(type, null);
    refuseIfMatch(headers);
    IdentifierCriterion condition = Conditions.parse(type, query(uri), null);
    CheckedResource resource = resource(type, body, headers);
    return written(new Write(Write.Kind.UPDATE, type, null, condition, null, resource), uri);
  }

  /** {@code delete}. */
  @DELETE
  @Path("{type}/{id}")
  @Consumes(MediaType.WILDCARD)
  @Operation(hidden = true)
  public Response delete(
      @PathParam("type") String type,
      @PathParam("id") String id,
      InputStream body,
      @Context HttpHeaders headers,
      @Context UriInfo uri) {
    StoredTypes.require(type, null);
    requireId(id);
    refuseIfMatch(headers);
    if (!query(uri).isEmpty()) {
      throw new FhirRequestException(
          FailureKind.NOT_SUPPORTED, "A delete by id takes no parameters; nothing was deleted.");
    }
    RequestBody.refuse(body);
    return written(Write.delete(type, id, null), uri);
  }

  /**
   * Conditional {@code delete} of a single resource: {@code DELETE
   * [base]/Patient?identifier=system|value}. Without a condition it is refused.
   */
  @DELETE
  @Path("{type}")
  @Consumes(MediaType.WILDCARD)
  @Operation(hidden = true)
  public Response deleteMatching(
      @PathParam("type") String type,
      InputStream body,
      @Context HttpHeaders headers,
      @Context UriInfo uri) {
    StoredTypes.require(type, null);
    refuseIfMatch(headers);
    IdentifierCriterion condition = Conditions.parse(type, query(uri), null);
    RequestBody.refuse(body);
    return written(Write.delete(type, null, condition), uri);
  }

  /** {@code read}. */
  @GET
  @Path("{type}/{id}")
  @Operation(hidden = true)
  public Response read(@PathParam("type") String type, @PathParam("id") String id) {
    StoredTypes.require(type, null);
    return FhirAnswers.stored(TextRules.isId(id) ? record.current(type, id) : Optional.empty());
  }

  /** {@code vread}. */
  @GET
  @Path("{type}/{id}/_history/{version}")
  @Operation(hidden = true)
  public Response readVersion(
      @PathParam("type") String type,
      @PathParam("id") String id,
      @PathParam("version") String version) {
    StoredTypes.require(type, null);
    boolean possible = TextRules.isId(id) && version.matches("[1-9][0-9]{0,8}");
    return FhirAnswers.stored(
        possible ? record.version(type, id, Integer.parseInt(version)) : Optional.empty());
  }

  /** {@code capabilities}. */
  @GET
  @Path("metadata")
  @Operation(hidden = true)
  public Response metadata() {
    return FhirAnswers.of(200, capabilities.json());
  }

  /** A request that cannot be carried out. */
  @ServerExceptionMapper
  Response refused(FhirRequestException e) {
    return FhirAnswers.of(e);
  }

  /** A fault of the server; what the HTTP layer refuses keeps its status. */
  @ServerExceptionMapper
  Response failed(Throwable e) {
    return e instanceof WebApplicationException http
        ? Response.status(http.getResponse().getStatus()).build()
        : refused(UnexpectedFailures.logged(e));
  }

  private ObjectNode tree(InputStream body, HttpHeaders headers) {
    return reader.read(
        RequestBody.read(body, FhirHttp.contentLength(headers), maxBodySize, largeBody::enter));
  }

  private CheckedResource resource(String type, InputStream body, HttpHeaders headers) {
    ObjectNode tree = tree(body, headers);
    String actual = checker.type(tree, null);
    if (!actual.equals(type)) {
      throw new FhirRequestException(
          FailureKind.STRUCTURE,
          actual,
          "The body is a " + actual + " and the URL is that of " + type + ".");
    }
    return checker.check(tree, null);
  }

  private Response written(Write write, UriInfo uri) {
    return FhirAnswers.written(interactions.write(write), base(uri));
  }

  private static @Nullable IdentifierCriterion ifNoneExist(String type, HttpHeaders headers) {
    List<String> conditions = headers.getRequestHeader("If-None-Exist");
    if (conditions == null || conditions.isEmpty()) {
      return null;
    }
    if (conditions.size() > 1) {
      throw new FhirRequestException(
          FailureKind.CONDITION, "If-None-Exist is there more than once; send one condition.");
    }
    return Conditions.parse(type, conditions.getFirst(), null);
  }

  private static void requireId(String id) {
    if (!TextRules.isId(id)) {
      throw new FhirRequestException(
          FailureKind.VALUE, "The id in the URL is not one: 1 to 64 letters, digits, - and dots.");
    }
  }

  private static String query(UriInfo uri) {
    String query = uri.getRequestUri().getRawQuery();
    return query == null ? "" : query;
  }

  private static void refuseIfMatch(HttpHeaders headers) {
    if (headers.getHeaderString(HttpHeaders.IF_MATCH) != null) {
      throw new FhirRequestException(
          FailureKind.NOT_SUPPORTED,
          "If-Match is not supported; without it the request would be carried out unchecked.");
    }
  }

  private static String base(UriInfo uri) {
    return uri.getBaseUriBuilder().path(FhirHttp.PATH).build().toString();
  }
}
