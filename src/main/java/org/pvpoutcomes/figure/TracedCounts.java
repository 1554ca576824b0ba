package org.pvpoutcomes.figure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.Frequencies;
import org.pvpoutcomes.cohort.Stratification;
import org.pvpoutcomes.study.Coded;

/**
 * How many patients have each value of a coded property, with the members behind each count.
 *
 * @param n how many have a value
 * @param missing how many have none
 * @param counts by code, every code there is in its fixed order, zeros included
 * @param percents the counts in percent of {@code n}; null when that is 0
 * @param notComputed the figures that are null, each with the reason
 * @param links the members behind the figures of the same names
 */
public record TracedCounts(
    long n,
    long missing,
    Map<String, Long> counts,
    @Nullable Map<String, Double> percents,
    Map<String, String> notComputed,
    Links links) {

  /** Copies the map and keeps its order. */
  public TracedCounts {
    counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
  }

  /**
   * The lists of members behind the counts: path and query.
   *
   * @param counts by code
   */
  public record Links(String missing, Map<String, String> counts) {
    /** Copies the map and keeps its order. */
    public Links {
      counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    }
  }

  /**
   * The counts of all constants of {@code type}.
   *
   * @param by the property
   */
  public static <E extends Enum<E> & Coded> TracedCounts of(
      Class<E> type, Frequencies<E> frequencies, Stratification by, MemberLinks links) {
    CodedCounts counts = CodedCounts.of(type, frequencies);
    Map<String, Double> percents = Percents.of(counts.counts(), counts.n());
    return new TracedCounts(
        counts.n(),
        counts.missing(),
        counts.counts(),
        percents,
        new NotComputed().add("percents", percents, Percents.NOTHING).reasons(),
        new Links(
            links.in(Map.of(by.code(), Stratification.NOT_STATED)).to(),
            links.each(by, counts.counts().keySet())));
  }
}
