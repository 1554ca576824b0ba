package org.pvpoutcomes.study;

import java.util.Collection;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Fact.ComplicationFact;
import org.pvpoutcomes.study.Fact.FollowUpFact;
import org.pvpoutcomes.study.Fact.UnusableFact;

/**
 * Until when a patient was under observation, so that the time without an event ends there: the
 * last day on which a fact shows the patient alive, whether or not a figure is made of it.
 *
 * <p>That is the day of any fact whose status counts, the day on which a complication ended, and
 * the end of the follow-up that the hospital states. A report without a usable value shows nobody,
 * and the day on which a duration was written down is not one of observation. Nothing dated after
 * the death counts, and nothing dated before the index session.
 */
final class LastObservation {

  /** Of the Gregorian calendar: so many days in 4,800 months. */
  private static final long DAYS = 146_097;

  private static final long THOUSANDTHS_OF_MONTHS = 4_800_000;

  private LastObservation() {}

  /**
   * Days from the index session, at least 0.
   *
   * @param facts all of the patient that may count
   * @param followUp what the hospital states; null where it states nothing
   * @param death null while alive, or when it is not known to the day
   * @param start of the index session
   */
  static int day(
      Collection<Fact> facts,
      @Nullable FollowUpFact followUp,
      @Nullable ClinicalTime death,
      ClinicalTime start) {
    long last =
        facts.stream()
            .filter(PatientFacts::counts)
            .flatMap(LastObservation::days)
            .mapToLong(day -> day.dayOffsetFrom(start))
            .filter(day -> death == null || day <= death.dayOffsetFrom(start))
            .max()
            .orElse(0);
    return Math.toIntExact(Math.max(Math.max(0, last), stated(followUp, death, start)));
  }

  private static Stream<ClinicalTime> days(Fact fact) {
    return switch (fact) {
      case UnusableFact _, FollowUpFact _ -> Stream.empty();
      case ComplicationFact f -> Stream.of(f.onset(), f.resolution()).flatMap(Stream::ofNullable);
      default -> Stream.ofNullable(PatientFacts.time(fact));
    };
  }

  /** The last whole day of the stated duration, not beyond the death; 0 without one. */
  private static long stated(
      @Nullable FollowUpFact followUp, @Nullable ClinicalTime death, ClinicalTime start) {
    if (followUp == null) {
      return 0;
    }
    long days = followUp.thousandthsOfMonths() * DAYS / THOUSANDTHS_OF_MONTHS;
    return death == null ? days : Math.min(days, death.dayOffsetFrom(start));
  }
}
