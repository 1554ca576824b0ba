package org.pvpoutcomes.complication;

import java.util.List;
import org.pvpoutcomes.cohort.CohortSize;
import org.pvpoutcomes.figure.Rate;
import org.pvpoutcomes.figure.Stratum;

/**
 * The leakages and events of a study. Each vertebra, session and patient counts once, however often
 * something happened there; rates per vertebra, per session and per patient have their own
 * denominators and are never mixed.
 *
 * @param leakage of the whole cohort
 * @param events of the whole cohort, one per clinical kind in fixed order
 * @param strata the same for each stratum with patients; empty when the cohort is not divided
 */
public record ComplicationReport(
    String study,
    CohortSize cohort,
    Leakage leakage,
    List<ClinicalEvent> events,
    List<StratumRates> strata) {

  /** Copies the lists. */
  public ComplicationReport {
    events = List.copyOf(events);
    strata = List.copyOf(strata);
  }

  /**
   * The rates of one stratum.
   *
   * @param cohort the denominators. Where vertebrae are divided: the vertebrae of the stratum, and
   *     the sessions and patients with at least one of them
   */
  public record StratumRates(
      Stratum stratum, CohortSize cohort, Leakage leakage, List<ClinicalEvent> events) {
    /** Copies the list. */
    public StratumRates {
      events = List.copyOf(events);
    }
  }

  /**
   * Cement leakage at any site.
   *
   * @param withoutVertebra leakages whose vertebra cannot be told: they count for the session and
   *     the patient, not for a vertebra
   * @param bySite every site in fixed order
   */
  public record Leakage(
      Rate perVertebra,
      Rate perSession,
      Rate perPatient,
      long withoutVertebra,
      List<SiteLeakage> bySite) {
    /** Copies the list. */
    public Leakage {
      bySite = List.copyOf(bySite);
    }
  }

  /** Cement leakage at one site. */
  public record SiteLeakage(String site, Rate perVertebra, Rate perSession, Rate perPatient) {}

  /**
   * A clinical event of one kind.
   *
   * @param withoutVertebra events whose vertebra cannot be told
   */
  public record ClinicalEvent(
      String kind, Rate perPatient, Rate perSession, Rate perVertebra, long withoutVertebra) {}
}
