package org.pvpoutcomes.protocol;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.ProtocolFormat;
import org.pvpoutcomes.cohort.ProtocolLoader;
import org.pvpoutcomes.cohort.Study;
import org.pvpoutcomes.cohort.StudyProtocols;
import org.pvpoutcomes.cohort.StudyVersion;
import org.pvpoutcomes.cohort.StudyVersionRepository;
import org.pvpoutcomes.ingest.StudyRefusedException;
import org.pvpoutcomes.ingest.StudyVersions;
import org.pvpoutcomes.problem.Problem;
import org.pvpoutcomes.problem.ProblemException;
import org.pvpoutcomes.problem.ProblemType;
import org.pvpoutcomes.problem.QueryParameters;

/** {@code /api/v1/studies}: the studies, their protocols, and new ones. */
@Path("/api/v1/studies")
@Produces(MediaType.APPLICATION_JSON)
public class StudiesResource {

  private static final String YAML = "application/yaml";
  private static final String TEXT_YAML = "text/yaml";
  private static final String SCHEMA = "application/schema+json";

  private final StudyProtocols protocols;
  private final StudyVersionRepository versions;
  private final StudyVersions changes;

  StudiesResource(
      StudyProtocols protocols, StudyVersionRepository versions, StudyVersions changes) {
    this.protocols = protocols;
    this.versions = versions;
    this.changes = changes;
  }

  /** All studies. */
  @GET
  public StudiesReport studies(@Context UriInfo request) {
    QueryParameters.of(request.getQueryParameters());
    return new StudiesReport(protocols.studies().stream().map(this::report).toList());
  }

  /** One study, with the number of its newest version as the ETag. */
  @GET
  @Path("{study}")
  public Response study(@PathParam("study") String study, @Context UriInfo request) {
    QueryParameters.of(request.getQueryParameters());
    return answer(Response.Status.OK, found(study)).build();
  }

  /** The JSON Schema of protocols. */
  @GET
  @Path("schema")
  @Produces({SCHEMA, MediaType.APPLICATION_JSON})
  public Response schema(@Context UriInfo request) {
    QueryParameters.of(request.getQueryParameters());
    return Response.ok(ProtocolLoader.schema()).build();
  }

  /** The versions of a study. */
  @GET
  @Path("{study}/versions")
  public VersionsReport versions(@PathParam("study") String study, @Context UriInfo request) {
    QueryParameters.of(request.getQueryParameters());
    return found(study).shipped()
        ? VersionsReport.shipped(study)
        : VersionsReport.of(study, versions.versions(study));
  }

  /** The document of a version, as it was sent. */
  @GET
  @Path("{study}/versions/{version}")
  @Produces({MediaType.APPLICATION_JSON, YAML})
  public Response document(
      @PathParam("study") String study,
      @PathParam("version") String version,
      @Context UriInfo request) {
    QueryParameters.of(request.getQueryParameters());
    if (found(study).shipped() && version.equals("1")) {
      return Response.ok(protocols.shippedDocument(study).orElseThrow(), YAML).build();
    }
    return versions.versions(study).stream()
        .filter(one -> String.valueOf(one.version()).equals(version))
        .findFirst()
        .map(one -> Response.ok(one.document(), one.format().mediaType()).build())
        .orElseThrow(
            () ->
                ProblemException.notFound(
                    "The study has no such version. The list of versions has their numbers."));
  }

  /** Adds a study from JSON. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response addJson(byte[] body, @Context UriInfo request) {
    return add(body, ProtocolFormat.JSON, request);
  }

  /** Adds a study from YAML. */
  @POST
  @Consumes({YAML, TEXT_YAML})
  public Response addYaml(byte[] body, @Context UriInfo request) {
    return add(body, ProtocolFormat.YAML, request);
  }

  /** Adds a version from JSON. */
  @PUT
  @Path("{study}")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response replaceJson(
      @PathParam("study") String study,
      @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
      byte[] body,
      @Context UriInfo request) {
    return replace(study, ifMatch, body, ProtocolFormat.JSON, request);
  }

  /** Adds a version from YAML. */
  @PUT
  @Path("{study}")
  @Consumes({YAML, TEXT_YAML})
  public Response replaceYaml(
      @PathParam("study") String study,
      @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
      byte[] body,
      @Context UriInfo request) {
    return replace(study, ifMatch, body, ProtocolFormat.YAML, request);
  }

  private Response add(byte[] body, ProtocolFormat format, UriInfo request) {
    QueryParameters.of(request.getQueryParameters());
    StudyBodies.Sent sent = StudyBodies.read(body, format);
    String study = sent.protocol().id();
    try {
      changes.add(study, format, sent.document());
    } catch (StudyRefusedException e) {
      throw problem(e, study);
    }
    return answer(Response.Status.CREATED, found(study))
        .location(request.getBaseUriBuilder().path("api/v1/studies/" + study).build())
        .build();
  }

  private Response replace(
      String study, @Nullable String ifMatch, byte[] body, ProtocolFormat format, UriInfo request) {
    QueryParameters.of(request.getQueryParameters());
    @Nullable Set<Integer> expected = ifMatch == null ? null : EntityTags.versions(ifMatch);
    StudyBodies.Sent sent = StudyBodies.read(body, format);
    if (!sent.protocol().id().equals(study)) {
      throw ProblemException.invalidProtocol(
          List.of(
              new Problem.Violation(
                  null, "must be the id in the address", List.of(study), "/id", 1, 1)));
    }
    try {
      changes.replace(study, format, sent.document(), expected);
    } catch (StudyRefusedException e) {
      throw problem(e, study);
    }
    return answer(Response.Status.OK, found(study)).build();
  }

  private ProblemException problem(StudyRefusedException refused, String study) {
    return switch (refused.reason()) {
      case ID_TAKEN ->
          ProblemException.of(
              ProblemType.CONFLICT,
              "There is a study with this id. Choose another id"
                  + (protocols.shippedDocument(study).isPresent()
                      ? "; this one ships with the service and cannot be changed."
                      : ", or PUT the protocol to the study as a new version."));
      case SHIPPED ->
          ProblemException.of(
              ProblemType.CONFLICT,
              "This study ships with the service and cannot be changed. POST the protocol under"
                  + " another id.");
      case UNKNOWN -> ProblemException.unknownStudy(protocols.ids());
      case ANOTHER_VERSION ->
          ProblemException.of(
              ProblemType.PRECONDITION_FAILED,
              "The newest version of the study is not the one in If-Match. Read the study again and"
                  + " send its ETag.");
    };
  }

  private Study found(String study) {
    return protocols.study(study).orElseThrow(() -> ProblemException.unknownStudy(protocols.ids()));
  }

  private ProtocolReport report(Study study) {
    Study.Version built = study.built();
    DerivationReport derivation =
        built == null
            ? null
            : versions.versions(study.id()).stream()
                .filter(version -> version.version() == built.number())
                .filter(StudyVersion::isBeingDerived)
                .findFirst()
                .map(DerivationReport::of)
                .orElse(null);
    return ProtocolReport.of(study, derivation);
  }

  private Response.ResponseBuilder answer(Response.Status status, Study study) {
    int newest = study.built() == null ? study.shown().number() : study.built().number();
    return Response.status(status)
        .entity(report(study))
        .header(HttpHeaders.ETAG, EntityTags.of(newest));
  }
}
