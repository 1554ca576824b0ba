package org.pvpoutcomes.characteristics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pvpoutcomes.cohort.CohortSize;
import org.pvpoutcomes.figure.Rate;
import org.pvpoutcomes.figure.Summary;
import org.pvpoutcomes.figure.TracedCounts;

/**
 * The characteristics of a cohort.
 *
 * @param age completed years at the index session
 * @param primaryTumour of the patients
 * @param levels of the treated vertebrae, those that occur, in anatomical order
 * @param regions of the treated vertebrae
 * @param fracture treated vertebrae with a pathological fracture
 * @param followUpMonths as the hospital states it
 */
public record CharacteristicsReport(
    String study,
    CohortSize cohort,
    TracedCounts sex,
    Summary age,
    TracedCounts primaryTumour,
    VertebraePerPatient vertebraePerPatient,
    Map<String, Long> levels,
    Map<String, Long> regions,
    Rate fracture,
    Approach approach,
    Cement cementMillilitres,
    Summary followUpMonths) {

  /** Copies the maps and keeps their order. */
  public CharacteristicsReport {
    levels = ordered(levels);
    regions = ordered(regions);
  }

  /**
   * Vertebrae treated per patient, in all sessions.
   *
   * @param counts number of vertebrae to number of patients, ascending
   */
  public record VertebraePerPatient(Summary summary, Map<Integer, Long> counts) {
    /** Copies the map and keeps its order. */
    public VertebraePerPatient {
      counts = ordered(counts);
    }
  }

  /**
   * From which side the needle entered the vertebrae.
   *
   * @param n vertebrae of which that is stated
   * @param missing vertebrae of which it is not
   * @param rates by approach, each of the {@code n} vertebrae
   */
  public record Approach(long n, long missing, Map<String, Rate> rates) {
    /** Copies the map and keeps its order. */
    public Approach {
      rates = ordered(rates);
    }
  }

  /**
   * Cement per treated vertebra, in millilitres.
   *
   * @param byApproach the vertebrae of each approach that occurs
   */
  public record Cement(Summary all, Map<String, Summary> byApproach) {
    /** Copies the map and keeps its order. */
    public Cement {
      byApproach = ordered(byApproach);
    }
  }

  private static <K, V> Map<K, V> ordered(Map<K, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
