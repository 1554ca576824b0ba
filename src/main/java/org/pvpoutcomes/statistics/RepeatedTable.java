package org.pvpoutcomes.statistics;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How often each series of values was observed in the subjects that have a value at every one of
 * the same time points (complete cases).
 *
 * @param scale the size of a step, the same for all time points
 * @param timePoints number of time points, at least 2
 * @param series one entry per observed series, ordered by the values in turn
 */
public record RepeatedTable(Scale scale, int timePoints, List<Series> series) {

  private static final Comparator<List<Integer>> LEXICOGRAPHIC =
      (a, b) -> {
        for (int i = 0; i < a.size(); i++) {
          if (!a.get(i).equals(b.get(i))) {
            return Integer.compare(a.get(i), b.get(i));
          }
        }
        return 0;
      };

  /**
   * The number of subjects with one series of values.
   *
   * @param values value in steps at each time point, in the order of time
   * @param count number of subjects
   */
  public record Series(List<Integer> values, long count) {

    /**
     * Copies the values.
     *
     * @throws IllegalArgumentException when the count is negative
     */
    public Series {
      values = List.copyOf(values);
      if (count < 0) {
        throw new IllegalArgumentException("A count is at least 0, not " + count);
      }
    }
  }

  /**
   * Merges equal series, drops empty ones and orders them, so that equal data make equal tables.
   *
   * @throws IllegalArgumentException when there are fewer than 2 time points, a series has another
   *     number of values, or there are more subjects than {@link FrequencyTable#MAX_OBSERVATIONS}
   */
  public RepeatedTable {
    if (timePoints < 2) {
      throw new IllegalArgumentException("Values repeat at 2 time points or more");
    }
    for (Series one : series) {
      if (one.values().size() != timePoints) {
        throw new IllegalArgumentException(
            one.values().size() + " values for " + timePoints + " time points");
      }
    }
    Map<List<Integer>, Long> counts =
        series.stream()
            .collect(
                Collectors.groupingBy(
                    Series::values, Collectors.reducing(0L, Series::count, Math::addExact)));
    series =
        counts.entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            .map(entry -> new Series(entry.getKey(), entry.getValue()))
            .sorted(Comparator.comparing(Series::values, LEXICOGRAPHIC))
            .toList();
    long n = series.stream().mapToLong(Series::count).reduce(0, Math::addExact);
    if (n > FrequencyTable.MAX_OBSERVATIONS) {
      throw new IllegalArgumentException(
          "At most " + FrequencyTable.MAX_OBSERVATIONS + " subjects, not " + n);
    }
  }

  /** Number of subjects; 0 for an empty table. */
  public long n() {
    return series.stream().mapToLong(Series::count).sum();
  }

  /**
   * The values at two of the time points, counted from 0.
   *
   * @throws IllegalArgumentException when two values are too far apart for {@link PairedTable}
   */
  public PairedTable pairs(int from, int to) {
    return PairedTable.of(
        scale,
        series.stream()
            .map(
                one ->
                    new PairedTable.Cell(one.values().get(from), one.values().get(to), one.count()))
            .toList());
  }
}
