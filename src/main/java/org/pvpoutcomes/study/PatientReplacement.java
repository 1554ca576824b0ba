package org.pvpoutcomes.study;

/**
 * What a link that merges Patients says (FHIR R4 patient.html#links): two Patients are one person,
 * and one of them is to be used from now on.
 *
 * @param replaced literal reference to the Patient that is no longer used
 * @param survivor literal reference to the one that takes its place
 */
public record PatientReplacement(String replaced, String survivor)
    implements Comparable<PatientReplacement> {

  @Override
  public int compareTo(PatientReplacement other) {
    int byReplaced = replaced.compareTo(other.replaced);
    return byReplaced != 0 ? byReplaced : survivor.compareTo(other.survivor);
  }
}
