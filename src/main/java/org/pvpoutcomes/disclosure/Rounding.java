package org.pvpoutcomes.disclosure;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Rounds figures so far that one patient more or less does not show. */
final class Rounding {

  /** What one patient can add to the sum of squares is more, in SDs, than to the sum. */
  private static final int SPREAD = 2;

  private static final MathContext TWO_DIGITS = new MathContext(2, RoundingMode.HALF_EVEN);
  private static final MathContext ONE_DIGIT_UP = new MathContext(1, RoundingMode.CEILING);

  private Rounding() {}

  /**
   * A mean, rounded to a multiple of {@code span / n}, that taken up to one digit. The sum of the
   * values is then uncertain by at least {@code span}: as the value of one patient runs over its
   * whole range, the mean takes at most two values.
   *
   * @param span the largest value that a patient can have less the smallest, above 0
   * @param n at least so many patients
   */
  static double mean(double mean, double span, long n) {
    BigDecimal step = BigDecimal.valueOf(span).divide(BigDecimal.valueOf(n), ONE_DIGIT_UP);
    return BigDecimal.valueOf(mean)
        .divide(step, 0, RoundingMode.HALF_EVEN)
        .multiply(step)
        .doubleValue();
  }

  /** A standard deviation, by twice the step of the mean. */
  static double spread(double sd, double span, long n) {
    return mean(sd, SPREAD * span, n);
  }

  /** A P value, to two significant digits. */
  static double p(double p) {
    return BigDecimal.valueOf(p).round(TWO_DIGITS).doubleValue();
  }

  /** A percentage, to one decimal. */
  static double percent(long count, long of) {
    return BigDecimal.valueOf(100 * count)
        .divide(BigDecimal.valueOf(of), 1, RoundingMode.HALF_EVEN)
        .doubleValue();
  }
}
