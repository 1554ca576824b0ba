package org.pvpoutcomes.cohort;

import jakarta.persistence.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hibernate.Session;
import org.pvpoutcomes.cohort.OutcomeCounts.MeasureCounts;
import org.pvpoutcomes.cohort.OutcomeCounts.PairCount;
import org.pvpoutcomes.cohort.OutcomeCounts.StratumCounts;
import org.pvpoutcomes.study.ImportantDifference;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Protocol;

/**
 * The frequency tables of the outcomes, those of time points and pairs by one GROUP BY over one
 * scan: each member is joined to the list of tables, and each table names the cells of the member's
 * series that it counts.
 */
final class OutcomeQuery {

  /**
   * A table of one time point has no second one (0, where every array is null). The order makes the
   * answer repeatable.
   */
  private static final String COUNT =
      """
      SELECT stratum, number, first, second, count(*)
      FROM (
        SELECT {stratum} AS stratum, t.number, t.second_point = 0 AS single,
               m.series[t.measure][t.first_point] AS first,
               m.series[t.measure][t.second_point] AS second
        FROM member m
        CROSS JOIN unnest(CAST(:measures AS integer[]), CAST(:firsts AS integer[]),
                          CAST(:seconds AS integer[]))
          WITH ORDINALITY AS t (measure, first_point, second_point, number)
        WHERE m.study = :study AND m.inclusion = 'included' {where}
      ) AS cell
      WHERE single OR (first IS NOT NULL AND second IS NOT NULL)
      GROUP BY stratum, number, first, second
      ORDER BY stratum, number, first, second
      """;

  private final Session session;
  private final Protocol protocol;
  private final String study;
  private final Dataset dataset;
  private final List<Measure> measures;
  private final Division division;

  OutcomeQuery(Session session, Dataset dataset, List<Measure> measures, Division division) {
    this.session = session;
    this.protocol = dataset.protocol();
    this.study = dataset.key();
    this.dataset = dataset;
    this.measures = measures;
    this.division = division;
  }

  OutcomeCounts run() {
    CohortSizeQuery sizes = new CohortSizeQuery(session, study, division);
    CohortSize cohort = sizes.all(false);
    Map<List<String>, List<Table>> tables = tables();
    Map<List<String>, List<CompleteCases>> complete = completeCases();
    Map<List<String>, List<ConsensusCounts>> consensus = consensus();
    SortedMap<List<String>, CohortSize> strata =
        division.by().isEmpty() ? new TreeMap<>(division.order()) : sizes.strata(false);
    if (division.by().isEmpty()) {
      strata.put(List.of(), cohort);
    }
    List<StratumCounts> counts = new ArrayList<>();
    strata.forEach(
        (stratum, size) ->
            counts.add(
                new StratumCounts(
                    stratum,
                    size,
                    measures(
                        tables.getOrDefault(stratum, List.of()),
                        complete.getOrDefault(
                            stratum,
                            CompleteCasesQuery.ofNobody(
                                measures.size(), protocol.timePoints().size())),
                        consensus.getOrDefault(stratum, ConsensusQuery.ofNobody(protocol))))));
    return new OutcomeCounts(cohort, earlierValues(), counts);
  }

  /** The filled tables by stratum. */
  private Map<List<String>, List<Table>> tables() {
    Map<List<String>, List<Table>> strata = new HashMap<>();
    int perMeasure = protocol.timePoints().size() + protocol.comparisons().size();
    List<Integer> positions = new ArrayList<>();
    List<Integer> firsts = new ArrayList<>();
    List<Integer> seconds = new ArrayList<>();
    for (Measure measure : measures) {
      int position = protocol.measures().indexOf(measure) + 1;
      for (int timePoint = 1; timePoint <= protocol.timePoints().size(); timePoint++) {
        positions.add(position);
        firsts.add(timePoint);
        seconds.add(0);
      }
      for (Protocol.Comparison comparison : protocol.comparisons()) {
        positions.add(position);
        firsts.add(protocol.timePointIndex(comparison.from()) + 1);
        seconds.add(protocol.timePointIndex(comparison.to()) + 1);
      }
    }
    division
        .bind(session.createNativeQuery(division.divide(COUNT, false), Tuple.class))
        .setParameter("study", study)
        .setParameter("measures", positions.toArray(Integer[]::new))
        .setParameter("firsts", firsts.toArray(Integer[]::new))
        .setParameter("seconds", seconds.toArray(Integer[]::new))
        .getResultStream()
        .forEach(
            row ->
                strata
                    .computeIfAbsent(
                        division.stratum(row.get(0, String.class)),
                        stratum -> emptyTables(measures.size() * perMeasure))
                    .get(row.get(1, Number.class).intValue() - 1)
                    .add(row));
    return strata;
  }

  /** One entry per measure by stratum; empty where they are not counted. */
  private Map<List<String>, List<CompleteCases>> completeCases() {
    return CompleteCases.areOf(protocol.timePoints().size())
        ? new CompleteCasesQuery(session, dataset, measures, division).run()
        : Map.of();
  }

  /** One entry per comparison by stratum; empty where the pain response is not asked for. */
  private Map<List<String>, List<ConsensusCounts>> consensus() {
    return isJudged(measures) ? new ConsensusQuery(session, dataset, division).run() : Map.of();
  }

  private boolean isJudged(List<Measure> asked) {
    return protocol.painResponse() != null && asked.contains(Measure.VAS_PAIN);
  }

  private Map<Measure, List<ValueSums>> earlierValues() {
    return new EarlierValuesQuery(
            session,
            dataset,
            protocol.importantDifferences().stream()
                .filter(ImportantDifference::isInDeviations)
                .map(ImportantDifference::measure)
                .filter(measures::contains)
                .toList())
        .run();
  }

  private List<MeasureCounts> measures(
      List<Table> filled, List<CompleteCases> complete, List<ConsensusCounts> consensus) {
    int timePoints = protocol.timePoints().size();
    int perMeasure = timePoints + protocol.comparisons().size();
    List<Table> tables = filled.isEmpty() ? emptyTables(measures.size() * perMeasure) : filled;
    List<MeasureCounts> counts = new ArrayList<>();
    for (int i = 0; i < measures.size(); i++) {
      List<Table> ofMeasure = tables.subList(i * perMeasure, (i + 1) * perMeasure);
      counts.add(
          new MeasureCounts(
              measures.get(i),
              ofMeasure.subList(0, timePoints).stream().map(Table::frequencies).toList(),
              ofMeasure.subList(timePoints, perMeasure).stream().map(t -> t.pairs).toList(),
              CompleteCases.areOf(timePoints) ? complete.get(i) : null,
              isJudged(List.of(measures.get(i))) ? consensus : List.of()));
    }
    return counts;
  }

  private static List<Table> emptyTables(int count) {
    List<Table> tables = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      tables.add(new Table());
    }
    return tables;
  }

  /** One table while it is filled: of one time point or of pairs. */
  private static final class Table {
    private final TreeMap<Integer, Long> values = new TreeMap<>();
    private long missing;
    private final List<PairCount> pairs = new ArrayList<>();

    void add(Tuple row) {
      Integer first = row.get(2, Integer.class);
      Integer second = row.get(3, Integer.class);
      long count = row.get(4, Number.class).longValue();
      if (first == null) {
        missing = count;
      } else if (second == null) {
        values.put(first, count);
      } else {
        pairs.add(new PairCount(first, second, count));
      }
    }

    Frequencies<Integer> frequencies() {
      return new Frequencies<>(values, missing);
    }
  }
}
