package org.pvpoutcomes.cohort;

import jakarta.persistence.Tuple;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.Session;
import org.pvpoutcomes.study.ConsensusResponse;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Protocol;

/** Counts the consensus pain responses of each comparison, by one GROUP BY over one scan. */
final class ConsensusQuery {

  /** Who was derived before the response was is not evaluable until derived again. */
  private static final String COUNT =
      """
      SELECT stratum, number, response, without_pain, count(*)
      FROM (
        SELECT {stratum} AS stratum, t.number,
               coalesce(m.consensus[t.number], 'not-evaluable') AS response,
               m.series[:pain][t.first_point] IS NULL OR m.series[:pain][t.second_point] IS NULL
                 AS without_pain
        FROM member m
        CROSS JOIN unnest(CAST(:firsts AS integer[]), CAST(:seconds AS integer[]))
          WITH ORDINALITY AS t (first_point, second_point, number)
        WHERE m.study = :study AND m.inclusion = 'included' {where}
      ) AS cell
      GROUP BY stratum, number, response, without_pain
      """;

  private final Session session;
  private final Protocol protocol;
  private final String study;
  private final Division division;

  ConsensusQuery(Session session, Dataset dataset, Division division) {
    this.session = session;
    this.protocol = dataset.protocol();
    this.study = dataset.key();
    this.division = division;
  }

  /**
   * One entry per comparison of the protocol, in its order, by stratum. A stratum without patients
   * is absent.
   */
  Map<List<String>, List<ConsensusCounts>> run() {
    Map<List<String>, List<Tally>> strata = new HashMap<>();
    division
        .bind(session.createNativeQuery(division.divide(COUNT, false), Tuple.class))
        .setParameter("study", study)
        .setParameter("pain", protocol.measures().indexOf(Measure.VAS_PAIN) + 1)
        .setParameter("firsts", positions(true))
        .setParameter("seconds", positions(false))
        .getResultStream()
        .forEach(
            row ->
                strata
                    .computeIfAbsent(
                        division.stratum(row.get(0, String.class)), _ -> none(protocol))
                    .get(row.get(1, Number.class).intValue() - 1)
                    .add(row));
    Map<List<String>, List<ConsensusCounts>> counts = new HashMap<>();
    strata.forEach(
        (stratum, tallies) -> counts.put(stratum, tallies.stream().map(Tally::counts).toList()));
    return counts;
  }

  /** What a stratum without patients has. */
  static List<ConsensusCounts> ofNobody(Protocol protocol) {
    return none(protocol).stream().map(Tally::counts).toList();
  }

  private static List<Tally> none(Protocol protocol) {
    List<Tally> tallies = new ArrayList<>();
    protocol.comparisons().forEach(_ -> tallies.add(new Tally()));
    return tallies;
  }

  private Integer[] positions(boolean first) {
    return protocol.comparisons().stream()
        .map(c -> protocol.timePointIndex(first ? c.from() : c.to()) + 1)
        .toArray(Integer[]::new);
  }

  /** The counts of one comparison while they are filled. */
  private static final class Tally {
    private final Map<ConsensusResponse, Long> responses = new EnumMap<>(ConsensusResponse.class);
    private long withoutPain;

    void add(Tuple row) {
      long count = row.get(4, Number.class).longValue();
      responses.merge(
          Codes.constant(ConsensusResponse.class, row.get(2, String.class)), count, Long::sum);
      if (row.get(3, Boolean.class)) {
        withoutPain += count;
      }
    }

    ConsensusCounts counts() {
      return new ConsensusCounts(responses, withoutPain);
    }
  }
}
