package org.pvpoutcomes.outcome;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.pvpoutcomes.cohort.CohortRepository;
import org.pvpoutcomes.cohort.Dataset.Frozen;
import org.pvpoutcomes.cohort.Division;
import org.pvpoutcomes.cohort.OmedTable;
import org.pvpoutcomes.problem.QueryParameters;
import org.pvpoutcomes.question.Question;
import org.pvpoutcomes.question.Questions;
import org.pvpoutcomes.study.Coded;
import org.pvpoutcomes.study.Measure;

/** {@code GET /api/v1/studies/{study}/outcomes}. */
@Path("/api/v1/studies/{study}/outcomes")
@Produces(MediaType.APPLICATION_JSON)
public class OutcomeResource {

  private final Questions questions;
  private final CohortRepository cohort;
  private final OmedTable omed;

  OutcomeResource(Questions questions, CohortRepository cohort, OmedTable omed) {
    this.questions = questions;
    this.cohort = cohort;
    this.omed = omed;
  }

  /** The outcomes of all measures of the study, or of one; of the whole cohort, or by stratum. */
  @GET
  public OutcomeReport outcomes(@PathParam("study") String study, @Context UriInfo request) {
    Question question =
        questions.of(study, request, "measure", Question.STRATIFY_BY, Question.WHERE);
    QueryParameters parameters = question.parameters();
    List<Measure> measures =
        parameters
            .oneOf("measure", Coded.byCode(question.protocol().measures()))
            .map(List::of)
            .orElse(question.protocol().measures());
    Division division = question.division();
    Frozen frozen = question.dataset().frozen();
    return OutcomeService.report(
        question.dataset(),
        division,
        frozen == null ? omed.factors() : frozen.factors(),
        measures,
        cohort.outcomes(
            question.dataset(), OutcomeService.toCount(question.protocol(), measures), division));
  }
}
