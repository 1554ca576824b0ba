package org.pvpoutcomes.comparator;

import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
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

/** {@code GET /api/v1/studies/{study}/comparators}. */
@Path("/api/v1/studies/{study}/comparators")
@Produces(MediaType.APPLICATION_JSON)
@Singleton
@Startup // A file of earlier studies that cannot be used stops the start.
public class ComparatorResource {

  private final Questions questions;
  private final CohortRepository cohort;
  private final EarlierStudies earlier;

  ComparatorResource(Questions questions, CohortRepository cohort) {
    this.questions = questions;
    this.cohort = cohort;
    this.earlier = EarlierStudies.load();
  }

  /** The earlier studies beside the whole cohort, or beside a part of it. */
  @GET
  public ComparatorReport comparators(@PathParam("study") String study, @Context UriInfo request) {
    Question question = questions.of(study, request, Question.WHERE);
    return ComparatorService.report(
        question.protocol(), earlier, cohort.comparators(question.dataset(), question.division()));
  }
}
