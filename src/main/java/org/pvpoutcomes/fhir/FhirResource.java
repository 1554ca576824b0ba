package org.pvpoutcomes.fhir;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.Consumes;
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
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.ingest.Write;
import org.pvpoutcomes.ingest.Written;
import org.pvpoutcomes.record.CheckedResource;
import org.pvpoutcomes.record.IdentifierCriterion;
import org.pvpoutcomes.record.RecordRepository;
import org.pvpoutcomes.record.StoredVersion;

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
    return answer(200, BundleResponse.write(request.kind(), interactions.carryOut(request)))
        .build();
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
    if (!TextRules.isId(id)) {
      throw new FhirRequestException(
          FailureKind.VALUE, "The id in the URL is not one: 1 to 64 letters, digits, - and dots.");
    }
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
    String query = uri.getRequestUri().getRawQuery();
    IdentifierCriterion condition = Conditions.parse(type, query == null ? "" : query, null);
    CheckedResource resource = resource(type, body, headers);
    return written(new Write(Write.Kind.UPDATE, type, null, condition, null, resource), uri);
  }

  /** {@code read}. */
  @GET
  @Path("{type}/{id}")
  @Operation(hidden = true)
  public Response read(@PathParam("type") String type, @PathParam("id") String id) {
    StoredTypes.require(type, null);
    return stored(TextRules.isId(id) ? record.current(type, id) : Optional.empty());
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
    return stored(
        possible ? record.version(type, id, Integer.parseInt(version)) : Optional.empty());
  }

  /** {@code capabilities}. */
  @GET
  @Path("metadata")
  @Operation(hidden = true)
  public Response metadata() {
    return answer(200, capabilities.json()).build();
  }

  /** A request that cannot be carried out. */
  @ServerExceptionMapper
  Response refused(FhirRequestException e) {
    return answer(e.status(), bytes(OperationOutcomes.of(e.issues()))).build();
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
    Written written = interactions.write(write);
    StoredVersion stored = written.stored();
    return answer(
            written.result() == Written.Result.CREATED ? 201 : 200,
            bytes(OperationOutcomes.of(written)))
        .header(HttpHeaders.LOCATION, base(uri) + "/" + FhirHttp.versionUrl(stored))
        .header(HttpHeaders.ETAG, FhirHttp.etag(stored))
        .lastModified(Date.from(stored.lastUpdated()))
        .build();
  }

  private static Response stored(Optional<StoredVersion> found) {
    StoredVersion stored =
        found.orElseThrow(
            () ->
                new FhirRequestException(
                    FailureKind.NOT_FOUND, "There is no such resource or version."));
    return answer(200, stored.content().getBytes(StandardCharsets.UTF_8))
        .header(HttpHeaders.ETAG, FhirHttp.etag(stored))
        .lastModified(Date.from(stored.lastUpdated()))
        .build();
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

  private static void refuseIfMatch(HttpHeaders headers) {
    if (headers.getHeaderString(HttpHeaders.IF_MATCH) != null) {
      throw new FhirRequestException(
          FailureKind.NOT_SUPPORTED,
          "If-Match is not supported; without it the update would be carried out unchecked.");
    }
  }

  private static String base(UriInfo uri) {
    return uri.getBaseUriBuilder().path(FhirHttp.PATH).build().toString();
  }

  private static Response.ResponseBuilder answer(int status, byte[] body) {
    return Response.status(status).entity(body).type(FhirHttp.FHIR_JSON_UTF8);
  }

  private static byte[] bytes(ObjectNode tree) {
    return tree.toString().getBytes(StandardCharsets.UTF_8);
  }
}
