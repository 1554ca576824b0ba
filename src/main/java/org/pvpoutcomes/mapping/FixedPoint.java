package org.pvpoutcomes.mapping;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A decimal as a whole number of equal steps.
 *
 * @param steps the number of steps, rounded half to even
 * @param rounded whether that is not the exact value
 */
record FixedPoint(int steps, boolean rounded) {

  /** A magnitude below 10^-12 is far below half a step, whatever its digits. */
  private static final int NEGLIGIBLE_EXPONENT = -12;

  /**
   * {@code value} in steps of {@code 1 / stepsPerUnit}.
   *
   * @param value not above {@code Integer.MAX_VALUE / stepsPerUnit} in magnitude; check that first.
   *     An exponent such as 1E-999999999 is cheap here: it is not expanded.
   */
  static FixedPoint of(BigDecimal value, int stepsPerUnit) {
    if (value.signum() == 0 || value.precision() - value.scale() < NEGLIGIBLE_EXPONENT) {
      return new FixedPoint(0, value.signum() != 0);
    }
    BigDecimal exact = value.multiply(BigDecimal.valueOf(stepsPerUnit));
    BigDecimal whole = exact.setScale(0, RoundingMode.HALF_EVEN);
    return new FixedPoint(whole.intValueExact(), whole.compareTo(exact) != 0);
  }
}
