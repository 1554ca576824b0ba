package org.pvpoutcomes.cohort;

import jakarta.persistence.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.Session;
import org.pvpoutcomes.cohort.ComplicationCounts.DeathCount;

/** How many patients died, by the Patient or by an event that reports it. */
final class DeathQuery {

  /**
   * A patient with vertebrae of several strata is in each of them, and once in each. The events are
   * looked up in one scan, not patient by patient.
   */
  private static final String COUNT =
      """
      SELECT stratum, count(*), count(*) FILTER (WHERE death_day <= :days),
             count(*) FILTER (WHERE death_day IS NULL)
      FROM (
        SELECT DISTINCT {stratum} AS stratum, m.patient, m.death_day
        FROM member m {vertebrae}
        WHERE m.study = :study AND m.inclusion = 'included'
          AND (m.deceased
               OR m.patient IN (SELECT e.patient FROM member_event e
                                WHERE e.study = :study AND e.kind = 'death'))
          AND (m.death_day IS NULL OR m.death_day >= 0) {where}
      ) AS died
      GROUP BY stratum
      """;

  private static final String VERTEBRAE = "JOIN member_vertebra v USING (study, patient)";

  /** Days after the index session of an early death, the last included. */
  private static final int DAYS = 30;

  private final Session session;
  private final String study;

  DeathQuery(Session session, String study) {
    this.session = session;
    this.study = study;
  }

  /**
   * By stratum; a stratum in which nobody died is absent.
   *
   * @param ofVertebrae whether patients with at least one of the vertebrae count that are kept
   */
  Map<List<String>, DeathCount> counts(Division division, boolean ofVertebrae) {
    Map<List<String>, DeathCount> counts = new HashMap<>();
    String sql =
        division.divide(COUNT.replace("{vertebrae}", ofVertebrae ? VERTEBRAE : ""), ofVertebrae);
    division
        .bind(session.createNativeQuery(sql, Tuple.class))
        .setParameter("study", study)
        .setParameter("days", DAYS)
        .getResultStream()
        .forEach(row -> counts.put(division.stratum(row.get(0, String.class)), count(row)));
    return counts;
  }

  private static DeathCount count(Tuple row) {
    return new DeathCount(
        row.get(1, Number.class).longValue(),
        row.get(2, Number.class).longValue(),
        row.get(3, Number.class).longValue());
  }
}
