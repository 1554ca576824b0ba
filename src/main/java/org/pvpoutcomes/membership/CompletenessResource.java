package org.pvpoutcomes.membership;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.pvpoutcomes.cohort.CohortRepository;
import org.pvpoutcomes.cohort.Dataset;
import org.pvpoutcomes.cohort.Dataset.Frozen;
import org.pvpoutcomes.cohort.TestDataConfig;
import org.pvpoutcomes.question.Questions;

/** {@code GET /api/v1/studies/{study}/completeness}. */
@Path("/api/v1/studies/{study}/completeness")
@Produces(MediaType.APPLICATION_JSON)
public class CompletenessResource {

  private final Questions questions;
  private final CohortRepository cohort;
  private final TestDataConfig config;

  CompletenessResource(Questions questions, CohortRepository cohort, TestDataConfig config) {
    this.questions = questions;
    this.cohort = cohort;
    this.config = config;
  }

  /** The flow of the study. */
  @GET
  public CompletenessReport completeness(
      @PathParam("study") String study, @Context UriInfo request) {
    Dataset dataset = questions.of(study, request).dataset();
    Frozen frozen = dataset.frozen();
    return CompletenessService.report(
        dataset,
        cohort.completeness(dataset),
        frozen == null ? config.testData() : frozen.testData());
  }
}
