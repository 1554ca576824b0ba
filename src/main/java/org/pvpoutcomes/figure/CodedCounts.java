package org.pvpoutcomes.figure;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.pvpoutcomes.cohort.Frequencies;
import org.pvpoutcomes.study.Coded;

/**
 * How often each value of a coded property occurs.
 *
 * @param n how many have a value
 * @param missing how many have none
 * @param counts by code, every code there is in its fixed order, zeros included
 */
public record CodedCounts(long n, long missing, Map<String, Long> counts) {

  /** Copies the map and keeps its order. */
  public CodedCounts {
    counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
  }

  /** The counts of all constants of {@code type}. */
  public static <E extends Enum<E> & Coded> CodedCounts of(
      Class<E> type, Frequencies<E> frequencies) {
    return new CodedCounts(
        frequencies.n(),
        frequencies.missing(),
        Arrays.stream(type.getEnumConstants())
            .collect(
                Collectors.toMap(
                    Coded::code,
                    value -> frequencies.counts().getOrDefault(value, 0L),
                    (a, b) -> a,
                    LinkedHashMap::new)));
  }
}
