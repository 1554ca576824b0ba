package org.pvpoutcomes.cohort;

/**
 * How many patients ended on one day in one way: with the first clinical event, which is not a
 * leakage and not the death, with the death, or with the last day on which the record shows them.
 *
 * @param day days from the index session, at least 0
 * @param onsetNotSaid of those with an event, patients whose day is that of the session it is
 *     ascribed to, because nobody says its onset
 * @param deathDayUnknown of those without event and death, patients who died on a day that is not
 *     known
 */
public record FollowUpEnd(
    int day, End end, long patients, long onsetNotSaid, long deathDayUnknown) {

  /** How the observation of a patient ended. */
  public enum End {
    EVENT,
    DEATH,
    CENSORED
  }
}
