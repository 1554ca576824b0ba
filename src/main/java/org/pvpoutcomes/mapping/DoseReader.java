package org.pvpoutcomes.mapping;

import java.math.BigDecimal;
import org.pvpoutcomes.study.UnusableReason;

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

  /** The volume in microlitres; none, with a finding, where unit or range forbid it. */
  Amount microlitres(Measured measured, String expression) {
    Unit unit = measured.unit();
    if (!(unit.is("mL") || unit.is("ml") || unit.is("cm3"))) {
      return unusable(Rule.VOLUME_UNIT_UNKNOWN, UnusableReason.SCALE_UNKNOWN, expression);
    }
    if (measured.value().signum() <= 0 || measured.value().compareTo(MOST_MILLILITRES) > 0) {
      return unusable(Rule.VOLUME_OUT_OF_RANGE, UnusableReason.OUT_OF_RANGE, expression);
    }
    FixedPoint volume = FixedPoint.of(measured.value(), THOUSANDTHS);
    if (volume.steps() == 0) {
      return unusable(Rule.VOLUME_OUT_OF_RANGE, UnusableReason.OUT_OF_RANGE, expression);
    }
    if (measured.value().compareTo(LARGE_MILLILITRES) > 0) {
      findings.add(Rule.VOLUME_LARGE, expression);
    }
    return steps(volume, expression);
  }

  /** The duration in thousandths of months; none, with a finding, where it cannot be used. */
  Amount thousandthsOfMonths(Measured measured, String expression) {
    boolean years = measured.unit().is("a");
    if (!years && !measured.unit().is("mo")) {
      return unusable(Rule.FOLLOW_UP_UNIT_UNKNOWN, UnusableReason.SCALE_UNKNOWN, expression);
    }
    // Compared before it is multiplied: an exponent such as 1E999 must stay unexpanded.
    BigDecimal most = years ? MOST_MONTHS.divide(new BigDecimal(MONTHS_PER_YEAR)) : MOST_MONTHS;
    if (measured.value().signum() < 0 || measured.value().compareTo(most) > 0) {
      return unusable(Rule.FOLLOW_UP_OUT_OF_RANGE, UnusableReason.OUT_OF_RANGE, expression);
    }
    int perUnit = years ? THOUSANDTHS * MONTHS_PER_YEAR : THOUSANDTHS;
    return steps(FixedPoint.of(measured.value(), perUnit), expression);
  }

  private Amount unusable(Rule rule, UnusableReason reason, String expression) {
    findings.add(rule, expression);
    return new Amount.Unusable(reason);
  }

  private Amount steps(FixedPoint value, String expression) {
    if (value.rounded()) {
      findings.add(Rule.VALUE_ROUNDED, expression);
    }
    return new Amount.Steps(value.steps());
  }
}
