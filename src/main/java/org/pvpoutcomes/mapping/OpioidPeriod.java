package org.pvpoutcomes.mapping;

import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.ClinicalTime;

/**
 * The days on which an opioid was taken. A Period without an end goes on (FHIR R4
 * datatypes.html#Period), unless the status says that it is over: then it ended at a time that
 * nobody tells.
 *
 * @param from the first day; null where not said to the day
 * @param to the last day, included; null while it goes on, or where that is not said to the day
 * @param endKnown whether {@code to} is what was said: if not, it cannot be told until when the
 *     dose was taken
 */
record OpioidPeriod(@Nullable ClinicalTime from, @Nullable ClinicalTime to, boolean endKnown) {

  private static final OpioidPeriod UNKNOWN = new OpioidPeriod(null, null, true);

  /**
   * Reads {@code effective[x]}; what cannot be read is a finding at {@code place}.
   *
   * @param over whether the status says that it has ended
   * @param asserted when that was said; null where not said to the day
   */
  static OpioidPeriod of(
      @Nullable Type effective,
      boolean over,
      @Nullable ClinicalTime asserted,
      String place,
      Findings findings) {
    OpioidPeriod period =
        switch (effective) {
          case BaseDateTimeType time -> onDay(Times.of(time));
          case Period interval -> of(interval, over, asserted);
          case null, default -> UNKNOWN;
        };
    if (period.from() == null || !period.endKnown()) {
      findings.add(Rule.OPIOID_PERIOD_NOT_READABLE, place);
    }
    return period;
  }

  /** One day; unknown for null. */
  static OpioidPeriod onDay(@Nullable ClinicalTime day) {
    return new OpioidPeriod(day, day, true);
  }

  private static OpioidPeriod of(Period interval, boolean over, @Nullable ClinicalTime asserted) {
    ClinicalTime from = Times.of(interval.getStartElement());
    ClinicalTime to = Times.of(interval.getEndElement());
    if (from == null || (to != null && to.date().isBefore(from.date()))) {
      return UNKNOWN;
    }
    if (to == null && (interval.hasEnd() || over)) {
      boolean overWhenAsserted = over && asserted != null && !asserted.date().isBefore(from.date());
      return new OpioidPeriod(from, overWhenAsserted ? asserted : null, false);
    }
    return new OpioidPeriod(from, to, true);
  }

  /** Whether it lies within one day that is known. */
  boolean isOneDay() {
    return from != null && to != null && from.date().equals(to.date());
  }
}
