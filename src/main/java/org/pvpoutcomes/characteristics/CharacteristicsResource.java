package org.pvpoutcomes.characteristics;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.pvpoutcomes.cohort.CohortRepository;
import org.pvpoutcomes.cohort.StudyProtocols;
import org.pvpoutcomes.problem.ProblemException;
import org.pvpoutcomes.problem.QueryParameters;
import org.pvpoutcomes.study.Protocol;

/** {@code GET /api/v1/studies/{study}/characteristics}. */
@Path("/api/v1/studies/{study}/characteristics")
@Produces(MediaType.APPLICATION_JSON)
public class CharacteristicsResource {

  private final StudyProtocols protocols;
  private final CohortRepository cohort;

  CharacteristicsResource(StudyProtocols protocols, CohortRepository cohort) {
    this.protocols = protocols;
    this.cohort = cohort;
  }

  /** The characteristics of the cohort. */
  @GET
  public CharacteristicsReport characteristics(
      @PathParam("study") String study, @Context UriInfo request) {
    Protocol protocol =
        protocols.find(study).orElseThrow(() -> ProblemException.unknownStudy(protocols.ids()));
    QueryParameters.of(request.getQueryParameters());
    return CharacteristicsService.report(study, cohort.characteristics(protocol));
  }
}
