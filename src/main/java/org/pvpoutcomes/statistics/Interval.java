package org.pvpoutcomes.statistics;

/**
 * A closed interval, usually a confidence interval; its unit is that of the estimate it belongs to.
 *
 * @param lower lower bound
 * @param upper upper bound, not below the lower one
 */
public record Interval(double lower, double upper) {

  /** Refuses bounds that are not numbers or in the wrong order. */
  public Interval {
    if (!(lower <= upper)) {
      throw new IllegalArgumentException("Not an interval: [" + lower + ", " + upper + "]");
    }
  }

  /**
   * The confidence level itself, once checked.
   *
   * @throws IllegalArgumentException when it is not strictly between 0 and 1
   */
  static double checkedLevel(double level) {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException(
          "A confidence level lies between 0 and 1 (0.95 for 95 %), not " + level);
    }
    return level;
  }
}
