package org.pvpoutcomes.cohort;

import jakarta.persistence.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.Session;
import org.pvpoutcomes.cohort.FollowUpEnd.End;

/** When and how the observation of patients ended: first clinical event, death, last day. */
final class FollowUpQuery {

  /**
   * The first event is the smallest pair of day and 0 where its onset is said, 1 where it has the
   * day of its session. An event on the day of death comes before it. A day of death before the
   * index session is no death, as in {@link DeathQuery}.
   */
  private static final String COUNT =
      """
      SELECT stratum, day, ending, count(*), count(*) FILTER (WHERE onset_not_said),
             count(*) FILTER (WHERE ending = 'CENSORED' AND death_day_unknown)
      FROM (
        SELECT stratum,
               CASE WHEN has_event THEN first_event[1] WHEN death_day >= 0 THEN death_day
                    ELSE greatest(coalesce(last_observed_day, 0), 0) END AS day,
               CASE WHEN has_event THEN 'EVENT' WHEN death_day >= 0 THEN 'DEATH'
                    ELSE 'CENSORED' END AS ending,
               has_event AND first_event[2] = 1 AS onset_not_said,
               death_day_unknown
        FROM (
          SELECT *,
                 first_event IS NOT NULL
                   AND (death_day IS NULL OR death_day < 0 OR first_event[1] <= death_day)
                   AS has_event
          FROM (
            SELECT DISTINCT {stratum} AS stratum, m.patient, m.last_observed_day, e.first_event,
                   CASE WHEN m.deceased OR e.died THEN m.death_day END AS death_day,
                   (m.deceased OR coalesce(e.died, false)) AND m.death_day IS NULL
                     AS death_day_unknown
            FROM member m {vertebrae}
            LEFT JOIN (
              SELECT patient, bool_or(kind = 'death') AS died,
                     min(CASE WHEN onset_day IS NULL THEN ARRAY[greatest(session_day, 0), 1]
                              ELSE ARRAY[greatest(onset_day, 0), 0] END)
                       FILTER (WHERE kind <> 'death') AS first_event
              FROM member_event
              WHERE study = :study AND kind <> 'cement-leakage'
              GROUP BY patient
            ) AS e ON e.patient = m.patient
            WHERE m.study = :study AND m.inclusion = 'included' {where}
          ) AS patients
        ) AS events
      ) AS ends
      GROUP BY stratum, day, ending
      """;

  private static final String VERTEBRAE = "JOIN member_vertebra v USING (study, patient)";

  private final Session session;
  private final String study;

  FollowUpQuery(Session session, String study) {
    this.session = session;
    this.study = study;
  }

  /**
   * By stratum.
   *
   * @param ofVertebrae whether patients with at least one of the vertebrae count that are kept
   */
  Map<List<String>, List<FollowUpEnd>> ends(Division division, boolean ofVertebrae) {
    Map<List<String>, List<FollowUpEnd>> ends = new HashMap<>();
    String sql =
        division.divide(COUNT.replace("{vertebrae}", ofVertebrae ? VERTEBRAE : ""), ofVertebrae);
    division
        .bind(session.createNativeQuery(sql, Tuple.class))
        .setParameter("study", study)
        .getResultStream()
        .forEach(
            row ->
                ends.computeIfAbsent(
                        division.stratum(row.get(0, String.class)), _ -> new ArrayList<>())
                    .add(end(row)));
    return ends;
  }

  private static FollowUpEnd end(Tuple row) {
    return new FollowUpEnd(
        row.get(1, Number.class).intValue(),
        End.valueOf(row.get(2, String.class)),
        row.get(3, Number.class).longValue(),
        row.get(4, Number.class).longValue(),
        row.get(5, Number.class).longValue());
  }
}
