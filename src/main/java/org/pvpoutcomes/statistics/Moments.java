package org.pvpoutcomes.statistics;

import java.math.BigInteger;
import java.util.Map;

/**
 * The exact sums from which means and standard deviations are made, in steps.
 *
 * @param n number of observations
 * @param sum sum of the observations
 * @param sumOfSquares sum of their squares
 */
record Moments(BigInteger n, BigInteger sum, BigInteger sumOfSquares) {

  /** The sums of {@code table}; all 0 for an empty one. */
  static Moments of(FrequencyTable table) {
    BigInteger sum = BigInteger.ZERO;
    BigInteger sumOfSquares = BigInteger.ZERO;
    for (Map.Entry<Integer, Long> entry : table.counts().entrySet()) {
      BigInteger value = BigInteger.valueOf(entry.getKey());
      BigInteger weighted = value.multiply(BigInteger.valueOf(entry.getValue()));
      sum = sum.add(weighted);
      sumOfSquares = sumOfSquares.add(weighted.multiply(value));
    }
    return new Moments(BigInteger.valueOf(table.n()), sum, sumOfSquares);
  }

  /** n sum(x^2) - sum(x)^2, which is n times the sum of squared deviations from the mean. */
  BigInteger deviations() {
    return n.multiply(sumOfSquares).subtract(sum.pow(2));
  }
}
