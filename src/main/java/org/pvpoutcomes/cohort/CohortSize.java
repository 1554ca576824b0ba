package org.pvpoutcomes.cohort;

/**
 * How many patients of a study, or of a part of it, were treated in how many sessions at how many
 * vertebrae.
 */
public record CohortSize(long patients, long sessions, long vertebrae) {

  /** Nobody. */
  public static final CohortSize EMPTY = new CohortSize(0, 0, 0);
}
