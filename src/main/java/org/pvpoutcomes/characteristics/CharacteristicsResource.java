package org.pvpoutcomes.characteristics;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.pvpoutcomes.cohort.CohortRepository;
import org.pvpoutcomes.question.Question;
import org.pvpoutcomes.question.Questions;

/** {@code GET /api/v1/studies/{study}/characteristics}. */
@Path("/api/v1/studies/{study}/characteristics")
@Produces(MediaType.APPLICATION_JSON)
public class CharacteristicsResource {

  private final Questions questions;
  private final CohortRepository cohort;

  CharacteristicsResource(Questions questions, CohortRepository cohort) {
    this.questions = questions;
    this.cohort = cohort;
  }

  /** The characteristics of the cohort, and of its strata when asked for. */
  @GET
  public CharacteristicsReport characteristics(
      @PathParam("study") String study, @Context UriInfo request) {
    Question question = questions.of(study, request, Question.STRATIFY_BY, Question.WHERE);
    return CharacteristicsService.report(
        question.dataset(),
        question.division(),
        cohort.characteristics(question.dataset(), question.division()));
  }
}
