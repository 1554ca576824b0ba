package org.pvpoutcomes.question;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.UriInfo;
import org.pvpoutcomes.cohort.Dataset;
import org.pvpoutcomes.problem.ProblemException;
import org.pvpoutcomes.problem.QueryParameters;

/** Reads questions from requests. */
@ApplicationScoped
public class Questions {

  private final AnsweringStudies studies;

  Questions(AnsweringStudies studies) {
    this.studies = studies;
  }

  /**
   * What the request asks about.
   *
   * @param study the id of a study
   * @param names of the parameters that the resource knows
   * @throws ProblemException for an unknown study, one that is being derived for the first time,
   *     and for a parameter that is not known, repeated or empty
   */
  public Question of(String study, UriInfo request, String... names) {
    Dataset dataset = studies.dataset(study);
    return Question.of(dataset, QueryParameters.of(request.getQueryParameters(), names));
  }
}
