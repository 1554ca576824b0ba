package org.pvpoutcomes.cohort;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pvpoutcomes.study.InjectionApproach;
import org.pvpoutcomes.study.PrimaryTumour;
import org.pvpoutcomes.study.Sex;
import org.pvpoutcomes.study.VertebralLevel;

/**
 * The frequency tables behind the description of a cohort.
 *
 * @param all the whole cohort
 * @param strata those with patients, in the order of the answers; empty when the cohort is not
 *     divided
 */
public record CharacteristicsCounts(StratumCounts all, List<StratumCounts> strata) {

  /** Copies the list. */
  public CharacteristicsCounts {
    strata = List.copyOf(strata);
  }

  /**
   * The tables of one stratum.
   *
   * @param stratum as in {@link Division}
   * @param cohort what the tables are of: patients with all of their sessions and vertebrae
   * @param age completed years at the index session
   * @param sessionsPerPatient all sessions of a patient
   * @param vertebraePerPatient vertebrae treated in all sessions of a patient
   * @param followUp thousandths of months
   * @param firstValues of each measure of the protocol at its first time point, in steps
   * @param levels of the treated vertebrae
   * @param approaches of the treated vertebrae
   * @param fracturedVertebrae treated vertebrae with a pathological fracture
   * @param cement microlitres per treated vertebra
   * @param cementByApproach the same for the vertebrae of each approach that occurs, as declared;
   *     vertebrae without a stated approach are in none
   */
  public record StratumCounts(
      List<String> stratum,
      CohortSize cohort,
      Frequencies<Sex> sex,
      Frequencies<Integer> age,
      Frequencies<PrimaryTumour> primaryTumours,
      Frequencies<Integer> sessionsPerPatient,
      Frequencies<Integer> vertebraePerPatient,
      Frequencies<Integer> followUp,
      List<Frequencies<Integer>> firstValues,
      Frequencies<VertebralLevel> levels,
      Frequencies<InjectionApproach> approaches,
      long fracturedVertebrae,
      Frequencies<Integer> cement,
      Map<InjectionApproach, Frequencies<Integer>> cementByApproach) {

    /** Copies the collections and keeps the order of the map. */
    public StratumCounts {
      stratum = List.copyOf(stratum);
      firstValues = List.copyOf(firstValues);
      cementByApproach = Collections.unmodifiableMap(new LinkedHashMap<>(cementByApproach));
    }
  }
}
