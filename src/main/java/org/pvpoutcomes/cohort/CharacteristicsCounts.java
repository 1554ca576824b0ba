package org.pvpoutcomes.cohort;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pvpoutcomes.study.InjectionApproach;
import org.pvpoutcomes.study.PrimaryTumour;
import org.pvpoutcomes.study.Sex;
import org.pvpoutcomes.study.VertebralLevel;

/**
 * The frequency tables behind the description of a cohort.
 *
 * @param age completed years at the index session
 * @param vertebraePerPatient vertebrae treated in all sessions of a patient
 * @param followUp thousandths of months
 * @param levels of the treated vertebrae
 * @param approaches of the treated vertebrae
 * @param fracturedVertebrae treated vertebrae with a pathological fracture
 * @param cement microlitres per treated vertebra
 * @param cementByApproach the same for the vertebrae of each approach that occurs, as declared;
 *     vertebrae without a stated approach are in none
 */
public record CharacteristicsCounts(
    CohortSize cohort,
    Frequencies<Sex> sex,
    Frequencies<Integer> age,
    Frequencies<PrimaryTumour> primaryTumours,
    Frequencies<Integer> vertebraePerPatient,
    Frequencies<Integer> followUp,
    Frequencies<VertebralLevel> levels,
    Frequencies<InjectionApproach> approaches,
    long fracturedVertebrae,
    Frequencies<Integer> cement,
    Map<InjectionApproach, Frequencies<Integer>> cementByApproach) {

  /** Copies the map and keeps its order. */
  public CharacteristicsCounts {
    cementByApproach = Collections.unmodifiableMap(new LinkedHashMap<>(cementByApproach));
  }
}
