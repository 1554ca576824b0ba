package org.pvpoutcomes.statistics;

import java.util.Arrays;
import java.util.List;

/**
 * The signed-rank statistic of all 2^n assignments of signs, one by one.
 *
 * @param observedPlus sum of the mid-ranks of the positive differences as observed
 * @param sums that sum under each assignment of signs
 */
record SignAssignments(double observedPlus, List<Double> sums) {

  static SignAssignments of(int[] differences) {
    int[] nonZero = Arrays.stream(differences).filter(d -> d != 0).toArray();
    double[] ranks = Arrays.stream(nonZero).mapToDouble(d -> midRank(d, nonZero)).toArray();
    double[] sums = new double[1 << ranks.length];
    int observed = 0;
    for (int i = 0; i < ranks.length; i++) {
      observed |= nonZero[i] > 0 ? 1 << i : 0;
    }
    for (int signs = 0; signs < sums.length; signs++) {
      for (int i = 0; i < ranks.length; i++) {
        sums[signs] += (signs >> i & 1) * ranks[i];
      }
    }
    return new SignAssignments(sums[observed], Arrays.stream(sums).boxed().toList());
  }

  /** The share of assignments at least as far from the mean as the observed one. */
  double twoSidedP() {
    double mean = mean();
    double distance = Math.abs(observedPlus - mean);
    return (double) sums.stream().filter(sum -> Math.abs(sum - mean) >= distance).count()
        / sums.size();
  }

  double mean() {
    return sums.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  double standardDeviation() {
    double mean = mean();
    return Math.sqrt(
        sums.stream().mapToDouble(sum -> (sum - mean) * (sum - mean)).average().orElseThrow());
  }

  /** The mean of the positions that the tied absolute values would take. */
  private static double midRank(int difference, int[] all) {
    long smaller = Arrays.stream(all).filter(d -> Math.abs(d) < Math.abs(difference)).count();
    long tied = Arrays.stream(all).filter(d -> Math.abs(d) == Math.abs(difference)).count();
    return smaller + (tied + 1) / 2.0;
  }
}
