package org.pvpoutcomes.cohort;

import jakarta.persistence.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hibernate.Session;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Protocol;

/**
 * Counts the complete cases of each measure, by one scan with a grouping for the orders of values
 * and one for each two time points. What comes back grows with the number of distinct differences,
 * not with that of patients.
 */
final class CompleteCasesQuery {

  /**
   * GROUPING has a bit for each two time points, from the highest, 0 where it is grouped by. An
   * order is one number, a digit for each time point. OFFSET 0 has the planner read each value
   * once.
   */
  private static final String COUNT =
      """
      SELECT stratum, number, GROUPING({differences}), value_order, coalesce({differences}),
             count(*)
      FROM (
        SELECT stratum, number, {order} AS value_order, {subtractions}
        FROM (
          SELECT {stratum} AS stratum, t.number, {values}
          FROM member m
          CROSS JOIN unnest(CAST(:measures AS integer[])) WITH ORDINALITY AS t (measure, number)
          WHERE m.study = :study AND m.inclusion = 'included' {where}
          OFFSET 0
        ) AS series
        WHERE {complete}
      ) AS cell
      GROUP BY GROUPING SETS ((stratum, number, value_order), {sets})
      """;

  /** A digit counts the smaller ones of the other values, which are fewer than this. */
  private static final int BASE = CompleteCases.MOST_TIME_POINTS;

  private final Session session;
  private final Dataset dataset;
  private final List<Measure> measures;
  private final Division division;
  private final int timePoints;

  /**
   * A query.
   *
   * @param dataset of a protocol with as many time points as {@link CompleteCases} are of
   */
  CompleteCasesQuery(Session session, Dataset dataset, List<Measure> measures, Division division) {
    this.session = session;
    this.dataset = dataset;
    this.measures = measures;
    this.division = division;
    this.timePoints = dataset.protocol().timePoints().size();
  }

  /** One entry per measure by stratum; a stratum without complete cases is absent. */
  Map<List<String>, List<CompleteCases>> run() {
    Protocol protocol = dataset.protocol();
    Map<List<String>, List<Tally>> strata = new HashMap<>();
    division
        .bind(session.createNativeQuery(division.divide(sql(), false), Tuple.class))
        .setParameter("study", dataset.key())
        .setParameter(
            "measures",
            measures.stream()
                .map(measure -> protocol.measures().indexOf(measure) + 1)
                .toArray(Integer[]::new))
        .getResultStream()
        .forEach(
            row ->
                strata
                    .computeIfAbsent(
                        division.stratum(row.get(0, String.class)),
                        _ -> tallies(measures.size(), timePoints))
                    .get(row.get(1, Number.class).intValue() - 1)
                    .add(row, this));
    return strata.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> counts(entry.getValue())));
  }

  /** What a stratum without complete cases has. */
  static List<CompleteCases> ofNobody(int measures, int timePoints) {
    return counts(tallies(measures, timePoints));
  }

  private static List<Tally> tallies(int measures, int timePoints) {
    return IntStream.range(0, measures).mapToObj(_ -> new Tally(pairs(timePoints).size())).toList();
  }

  private static List<CompleteCases> counts(List<Tally> tallies) {
    return tallies.stream()
        .map(tally -> new CompleteCases(tally.orders, tally.differences))
        .toList();
  }

  private String sql() {
    List<int[]> pairs = pairs(timePoints);
    String differences = joined(pairs, pair -> "d%d_%d".formatted(pair[0], pair[1]), ", ");
    return COUNT
        .replace("{differences}", differences)
        .replace(
            "{subtractions}",
            joined(pairs, pair -> "v%1$d - v%2$d AS d%1$d_%2$d".formatted(pair[0], pair[1]), ", "))
        .replace(
            "{sets}",
            joined(pairs, pair -> "(stratum, number, d%d_%d)".formatted(pair[0], pair[1]), ", "))
        .replace("{order}", joined(points(), this::digit, " + "))
        .replace(
            "{values}",
            joined(points(), point -> "m.series[t.measure][%1$d] AS v%1$d".formatted(point), ", "))
        .replace("{complete}", joined(points(), point -> "v" + point + " IS NOT NULL", " AND "));
  }

  /** SQL: how many values are smaller than that of a time point, at the place of its digit. */
  private String digit(int point) {
    return joined(
        points().stream().filter(other -> other != point).toList(),
        other ->
            "%d * CAST(v%d < v%d AS integer)"
                .formatted(Math.powExact(BASE, point - 1), other, point),
        " + ");
  }

  private List<Integer> digits(int order) {
    List<Integer> digits = new ArrayList<>();
    for (int rest = order; digits.size() < timePoints; rest /= BASE) {
      digits.add(rest % BASE);
    }
    return digits;
  }

  private List<Integer> points() {
    return IntStream.rangeClosed(1, timePoints).boxed().toList();
  }

  private static List<int[]> pairs(int timePoints) {
    List<int[]> pairs = new ArrayList<>();
    for (int first = 1; first <= timePoints; first++) {
      for (int second = first + 1; second <= timePoints; second++) {
        pairs.add(new int[] {first, second});
      }
    }
    return pairs;
  }

  private static <T> String joined(List<T> parts, Function<T, String> text, String separator) {
    return parts.stream().map(text).collect(Collectors.joining(separator));
  }

  /** The counts of one measure while they are filled. */
  private static final class Tally {
    private final Map<List<Integer>, Long> orders = new HashMap<>();
    private final List<SortedMap<Integer, Long>> differences = new ArrayList<>();

    Tally(int pairs) {
      for (int i = 0; i < pairs; i++) {
        differences.add(new TreeMap<>());
      }
    }

    void add(Tuple row, CompleteCasesQuery query) {
      Integer order = row.get(3, Integer.class);
      long count = row.get(5, Number.class).longValue();
      if (order == null) {
        int groupedBy = ~row.get(2, Integer.class) & ((1 << differences.size()) - 1);
        differences
            .get(differences.size() - 1 - Integer.numberOfTrailingZeros(groupedBy))
            .put(row.get(4, Integer.class), count);
      } else {
        orders.put(query.digits(order), count);
      }
    }
  }
}
