package org.pvpoutcomes.measure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came out for a group.
 *
 * @param whole of the whole cohort
 * @param bySex by the code of the sex, of those that occur
 */
public record GroupResult(MeasureGroup group, Counted whole, Map<String, Counted> bySex) {

  /** Copies the map and keeps its order. */
  public GroupResult {
    bySex = Collections.unmodifiableMap(new LinkedHashMap<>(bySex));
  }

  /**
   * The populations of a group and their score.
   *
   * @param initialPopulation all that could be looked at
   * @param population those the score is of
   * @param numerator those of the population that a share counts; null for a mean
   * @param score percent or units of the instrument; null where nobody is in the population
   */
  public record Counted(
      long initialPopulation, long population, @Nullable Long numerator, @Nullable Double score) {}
}
