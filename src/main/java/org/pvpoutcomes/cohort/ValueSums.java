package org.pvpoutcomes.cohort;

import java.math.BigInteger;

/**
 * What a standard deviation is computed from.
 *
 * @param n number of values
 * @param sum of the values, in steps of the measure
 * @param sumOfSquares of the values
 */
public record ValueSums(long n, BigInteger sum, BigInteger sumOfSquares) {

  /** Of no values. */
  public static final ValueSums NONE = new ValueSums(0, BigInteger.ZERO, BigInteger.ZERO);

  /** n times the sum of the squared deviations from the mean: n - 1 times n times the variance. */
  public BigInteger deviations() {
    return BigInteger.valueOf(n).multiply(sumOfSquares).subtract(sum.pow(2));
  }
}
