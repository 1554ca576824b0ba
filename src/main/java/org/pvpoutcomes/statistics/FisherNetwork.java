package org.pvpoutcomes.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.numbers.combinatorics.LogFactorial;
import org.jspecify.annotations.Nullable;

/**
 * Fisher's exact P by the network algorithm of Mehta and Patel (A network algorithm for performing
 * Fisher's exact test in r x c contingency tables, JASA 1983;78:427-434).
 *
 * <p>Tables with the observed totals are filled column by column. A node is what the columns so far
 * left of the row totals, in ascending order, as rows can change places; an arc is one way to fill
 * the next column, its length log(column! / product(cell!)). A table is a path, and its probability
 * that of its length. Paths that reach a node with the same length go on as one; when from there
 * all ways on are short enough they are summed in closed form, and when none is they are dropped.
 * Where two columns are left, the ways on are sorted, and those short enough looked up.
 */
final class FisherNetwork {

  /** Lengths that differ by less than this are those of equally probable tables. */
  private static final double TOLERANCE = 1e-7;

  /** Paths are taken together when their lengths agree to 1/RESOLUTION. */
  private static final double RESOLUTION = 1e11;

  /** Beyond it the steps, whose length grows with the rows, would not be short. */
  private static final int MAX_ROWS = 100;

  private static final LogFactorial LOG_FACTORIAL = LogFactorial.create().withCache(1000);

  private final List<Integer> rows;
  private final List<Integer> columns;
  private final double limit;
  private final double total;
  private long steps;

  private FisherNetwork(List<Integer> rows, List<Integer> columns, double observed, long steps) {
    this.rows = rows;
    this.columns = columns;
    this.limit = observed + TOLERANCE;
    this.total = length(rows);
    this.steps = steps;
  }

  /**
   * The P of {@code table}, which has at least two rows and two columns, none of them empty; null
   * when it takes more than {@code steps}.
   */
  static @Nullable Double p(ContingencyTable table, long steps) {
    ContingencyTable flat =
        table.counts().size() <= table.counts().getFirst().size() ? table : table.transposed();
    if (flat.counts().size() > MAX_ROWS) {
      return null;
    }
    List<Integer> columns =
        flat.columnTotals().stream()
            .map(Math::toIntExact)
            .sorted(Comparator.reverseOrder())
            .toList();
    List<Integer> rows = flat.rowTotals().stream().map(Math::toIntExact).sorted().toList();
    double observed = 0;
    for (List<Long> column : flat.transposed().counts()) {
      observed += length(column.stream().map(Math::toIntExact).toList());
    }
    try {
      return new FisherNetwork(rows, columns, observed, steps).p();
    } catch (TooManySteps tooMany) {
      return null;
    }
  }

  private double p() {
    List<Collection<Node>> stages = stages();
    for (Collection<Node> stage : stages.reversed()) {
      stage.forEach(Node::measure);
    }
    double p = pass(stages.getFirst().iterator().next(), new Path(0, 1));
    for (Collection<Node> stage : stages) {
      for (Node node : stage) {
        for (Path path : node.paths.values()) {
          for (Arc arc : node.arcs) {
            p += pass(arc.to, new Path(path.length + arc.length, path.number));
          }
        }
        node.paths.clear();
      }
    }
    return Math.min(1, p);
  }

  /**
   * Takes a path that has come to {@code node}: returns the probability of its ways on that are
   * short enough, or 0 after leaving it there to be carried on.
   */
  private double pass(Node node, Path path) {
    step();
    if (path.length + node.shortest > limit) {
      return 0;
    }
    double all = path.number * Math.exp(path.length + node.total - total);
    if (path.length + node.longest <= limit) {
      return all;
    }
    if (node.ends.length > 0) {
      return all * node.shareUpTo(limit - path.length);
    }
    node.add(path);
    return 0;
  }

