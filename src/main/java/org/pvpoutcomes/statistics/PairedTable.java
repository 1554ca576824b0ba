package org.pvpoutcomes.statistics;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * How often each pair of values was observed: a cross table of the values of the same subjects at
 * two time points.
 *
 * @param scale the size of a step, the same for both time points
 * @param cells one cell per observed pair of values, by {@code from} and then {@code to}
 */
public record PairedTable(Scale scale, List<Cell> cells) {

  /**
   * The number of subjects that went from one value to another.
   *
   * @param from earlier value in steps
   * @param to later value in steps
   * @param count number of subjects
   */
  public record Cell(int from, int to, long count) {

    /**
     * Refuses impossible cells.
     *
     * @throws IllegalArgumentException when the count is negative or the difference of the values
     *     does not fit an {@code int}
     */
    public Cell {
      if (count < 0) {
        throw new IllegalArgumentException("A count is at least 0, not " + count);
      }
      long difference = (long) from - to;
      if (difference != (int) difference) {
        throw new IllegalArgumentException("Too far apart: " + from + " and " + to);
      }
    }

    /** Earlier value minus later value in steps: positive when the value fell. */
    public int difference() {
      return from - to;
    }
  }

  /**
   * Merges cells of the same pair of values, drops empty ones and orders them, so that equal data
   * make equal tables.
   *
   * @throws IllegalArgumentException when there are more pairs than {@link
   *     FrequencyTable#MAX_OBSERVATIONS}
   */
  public PairedTable {
    cells =
        cells.stream()
            .collect(
                Collectors.groupingBy(
                    cell -> Map.entry(cell.from(), cell.to()),
                    Collectors.reducing(0L, Cell::count, Math::addExact)))
            .entrySet()
            .stream()
            .filter(entry -> entry.getValue() > 0)
            .map(
                entry ->
                    new Cell(entry.getKey().getKey(), entry.getKey().getValue(), entry.getValue()))
            .sorted(Comparator.comparingInt(Cell::from).thenComparingInt(Cell::to))
            .toList();
    margin(scale, cells, Cell::from);
  }

  /** A table of {@code cells}, in any order; cells of the same pair of values are added up. */
  public static PairedTable of(Scale scale, List<Cell> cells) {
    return new PairedTable(scale, cells);
  }

  /** Number of pairs; 0 for an empty table. */
  public long n() {
    return cells.stream().mapToLong(Cell::count).sum();
  }

  /** The differences, earlier minus later value: positive when the value fell. */
  public FrequencyTable differences() {
    return margin(scale, cells, Cell::difference);
  }

  /** The earlier values of the pairs. */
  public FrequencyTable from() {
    return margin(scale, cells, Cell::from);
  }

  /** The later values of the pairs. */
  public FrequencyTable to() {
    return margin(scale, cells, Cell::to);
  }

  private static FrequencyTable margin(Scale scale, List<Cell> cells, ToIntFunction<Cell> value) {
    SortedMap<Integer, Long> counts = new TreeMap<>();
    for (Cell cell : cells) {
      counts.merge(value.applyAsInt(cell), cell.count(), Math::addExact);
    }
    return new FrequencyTable(scale, counts);
  }
}
