package org.pvpoutcomes.complication;

import java.util.List;
import org.pvpoutcomes.complication.ComplicationReport.PatientLinks;
import org.pvpoutcomes.figure.Rate;

/**
 * Cement leakage at any site.
 *
 * @param perVertebraClustered the same with vertebrae of one patient alike
 * @param withoutVertebra leakages whose vertebra cannot be told: they count for the session and the
 *     patient, not for a vertebra
 * @param symptomatic those with clinical consequences
 * @param bySite every site in fixed order
 * @param byMethod every method by which leakage is detected, and {@code unknown}
 * @param byVascularity whether the site lies in a vessel
 * @param severity of the leakages
 * @param volume of cement, with leakage and without
 * @param links the patients with a leakage
 */
public record LeakageReport(
    Rate perVertebra,
    ClusteredRate perVertebraClustered,
    Rate perSession,
    Rate perPatient,
    long withoutVertebra,
    SymptomaticLeakage symptomatic,
    List<SiteLeakage> bySite,
    List<MethodLeakage> byMethod,
    List<VascularLeakage> byVascularity,
    SeverityReport severity,
    VolumeReport volume,
    PatientLinks links) {

  /** Copies the lists. */
  public LeakageReport {
    bySite = List.copyOf(bySite);
    byMethod = List.copyOf(byMethod);
    byVascularity = List.copyOf(byVascularity);
  }

  /**
   * Cement leakage with clinical consequences, at any site.
   *
   * @param notSaid leakages of which nobody says whether they had any; in no count of these rates
   */
  public record SymptomaticLeakage(
      Rate perVertebra, Rate perSession, Rate perPatient, long notSaid) {}

  /** Cement leakage at one site. */
  public record SiteLeakage(
      String site,
      Rate perVertebra,
      ClusteredRate perVertebraClustered,
      Rate perSession,
      Rate perPatient,
      PatientLinks links) {}

  /**
   * Cement leakage that one method found. Of all vertebrae, sessions and patients, for it is not
   * known which of them were examined by it.
   *
   * @param method {@code unknown} for leakages of which nobody says how they were found
   * @param withoutVertebra as for any leakage
   */
  public record MethodLeakage(
      String method,
      Rate perVertebra,
      ClusteredRate perVertebraClustered,
      Rate perSession,
      Rate perPatient,
      long withoutVertebra) {}

  /**
   * Cement leakage into vessels, or elsewhere.
   *
   * @param vascularity {@code unknown} for sites that do not tell
   * @param withoutVertebra as for any leakage
   */
  public record VascularLeakage(
      String vascularity,
      Rate perVertebra,
      ClusteredRate perVertebraClustered,
      Rate perSession,
      Rate perPatient,
      long withoutVertebra) {}
}
