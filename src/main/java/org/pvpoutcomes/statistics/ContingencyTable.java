package org.pvpoutcomes.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Counts of independent observations by two properties, e.g. stratum and leak.
 *
 * @param counts one list per row, all of the same length, each count at least 0 and all together at
 *     most 2^31 - 1; unmodifiable
 */
public record ContingencyTable(List<List<Long>> counts) {

  /**
   * Copies the counts.
   *
   * @throws IllegalArgumentException when rows differ in length, a count is negative, or the counts
   *     exceed 2^31 - 1
   */
  public ContingencyTable {
    counts = counts.stream().map(List::copyOf).toList();
    long total = 0;
    for (List<Long> row : counts) {
      if (row.size() != counts.getFirst().size()) {
        throw new IllegalArgumentException("The rows of a contingency table are equally long");
      }
      for (long count : row) {
        if (count < 0 || count > Integer.MAX_VALUE - total) {
          throw new IllegalArgumentException(
              "Counts are at least 0 and together at most " + Integer.MAX_VALUE + ", not " + count);
        }
        total += count;
      }
    }
  }

  /** The total of each row. */
  List<Long> rowTotals() {
    return counts.stream().map(row -> row.stream().mapToLong(Long::longValue).sum()).toList();
  }

  /** The total of each column. */
  List<Long> columnTotals() {
    return transposed().rowTotals();
  }

  /** Number of observations. */
  public long n() {
    return rowTotals().stream().mapToLong(Long::longValue).sum();
  }

  /** Rows become columns. */
  ContingencyTable transposed() {
    List<List<Long>> columns = new ArrayList<>();
    int width = counts.isEmpty() ? 0 : counts.getFirst().size();
    for (int column = 0; column < width; column++) {
      int index = column;
      columns.add(counts.stream().map(row -> row.get(index)).toList());
    }
    return new ContingencyTable(columns);
  }

  /** Without rows and columns in which nothing was observed: they say nothing about dependence. */
  ContingencyTable observed() {
    return observedRows().transposed().observedRows().transposed();
  }

  private ContingencyTable observedRows() {
    List<Long> totals = rowTotals();
    return new ContingencyTable(
        IntStream.range(0, counts.size())
            .filter(row -> totals.get(row) > 0)
            .mapToObj(counts::get)
            .toList());
  }

  /** Whether there are at least two rows and two columns with observations. */
  public boolean comparable() {
    return rowTotals().stream().filter(total -> total > 0).count() > 1
        && columnTotals().stream().filter(total -> total > 0).count() > 1;
  }
}
