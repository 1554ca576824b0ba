package org.pvpoutcomes.complication;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.pvpoutcomes.cohort.CohortRepository;
import org.pvpoutcomes.cohort.Division;
import org.pvpoutcomes.question.Question;
import org.pvpoutcomes.question.Questions;

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
    Question question = questions.of(study, request, Question.STRATIFY_BY, Question.WHERE);
    Division division = question.division();
    return ComplicationService.report(
        question.dataset(), division, cohort.complications(question.dataset(), division));
  }
}
