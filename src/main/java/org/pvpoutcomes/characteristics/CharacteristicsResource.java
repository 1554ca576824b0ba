package org.pvpoutcomes.characteristics;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.pvpoutcomes.cohort.CohortRepository;
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

  /** The characteristics of the cohort. */
  @GET
  public CharacteristicsReport characteristics(
      @PathParam("study") String study, @Context UriInfo request) {
    return CharacteristicsService.report(
        study, cohort.characteristics(questions.of(study, request).dataset()));
  }
}
