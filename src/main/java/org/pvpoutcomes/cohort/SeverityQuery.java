package org.pvpoutcomes.cohort;

import jakarta.persistence.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.Session;
import org.pvpoutcomes.study.ComplicationKind;
import org.pvpoutcomes.study.Severity;

/** How severe leakages and clinical events were. */
final class SeverityQuery {

  private static final String COUNT =
      """
      SELECT stratum, kind, severity, count(*), count(DISTINCT patient)
      FROM (
        SELECT {stratum} AS stratum, e.kind, e.patient, s.severity
        FROM member_event e
        JOIN member m USING (study, patient)
        LEFT JOIN member_vertebra v USING (study, patient, session, number)
        LEFT JOIN LATERAL unnest(e.severities) AS s (severity) ON true
        WHERE e.study = :study AND (NOT :ofVertebra OR v.number IS NOT NULL) {where}
      ) AS graded
      GROUP BY stratum, kind, severity
      """;

  private final Session session;
  private final String study;

  SeverityQuery(Session session, String study) {
    this.session = session;
    this.study = study;
  }

  /**
   * By stratum; what does not occur is absent.
   *
   * @param ofVertebrae whether only events at the vertebrae that are kept count
   */
  Map<List<String>, List<SeverityCount>> counts(Division division, boolean ofVertebrae) {
    Map<List<String>, List<SeverityCount>> counts = new HashMap<>();
    division
        .bind(session.createNativeQuery(division.divide(COUNT, ofVertebrae), Tuple.class))
        .setParameter("study", study)
        .setParameter("ofVertebra", ofVertebrae)
        .getResultStream()
        .forEach(
            row ->
                counts
                    .computeIfAbsent(
                        division.stratum(row.get(0, String.class)), _ -> new ArrayList<>())
                    .add(count(row)));
    return counts;
  }

  private static SeverityCount count(Tuple row) {
    String severity = row.get(2, String.class);
    return new SeverityCount(
        Codes.constant(ComplicationKind.class, row.get(1, String.class)),
        severity == null ? null : Codes.constant(Severity.class, severity),
        row.get(3, Number.class).longValue(),
        row.get(4, Number.class).longValue());
  }
}
