package org.pvpoutcomes.mapping;

import java.math.BigDecimal;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.UnusableReason;

/**
 * A total of the 22 items of the QLQ-BM22 that was computed elsewhere: a whole number from 22 to
 * 88. A unit other than none or an annotation of UCUM ({@code {score}}) says that it is something
 * else, such as a percentage.
 */
final class TotalReader {

  private static final Measure TOTAL = Measure.QLQ_BM22_IMPORTED_TOTAL;

  private final Findings findings;

  TotalReader(Reading reading) {
    this.findings = reading.findings();
  }

  /** The total; none, with a finding, where it cannot be one. */
  Amount read(Measured measured, String expression) {
    BigDecimal value = measured.value();
    // The range first: an exponent such as 1E999 must stay unexpanded.
    if (!(measured.unit().equals(Unit.NONE) || measured.unit().isAnnotation())
        || value.compareTo(BigDecimal.valueOf(TOTAL.minimum())) < 0
        || value.compareTo(BigDecimal.valueOf(TOTAL.maximum())) > 0
        || value.compareTo(BigDecimal.valueOf(value.intValue())) != 0) {
      findings.add(Rule.TOTAL_OUT_OF_RANGE, expression);
      return new Amount.Unusable(UnusableReason.OUT_OF_RANGE);
    }
    return new Amount.Steps(value.intValue());
  }
}
