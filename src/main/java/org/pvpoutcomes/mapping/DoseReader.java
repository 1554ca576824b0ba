package org.pvpoutcomes.mapping;

import java.math.BigDecimal;
import java.util.OptionalInt;

/**
 * Cement volumes in microlitres and follow-up durations in thousandths of a month.
 *
 * <p>A volume is given in UCUM {@code mL} (also written {@code ml}) or {@code cm3}. It lies above
 * 0; above 30 mL it is refused, above 15 mL it is used with a finding. A duration is given in UCUM
 * {@code mo} or {@code a}, which is exactly 12 of them; days and weeks are no exact number of
 * thousandths of a month and are refused rather than rounded.
 */
final class DoseReader {

  private static final int THOUSANDTHS = 1000;
  private static final int MONTHS_PER_YEAR = 12;
  private static final BigDecimal LARGE_MILLILITRES = new BigDecimal(15);
  private static final BigDecimal MOST_MILLILITRES = new BigDecimal(30);
  private static final BigDecimal MOST_MONTHS = new BigDecimal(1200);

  private final Findings findings;

  DoseReader(Reading reading) {
    this.findings = reading.findings();
  }

  /** The volume in microlitres; empty, with a finding, where unit or range forbid it. */
  OptionalInt microlitres(Measured measured, String expression) {
    Unit unit = measured.unit();
    if (!(unit.is("mL") || unit.is("ml") || unit.is("cm3"))) {
      findings.add(Rule.VOLUME_UNIT_UNKNOWN, expression);
      return OptionalInt.empty();
    }
    if (measured.value().signum() <= 0 || measured.value().compareTo(MOST_MILLILITRES) > 0) {
      findings.add(Rule.VOLUME_OUT_OF_RANGE, expression);
      return OptionalInt.empty();
    }
    FixedPoint volume = FixedPoint.of(measured.value(), THOUSANDTHS);
    if (volume.steps() == 0) {
      findings.add(Rule.VOLUME_OUT_OF_RANGE, expression);
      return OptionalInt.empty();
    }
    if (measured.value().compareTo(LARGE_MILLILITRES) > 0) {
      findings.add(Rule.VOLUME_LARGE, expression);
    }
    return steps(volume, expression);
  }

  /** The duration in thousandths of months; empty, with a finding, where it cannot be used. */
  OptionalInt thousandthsOfMonths(Measured measured, String expression) {
    boolean years = measured.unit().is("a");
    if (!years && !measured.unit().is("mo")) {
      findings.add(Rule.FOLLOW_UP_UNIT_UNKNOWN, expression);
      return OptionalInt.empty();
    }
    // Compared before it is multiplied: an exponent such as 1E999 must stay unexpanded.
    BigDecimal most = years ? MOST_MONTHS.divide(new BigDecimal(MONTHS_PER_YEAR)) : MOST_MONTHS;
    if (measured.value().signum() < 0 || measured.value().compareTo(most) > 0) {
      findings.add(Rule.FOLLOW_UP_OUT_OF_RANGE, expression);
      return OptionalInt.empty();
    }
    int perUnit = years ? THOUSANDTHS * MONTHS_PER_YEAR : THOUSANDTHS;
    return steps(FixedPoint.of(measured.value(), perUnit), expression);
  }

  private OptionalInt steps(FixedPoint value, String expression) {
    if (value.rounded()) {
      findings.add(Rule.VALUE_ROUNDED, expression);
    }
    return OptionalInt.of(value.steps());
  }
}
