package org.pvpoutcomes.statistics;

import org.apache.commons.statistics.distribution.TDistribution;

/** Critical values of Student's t distribution. */
final class StudentT {

  private StudentT() {}

  /**
   * The t that a t-distributed variable exceeds in absolute value with probability 1 - {@code
   * level}. The distribution of Apache Commons solves for it to an absolute 1e-9; one step of
   * Newton's method carries it to the precision of a double.
   *
   * @param degreesOfFreedom at least 1
   * @param level strictly between 0 and 1
   */
  static double critical(long degreesOfFreedom, double level) {
    return critical((double) degreesOfFreedom, level);
  }

  /** As above; the degrees of freedom need not be whole. */
  static double critical(double degreesOfFreedom, double level) {
    double tail = (1 - level) / 2;
    TDistribution distribution = TDistribution.of(degreesOfFreedom);
    double t = distribution.inverseSurvivalProbability(tail);
    return t + (distribution.survivalProbability(t) - tail) / distribution.density(t);
  }
}
