package org.pvpoutcomes.characteristics;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.CohortSize;
import org.pvpoutcomes.figure.Rate;
import org.pvpoutcomes.figure.Summary;
import org.pvpoutcomes.figure.TracedCounts;
import org.pvpoutcomes.method.MethodReference;

/**
 * The characteristics of a cohort.
 *
 * @param all the whole cohort; its fields stand beside {@code study}
 * @param strata the same for each stratum with patients; empty when the cohort is not divided
 * @param methods those of all figures
 */
public record CharacteristicsReport(
    String study,
    @JsonUnwrapped Description all,
    List<StratumDescription> strata,
    List<MethodReference> methods) {

  /** Copies the list. */
  public CharacteristicsReport {
    strata = List.copyOf(strata);
    methods = List.copyOf(methods);
  }

  /**
   * The characteristics of one stratum.
   *
   * @param stratum property to value
   * @param description of the stratum; its fields stand beside {@code stratum}
   */
  public record StratumDescription(
      Map<String, String> stratum, @JsonUnwrapped Description description) {
    /** Copies the map and keeps its order. */
    public StratumDescription {
      stratum = ordered(stratum);
    }
  }

  /**
   * Who the patients are and what was done.
   *
   * @param cohort the denominators: patients with all of their sessions and vertebrae
   * @param sessionsPerPatient sessions of the index procedure
   * @param firstValues by measure: the values at the first time point of the study
   * @param age completed years at the index session
   * @param primaryTumour of the patients
   * @param levels of the treated vertebrae, those that occur, in anatomical order
   * @param levelPercents the same in percent of the vertebrae; null when there are none
   * @param regions of the treated vertebrae
   * @param regionPercents the same in percent of the vertebrae; null when there are none
   * @param fracture treated vertebrae with a pathological fracture
   * @param followUpMonths as the hospital states it
   * @param notComputed the figures that are null, each with the reason
   */
  public record Description(
      CohortSize cohort,
      TracedCounts sex,
      Summary age,
      TracedCounts primaryTumour,
      Summary sessionsPerPatient,
      VertebraePerPatient vertebraePerPatient,
      Map<String, Long> levels,
      @Nullable Map<String, Double> levelPercents,
      Map<String, Long> regions,
      @Nullable Map<String, Double> regionPercents,
      Rate fracture,
      Approach approach,
      Cement cementMillilitres,
      Summary followUpMonths,
      Map<String, Summary> firstValues,
      Map<String, String> notComputed) {

    /** Copies the maps and keeps their order. */
    public Description {
      levels = ordered(levels);
      regions = ordered(regions);
      firstValues = ordered(firstValues);
    }
  }

  /**
   * Vertebrae treated per patient, in all sessions.
   *
   * @param counts number of vertebrae to number of patients, ascending
   * @param percents the same in percent of the patients; null when there are none
   * @param notComputed the figures that are null, each with the reason
   */
  public record VertebraePerPatient(
      Summary summary,
      Map<Integer, Long> counts,
      @Nullable Map<Integer, Double> percents,
      Map<String, String> notComputed) {
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
