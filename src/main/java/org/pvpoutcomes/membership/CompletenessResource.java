package org.pvpoutcomes.membership;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.pvpoutcomes.cohort.CohortRepository;
import org.pvpoutcomes.cohort.StudyProtocols;
import org.pvpoutcomes.cohort.TestDataConfig;
import org.pvpoutcomes.problem.ProblemException;
import org.pvpoutcomes.problem.QueryParameters;
import org.pvpoutcomes.study.Protocol;

/** {@code GET /api/v1/studies/{study}/completeness}. */
@Path("/api/v1/studies/{study}/completeness")
@Produces(MediaType.APPLICATION_JSON)
public class CompletenessResource {

  private final StudyProtocols protocols;
  private final CohortRepository cohort;
  private final TestDataConfig config;

  CompletenessResource(StudyProtocols protocols, CohortRepository cohort, TestDataConfig config) {
    this.protocols = protocols;
    this.cohort = cohort;
    this.config = config;
  }

  /** The flow of the study. */
  @GET
  public CompletenessReport completeness(
      @PathParam("study") String study, @Context UriInfo request) {
    Protocol protocol =
        protocols.find(study).orElseThrow(() -> ProblemException.unknownStudy(protocols.ids()));
    QueryParameters.of(request.getQueryParameters());
    return CompletenessService.report(protocol, cohort.completeness(protocol), config.testData());
  }
}
