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
import org.pvpoutcomes.question.Question;
import org.pvpoutcomes.question.Questions;
import org.pvpoutcomes.study.Coded;

/** {@code GET /api/v1/studies/{study}/complications}. */
@Path("/api/v1/studies/{study}/complications")
@Produces(MediaType.APPLICATION_JSON)
public class ComplicationResource {

  private final Questions questions;
  private final CohortRepository cohort;

  ComplicationResource(Questions questions, CohortRepository cohort) {
    this.questions = questions;
    this.cohort = cohort;
  }

  /** The leakages and events of the whole cohort, and of its strata when asked for. */
  @GET
  public ComplicationReport complications(
      @PathParam("study") String study, @Context UriInfo request) {
    Question question = questions.of(study, request, "stratifyBy");
    @Nullable Stratification by =
        question
            .parameters()
            .oneOf("stratifyBy", Coded.byCode(List.of(Stratification.values())))
            .orElse(null);
    return ComplicationService.report(study, by, cohort.complications(question.dataset(), by));
  }
}
