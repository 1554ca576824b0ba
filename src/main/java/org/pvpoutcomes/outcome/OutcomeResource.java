package org.pvpoutcomes.outcome;

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
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Protocol;

/** {@code GET /api/v1/studies/{study}/outcomes}. */
@Path("/api/v1/studies/{study}/outcomes")
@Produces(MediaType.APPLICATION_JSON)
public class OutcomeResource {

  private final StudyProtocols protocols;
  private final CohortRepository cohort;

  OutcomeResource(StudyProtocols protocols, CohortRepository cohort) {
    this.protocols = protocols;
    this.cohort = cohort;
  }

  /** The outcomes of all measures of the study, or of one; of the whole cohort, or by stratum. */
  @GET
  public OutcomeReport outcomes(@PathParam("study") String study, @Context UriInfo request) {
    Protocol protocol =
        protocols.find(study).orElseThrow(() -> ProblemException.unknownStudy(protocols.ids()));
    QueryParameters parameters =
        QueryParameters.of(request.getQueryParameters(), "measure", "stratifyBy");
    List<Measure> measures =
        parameters
            .oneOf("measure", Coded.byCode(protocol.measures()))
            .map(List::of)
            .orElse(protocol.measures());
    @Nullable Stratification by =
        parameters
            .oneOf(
                "stratifyBy",
                Coded.byCode(List.of(Stratification.SEX, Stratification.PRIMARY_TUMOUR)))
            .orElse(null);
    return OutcomeService.report(protocol, by, cohort.outcomes(protocol, measures, by));
  }
}
