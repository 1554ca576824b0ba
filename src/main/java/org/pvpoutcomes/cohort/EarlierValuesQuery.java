package org.pvpoutcomes.cohort;

import jakarta.persistence.Tuple;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.hibernate.Session;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Protocol;

/**
 * Sums of the earlier values of each comparison, of all included patients with both values: the
 * same for every stratum and filter, so that a threshold in standard deviations is.
 */
final class EarlierValuesQuery {

  private static final String SUM =
      """
      SELECT number, count(*), coalesce(sum(CAST(first AS numeric)), 0),
             coalesce(sum(CAST(first AS numeric) * first), 0)
      FROM (
        SELECT t.number, m.series[t.measure][t.first_point] AS first,
               m.series[t.measure][t.second_point] AS second
        FROM member m
        CROSS JOIN unnest(CAST(:measures AS integer[]), CAST(:firsts AS integer[]),
                          CAST(:seconds AS integer[]))
          WITH ORDINALITY AS t (measure, first_point, second_point, number)
        WHERE m.study = :study AND m.inclusion = 'included'
      ) AS cell
      WHERE first IS NOT NULL AND second IS NOT NULL
      GROUP BY number
      """;

  private final Session session;
  private final Dataset dataset;
  private final List<Measure> measures;

  EarlierValuesQuery(Session session, Dataset dataset, List<Measure> measures) {
    this.session = session;
    this.dataset = dataset;
    this.measures = measures;
  }

  /** One entry per comparison of the protocol, in its order, by measure. */
  Map<Measure, List<ValueSums>> run() {
    Map<Measure, List<ValueSums>> sums = new EnumMap<>(Measure.class);
    if (measures.isEmpty()) {
      return sums;
    }
    Protocol protocol = dataset.protocol();
    List<Integer> positions = new ArrayList<>();
    List<Integer> firsts = new ArrayList<>();
    List<Integer> seconds = new ArrayList<>();
    List<ValueSums> all = new ArrayList<>();
    for (Measure measure : measures) {
      for (Protocol.Comparison comparison : protocol.comparisons()) {
        positions.add(protocol.measures().indexOf(measure) + 1);
        firsts.add(protocol.timePointIndex(comparison.from()) + 1);
        seconds.add(protocol.timePointIndex(comparison.to()) + 1);
        all.add(ValueSums.NONE);
      }
    }
    session
        .createNativeQuery(SUM, Tuple.class)
        .setParameter("study", dataset.key())
        .setParameter("measures", positions.toArray(Integer[]::new))
        .setParameter("firsts", firsts.toArray(Integer[]::new))
        .setParameter("seconds", seconds.toArray(Integer[]::new))
        .getResultStream()
        .forEach(row -> all.set(row.get(0, Number.class).intValue() - 1, sums(row)));
    int perMeasure = protocol.comparisons().size();
    for (int i = 0; i < measures.size(); i++) {
      sums.put(measures.get(i), List.copyOf(all.subList(i * perMeasure, (i + 1) * perMeasure)));
    }
    return sums;
  }

  private static ValueSums sums(Tuple row) {
    return new ValueSums(
        row.get(1, Number.class).longValue(),
        row.get(2, BigDecimal.class).toBigIntegerExact(),
        row.get(3, BigDecimal.class).toBigIntegerExact());
  }
}
