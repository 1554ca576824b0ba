package org.pvpoutcomes.statistics;

import java.util.Comparator;

/**
 * The observations of one cluster, e.g. the treated vertebrae of one patient.
 *
 * @param size number of observations, at least 0; a cluster without any counts nowhere
 * @param events how many of them have the property, 0 to {@code size}
 */
public record Cluster(int size, int events) implements Comparable<Cluster> {

  private static final Comparator<Cluster> BY_SIZE_AND_EVENTS =
      Comparator.comparingInt(Cluster::size).thenComparingInt(Cluster::events);

  /**
   * Refuses impossible counts.
   *
   * @throws IllegalArgumentException when {@code events} is negative or above {@code size}
   */
  public Cluster {
    if (events < 0 || events > size) {
      throw new IllegalArgumentException(events + " of " + size + " is not a cluster");
    }
  }

  @Override
  public int compareTo(Cluster other) {
    return BY_SIZE_AND_EVENTS.compare(this, other);
  }
}
