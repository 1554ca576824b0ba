package org.pvpoutcomes.cohort;

import jakarta.persistence.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.Session;
import org.pvpoutcomes.cohort.ComplicationCounts.SymptomaticLeakCount;

/** How many vertebrae, sessions and patients had a cement leakage with clinical consequences. */
final class SymptomaticLeakQuery {

  /** Patient by patient first, as in {@link ComplicationQuery}. */
  private static final String COUNT =
      """
      SELECT stratum, sum(vertebrae), sum(sessions), count(*) FILTER (WHERE sessions > 0),
             sum(not_said)
      FROM (
        SELECT stratum, patient,
               count(DISTINCT (session, number)) FILTER (WHERE symptomatic AND number IS NOT NULL)
                 AS vertebrae,
               count(DISTINCT session) FILTER (WHERE symptomatic) AS sessions,
               count(*) FILTER (WHERE symptomatic IS NULL) AS not_said
        FROM (
          SELECT {stratum} AS stratum, e.patient, e.session, e.number, e.symptomatic
          FROM member_event e
          JOIN member m USING (study, patient)
          LEFT JOIN member_vertebra v USING (study, patient, session, number)
          WHERE e.study = :study AND e.kind = 'cement-leakage'
            AND (NOT :ofVertebra OR v.number IS NOT NULL) {where}
        ) AS leak
        GROUP BY stratum, patient
      ) AS of_patient
      GROUP BY stratum
      """;

  private final Session session;
  private final String study;

  SymptomaticLeakQuery(Session session, String study) {
    this.session = session;
    this.study = study;
  }

  /**
   * By stratum; a stratum without leakages is absent.
   *
   * @param ofVertebrae whether only leakages at the vertebrae that are kept count
   */
  Map<List<String>, SymptomaticLeakCount> counts(Division division, boolean ofVertebrae) {
    Map<List<String>, SymptomaticLeakCount> counts = new HashMap<>();
    division
        .bind(session.createNativeQuery(division.divide(COUNT, ofVertebrae), Tuple.class))
        .setParameter("study", study)
        .setParameter("ofVertebra", ofVertebrae)
        .getResultStream()
        .forEach(row -> counts.put(division.stratum(row.get(0, String.class)), count(row)));
    return counts;
  }

  private static SymptomaticLeakCount count(Tuple row) {
    return new SymptomaticLeakCount(
        row.get(1, Number.class).longValue(),
        row.get(2, Number.class).longValue(),
        row.get(3, Number.class).longValue(),
        row.get(4, Number.class).longValue());
  }
}
