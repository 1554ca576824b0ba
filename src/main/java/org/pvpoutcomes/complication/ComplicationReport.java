package org.pvpoutcomes.complication;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pvpoutcomes.cohort.CohortSize;
import org.pvpoutcomes.figure.Rate;
import org.pvpoutcomes.method.MethodReference;

/**
 * The leakages, events and deaths of a study. Each vertebra, session and patient counts once,
 * however often something happened there; rates per vertebra, per session and per patient have
 * their own denominators and are never mixed.
 *
 * @param leakage of the whole cohort
 * @param events of the whole cohort, one per clinical kind in fixed order
 * @param deaths of the whole cohort
 * @param firstEvent of the whole cohort
 * @param strata the same for each stratum with patients; empty when the cohort is not divided
 * @param comparisons of the strata with the first one; empty when there are fewer than two
 * @param methods those of all figures
 */
public record ComplicationReport(
    String study,
    CohortSize cohort,
    LeakageReport leakage,
    List<ClinicalEvent> events,
    Deaths deaths,
    FirstEventReport firstEvent,
    List<StratumRates> strata,
    List<StrataComparison> comparisons,
    List<MethodReference> methods) {

  /** Copies the lists. */
  public ComplicationReport {
    events = List.copyOf(events);
    strata = List.copyOf(strata);
    methods = List.copyOf(methods);
    comparisons = List.copyOf(comparisons);
  }

  /**
   * The rates of one stratum.
   *
   * @param stratum property to value
   * @param cohort the denominators. Where vertebrae are divided: the vertebrae of the stratum, and
   *     the sessions and patients with at least one of them
   * @param firstEvent of the patients of {@code cohort}, at whichever vertebra it was
   */
  public record StratumRates(
      Map<String, String> stratum,
      CohortSize cohort,
      LeakageReport leakage,
      List<ClinicalEvent> events,
      Deaths deaths,
      FirstEventReport firstEvent) {
    /** Copies the collections and keeps the order of the map. */
    public StratumRates {
      stratum = Collections.unmodifiableMap(new LinkedHashMap<>(stratum));
      events = List.copyOf(events);
    }
  }

  /**
   * The list of members behind a rate per patient: path and query. The members show in which of
   * their sessions and vertebrae it happened.
   */
  public record PatientLinks(String perPatient) {}

  /**
   * A clinical event of one kind.
   *
   * @param withoutVertebra events whose vertebra cannot be told
   */
  public record ClinicalEvent(
      String kind,
      Rate perPatient,
      Rate perSession,
      Rate perVertebra,
      long withoutVertebra,
      SeverityReport severity,
      PatientLinks links) {}

  /**
   * Patients who died, by the Patient or by an event that reports it, each once. Of patients; where
   * vertebrae are divided, of those with at least one vertebra of the stratum.
   *
   * @param afterIndexSession at any time after the index session, also on an unknown day
   * @param within30Days until day 30 after the index session, by the day of death that is known
   * @param dayUnknown those of {@code afterIndexSession} whose day of death is not known
   */
  public record Deaths(Rate afterIndexSession, Rate within30Days, long dayUnknown) {}
}
