package org.pvpoutcomes.statistics;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Several groups ranked together, equal values sharing their mean rank.
 *
 * @param n number of observations of all groups
 * @param sizes number of observations of each group
 * @param doubledExcess of each group, twice the sum of its ranks minus twice its expectation: 2R -
 *     size (n + 1)
 * @param ties size of each set of equal values and twice its rank, ascending
 */
record PooledRanks(long n, List<Long> sizes, List<Long> doubledExcess, List<Tie> ties) {

  /**
   * Equal values.
   *
   * @param size how many
   * @param doubledRank twice the rank that they share
   */
  record Tie(long size, long doubledRank) {}

  /**
   * Ranks the values of all {@code groups}.
   *
   * @throws IllegalArgumentException when the groups have different scales, or together more than
   *     {@link FrequencyTable#MAX_OBSERVATIONS}
   */
  static PooledRanks of(List<FrequencyTable> groups) {
    SortedMap<Integer, Long> pooled = new TreeMap<>();
    for (FrequencyTable group : groups) {
      if (!group.scale().equals(groups.getFirst().scale())) {
        throw new IllegalArgumentException("Groups that are compared have the same scale");
      }
      group.counts().forEach((value, count) -> pooled.merge(value, count, Long::sum));
    }
    long n = 0;
    for (FrequencyTable group : groups) {
      n += group.n();
      if (n > FrequencyTable.MAX_OBSERVATIONS) {
        throw new IllegalArgumentException(
            "At most " + FrequencyTable.MAX_OBSERVATIONS + " observations can be ranked");
      }
    }
    List<Tie> ties = new ArrayList<>();
    SortedMap<Integer, Long> doubledRanks = new TreeMap<>();
    long ranked = 0;
    for (Map.Entry<Integer, Long> value : pooled.entrySet()) {
      Tie tie = new Tie(value.getValue(), 2 * ranked + value.getValue() + 1);
      ties.add(tie);
      doubledRanks.put(value.getKey(), tie.doubledRank());
      ranked += tie.size();
    }
    List<Long> excess = new ArrayList<>();
    for (FrequencyTable group : groups) {
      long sum = 0;
      for (Map.Entry<Integer, Long> value : group.counts().entrySet()) {
        sum += value.getValue() * (doubledRanks.getOrDefault(value.getKey(), 0L) - (n + 1));
      }
      excess.add(sum);
    }
    return new PooledRanks(n, groups.stream().map(FrequencyTable::n).toList(), excess, ties);
  }

  /**
   * 12 times the sum of squared deviations of the ranks from their mean, n^3 - n - sum(t^3 - t)
   * over ties of size t; 0 when all values are equal.
   */
  double twelvefoldSquares() {
    return ties.stream()
        .map(tie -> cubeLessItself(tie.size()))
        .reduce(cubeLessItself(n), BigInteger::subtract)
        .doubleValue();
  }

  private static BigInteger cubeLessItself(long number) {
    BigInteger value = BigInteger.valueOf(number);
    return value.pow(3).subtract(value);
  }
}
