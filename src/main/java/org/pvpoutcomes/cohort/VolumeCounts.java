package org.pvpoutcomes.cohort;

/**
 * Cement in treated vertebrae, in microlitres.
 *
 * @param leaking vertebrae at which cement leaked
 * @param sealed all others
 * @param sums over the patients who have a vertebra whose volume is stated
 */
public record VolumeCounts(
    Frequencies<Integer> leaking, Frequencies<Integer> sealed, PatientSums sums) {

  /**
   * Sums over patients of products of two of: number n and volume v of the leaking vertebrae of the
   * patient, and of the sealed ones. Only vertebrae whose volume is stated.
   *
   * @param patients with at least one such vertebra
   * @param leaking of the leaking vertebrae
   * @param sealed of the sealed ones
   * @param nn leaking n times sealed n
   * @param nv leaking n times sealed v
   * @param vn leaking v times sealed n
   * @param vv leaking v times sealed v
   */
  public record PatientSums(
      long patients, Part leaking, Part sealed, long nn, long nv, long vn, long vv) {

    /** No patient. */
    public static final PatientSums NONE = new PatientSums(0, Part.NONE, Part.NONE, 0, 0, 0, 0);
  }

  /** Sums over patients of n, v and their products. */
  public record Part(long n, long v, long nn, long nv, long vv) {

    /** No vertebra. */
    public static final Part NONE = new Part(0, 0, 0, 0, 0);
  }
}
