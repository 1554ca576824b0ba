package org.pvpoutcomes.protocol;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.pvpoutcomes.cohort.StudyProtocols;
import org.pvpoutcomes.problem.ProblemException;
import org.pvpoutcomes.problem.QueryParameters;

/** {@code GET /api/v1/studies} and {@code /api/v1/studies/{study}}. */
@Path("/api/v1/studies")
@Produces(MediaType.APPLICATION_JSON)
public class StudiesResource {

  private final StudyProtocols protocols;

  StudiesResource(StudyProtocols protocols) {
    this.protocols = protocols;
  }

  /** All studies. */
  @GET
  public StudiesReport studies(@Context UriInfo request) {
    QueryParameters.of(request.getQueryParameters());
    return new StudiesReport(protocols.all().stream().map(ProtocolReport::of).toList());
  }

  /** One study. */
  @GET
  @Path("{study}")
  public ProtocolReport study(@PathParam("study") String study, @Context UriInfo request) {
    QueryParameters.of(request.getQueryParameters());
    return protocols
        .find(study)
        .map(ProtocolReport::of)
        .orElseThrow(() -> ProblemException.unknownStudy(protocols.ids()));
  }
}
