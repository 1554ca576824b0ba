package org.pvpoutcomes.question;

import org.pvpoutcomes.cohort.Dataset;
import org.pvpoutcomes.problem.QueryParameters;
import org.pvpoutcomes.study.Protocol;

/**
 * What a request asks about.
 *
 * @param dataset the members that the answer is computed from
 * @param parameters those of the request, all of them known by name
 */
public record Question(Dataset dataset, QueryParameters parameters) {

  /** The protocol of the dataset. */
  public Protocol protocol() {
    return dataset.protocol();
  }
}
