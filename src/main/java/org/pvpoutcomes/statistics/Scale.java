package org.pvpoutcomes.statistics;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * The size of one step of an integer grid, as an exact fraction of the unit of a measure.
 *
 * <p>Observations are kept as whole numbers of steps so that equal values and equal differences are
 * equal exactly: ranks, ties and order statistics then do not depend on rounding. Only a finished
 * result becomes a {@code double}, correctly rounded.
 *
 * @param numerator numerator of the step, at least 1
 * @param denominator denominator of the step, at least 1
 */
public record Scale(long numerator, long denominator) {

  /** One step is one unit. */
  public static final Scale UNIT = new Scale(1, 1);

  /** Refuses a step that is zero, negative or without a denominator. */
  public Scale {
    if (numerator < 1 || denominator < 1) {
      throw new IllegalArgumentException(
          "A step is a positive fraction, not " + numerator + "/" + denominator);
    }
  }

  /** The value of {@code steps} steps in units of the measure. */
  public double value(long steps) {
    return value(BigInteger.valueOf(steps), BigInteger.ONE);
  }

  /** The value of {@code steps / parts} steps, for means and interpolated quantiles. */
  double value(BigInteger steps, BigInteger parts) {
    return quotient(
        steps.multiply(BigInteger.valueOf(numerator)),
        parts.multiply(BigInteger.valueOf(denominator)));
  }

  /**
   * The square root of {@code squaredSteps / parts} in units of the measure, for standard
   * deviations. The fraction under the root is exact.
   */
  public double root(BigInteger squaredSteps, BigInteger parts) {
    return Math.sqrt(
        quotient(
            squaredSteps.multiply(BigInteger.valueOf(numerator).pow(2)),
            parts.multiply(BigInteger.valueOf(denominator).pow(2))));
  }

  private static double quotient(BigInteger dividend, BigInteger divisor) {
    return new BigDecimal(dividend)
        .divide(new BigDecimal(divisor), MathContext.DECIMAL128)
        .doubleValue();
  }
}
