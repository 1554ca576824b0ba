package org.pvpoutcomes.cohort;

import jakarta.persistence.Tuple;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.hibernate.Session;
import org.pvpoutcomes.study.Criterion;
import org.pvpoutcomes.study.Eligibility.Result;
import org.pvpoutcomes.study.Protocol;

/** How each criterion of a protocol came out, among the patients with an index session. */
final class EligibilityQuery {

  private static final String COUNT =
      """
      SELECT criterion, m.eligibility[criterion] AS result, count(*)
      FROM member m
      CROSS JOIN generate_series(1, :criteria) AS criterion
      WHERE m.study = :study AND m.eligibility[criterion] IS NOT NULL
      GROUP BY criterion, result
      """;

  private final Session session;
  private final Protocol protocol;
  private final String study;

  EligibilityQuery(Session session, Dataset dataset) {
    this.session = session;
    this.protocol = dataset.protocol();
    this.study = dataset.key();
  }

  List<EligibilityCounts> run() {
    List<Criterion> criteria = protocol.eligibility();
    List<Map<Result, Long>> counts = new ArrayList<>();
    criteria.forEach(criterion -> counts.add(new EnumMap<>(Result.class)));
    session
        .createNativeQuery(COUNT, Tuple.class)
        .setParameter("study", study)
        .setParameter("criteria", criteria.size())
        .getResultStream()
        .forEach(
            row ->
                counts
                    .get(row.get(0, Integer.class) - 1)
                    .put(
                        Codes.constant(Result.class, row.get(1, String.class)),
                        row.get(2, Number.class).longValue()));
    List<EligibilityCounts> all = new ArrayList<>();
    for (Criterion criterion : criteria) {
      Map<Result, Long> of = counts.get(all.size());
      all.add(
          new EligibilityCounts(
              criterion,
              of.getOrDefault(Result.MET, 0L),
              of.getOrDefault(Result.NOT_MET, 0L),
              of.getOrDefault(Result.UNKNOWN, 0L)));
    }
    return all;
  }
}
