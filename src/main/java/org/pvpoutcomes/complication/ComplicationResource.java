package org.pvpoutcomes.complication;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.CohortRepository;
import org.pvpoutcomes.cohort.Stratification;
import org.pvpoutcomes.cohort.StudyProtocols;
import org.pvpoutcomes.problem.ProblemException;
import org.pvpoutcomes.problem.QueryParameters;
import org.pvpoutcomes.study.Coded;
import org.pvpoutcomes.study.Protocol;

/** {@code GET /api/v1/studies/{study}/complications}. */
@Path("/api/v1/studies/{study}/complications")
@Produces(MediaType.APPLICATION_JSON)
public class ComplicationResource {

  private final StudyProtocols protocols;
  private final CohortRepository cohort;

  ComplicationResource(StudyProtocols protocols, CohortRepository cohort) {
    this.protocols = protocols;
    this.cohort = cohort;
  }

  /** The leakages and events of the whole cohort, and of its strata when asked for. */
  @GET
  public ComplicationReport complications(
      @PathParam("study") String study, @Context UriInfo request) {
    Protocol protocol =
        protocols.find(study).orElseThrow(() -> ProblemException.unknownStudy(protocols.ids()));
    @Nullable Stratification by =
        QueryParameters.of(request.getQueryParameters(), "stratifyBy")
            .oneOf("stratifyBy", Coded.byCode(List.of(Stratification.values())))
            .orElse(null);
    return ComplicationService.report(study, by, cohort.complications(protocol, by));
  }
}