  /** The nodes by number of filled columns, the last column excepted, which has one way only. */
  private List<Collection<Node>> stages() {
    List<Collection<Node>> stages = new ArrayList<>();
    stages.add(List.of(new Node(rows)));
    for (int column = 0; column < columns.size() - 1; column++) {
      Map<List<Integer>, Node> next = new LinkedHashMap<>();
      for (Node node : stages.getLast()) {
        fill(node, new int[node.rows.size()], 0, columns.get(column), next);
      }
      stages.add(next.values());
    }
    return stages;
  }

  /** Adds an arc for each way to put {@code left} observations in the rows from {@code row} on. */
  private void fill(Node node, int[] cells, int row, int left, Map<List<Integer>, Node> next) {
    step();
    if (row == cells.length - 1) {
      cells[row] = left;
      List<Integer> remaining = new ArrayList<>();
      List<Integer> column = new ArrayList<>();
      for (int i = 0; i < cells.length; i++) {
        remaining.add(node.rows.get(i) - cells[i]);
        column.add(cells[i]);
      }
      Collections.sort(remaining);
      node.arcs.add(new Arc(next.computeIfAbsent(remaining, Node::new), length(column)));
      return;
    }
    long room = 0;
    for (int i = row + 1; i < cells.length; i++) {
      room += node.rows.get(i);
    }
    int most = Math.min(left, node.rows.get(row));
    for (int cell = (int) Math.max(0, left - room); cell <= most; cell++) {
      cells[row] = cell;
      fill(node, cells, row + 1, left - cell, next);
    }
  }

  private void step() {
    if (--steps < 0) {
      throw new TooManySteps();
    }
  }

  /** log(sum! / product(parts!)): the logarithm of the number of ways to order the parts. */
  private static double length(List<Integer> parts) {
    int sum = 0;
    double logarithm = 0;
    for (int part : parts) {
      sum += part;
      logarithm -= LOG_FACTORIAL.value(part);
    }
    return logarithm + LOG_FACTORIAL.value(sum);
  }

  /** One way to fill the next column. */
  private record Arc(Node to, double length) {}

  /** Ways to get to a node with the same length. */
  private record Path(double length, double number) {}

  /**
   * What is left of the row totals. Where two columns are left all ways on are listed: their {@code
   * ends}, the lengths in ascending order, and {@code shares}, the probability up to each of them.
   */
  private static final class Node {

    private final List<Integer> rows;
    private final List<Arc> arcs = new ArrayList<>();
    private final Map<Long, Path> paths = new HashMap<>();
    private double[] ends = {};
    private double[] shares = {};
    private double total;
    private double longest;
    private double shortest;

    Node(List<Integer> rows) {
      this.rows = rows;
    }

    /** Measures all ways on: the sum of their probabilities, the longest, the shortest. */
    void measure() {
      total = length(rows);
      longest = arcs.isEmpty() ? total : Double.NEGATIVE_INFINITY;
      shortest = arcs.isEmpty() ? total : Double.POSITIVE_INFINITY;
      boolean last = true;
      for (Arc arc : arcs) {
        longest = Math.max(longest, arc.length + arc.to.longest);
        shortest = Math.min(shortest, arc.length + arc.to.shortest);
        last &= arc.to.arcs.isEmpty();
      }
      if (last) {
        ends = arcs.stream().mapToDouble(arc -> arc.length + arc.to.total).sorted().toArray();
        shares = Arrays.stream(ends).map(end -> Math.exp(end - total)).toArray();
        Arrays.parallelPrefix(shares, Double::sum);
      }
    }

    /** The share of the ways on that are no longer than {@code length}, by probability. */
    double shareUpTo(double length) {
      int found = Arrays.binarySearch(ends, length);
      int shorter = found >= 0 ? found + 1 : -found - 1;
      return shorter == 0 ? 0 : shares[shorter - 1];
    }

    void add(Path path) {
      paths.merge(
          Math.round(path.length * RESOLUTION),
          path,
          (known, added) -> new Path(known.length, known.number + added.number));
    }
  }

  /** The enumeration was given up. */
  private static final class TooManySteps extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooManySteps() {
      super(null, null, false, false);
    }
  }
}
