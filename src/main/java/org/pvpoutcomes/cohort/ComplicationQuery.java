package org.pvpoutcomes.cohort;

import jakarta.persistence.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.ComplicationCounts.DeathCount;
import org.pvpoutcomes.cohort.ComplicationCounts.EventCount;
import org.pvpoutcomes.cohort.ComplicationCounts.StratumCounts;
import org.pvpoutcomes.cohort.ComplicationCounts.SymptomaticLeakCount;
import org.pvpoutcomes.study.ComplicationKind;
import org.pvpoutcomes.study.LeakSite;

/** How many vertebrae, sessions and patients had each kind of event, and how many died. */
final class ComplicationQuery {

  /**
   * Patient by patient first, so that what must be distinct is sorted within one patient only. A
   * leakage is counted twice: at its site, and at any site (second grouping set).
   */
  private static final String COUNT =
      """
      SELECT stratum, kind, site, sum(vertebrae), sum(sessions), count(*), sum(without_vertebra)
      FROM (
        SELECT stratum, kind, site, patient,
               count(DISTINCT (session, number)) FILTER (WHERE number IS NOT NULL) AS vertebrae,
               count(DISTINCT session) AS sessions,
               count(*) FILTER (WHERE number IS NULL) AS without_vertebra
        FROM (
          SELECT {stratum} AS stratum, e.kind, e.site, e.patient, e.session, e.number
          FROM member_event e
          JOIN member m USING (study, patient)
          LEFT JOIN member_vertebra v USING (study, patient, session, number)
          WHERE e.study = :study AND (NOT :ofVertebra OR v.number IS NOT NULL)
        ) AS event
        GROUP BY GROUPING SETS ((stratum, kind, site, patient), (stratum, kind, patient))
        HAVING site IS NOT NULL OR GROUPING(site) = 1
      ) AS of_patient
      GROUP BY stratum, kind, site
      ORDER BY stratum, kind, site NULLS FIRST
      """;

  /** SQL of the only stratum of a cohort that is not divided. */
  private static final String WHOLE = "''";

  private final Session session;
  private final String study;

  ComplicationQuery(Session session, String study) {
    this.session = session;
    this.study = study;
  }

  ComplicationCounts run(@Nullable Stratification by) {
    CohortSizeQuery sizes = new CohortSizeQuery(session, study);
    StratumCounts all = counts(WHOLE, false).of(null, sizes.all());
    List<StratumCounts> strata = new ArrayList<>();
    if (by != null) {
      Counts counts = counts(by.sql(), by.isOfVertebra());
      sizes.strata(by).forEach((stratum, size) -> strata.add(counts.of(stratum, size)));
    }
    return new ComplicationCounts(all, strata);
  }

  private Counts counts(String stratum, boolean ofVertebra) {
    return new Counts(
        events(stratum, ofVertebra),
        new SymptomaticLeakQuery(session, study).counts(stratum, ofVertebra),
        new DeathQuery(session, study).counts(stratum, ofVertebra));
  }

  private Map<String, List<EventCount>> events(String stratum, boolean ofVertebra) {
    Map<String, List<EventCount>> counts = new HashMap<>();
    session
        .createNativeQuery(COUNT.replace("{stratum}", stratum), Tuple.class)
        .setParameter("study", study)
        .setParameter("ofVertebra", ofVertebra)
        .getResultStream()
        .forEach(
            row ->
                counts
                    .computeIfAbsent(row.get(0, String.class), name -> new ArrayList<>())
                    .add(eventCount(row)));
    return counts;
  }

  private static EventCount eventCount(Tuple row) {
    String site = row.get(2, String.class);
    return new EventCount(
        Codes.constant(ComplicationKind.class, row.get(1, String.class)),
        site == null ? null : Codes.constant(LeakSite.class, site),
        row.get(3, Number.class).longValue(),
        row.get(4, Number.class).longValue(),
        row.get(5, Number.class).longValue(),
        row.get(6, Number.class).longValue());
  }

  /** What was counted, by stratum. */
  private record Counts(
      Map<String, List<EventCount>> events,
      Map<String, SymptomaticLeakCount> symptomatic,
      Map<String, DeathCount> deaths) {

    /** The counts of one stratum; null is the whole cohort. */
    StratumCounts of(@Nullable String stratum, CohortSize cohort) {
      String key = Objects.requireNonNullElse(stratum, "");
      return new StratumCounts(
          stratum,
          cohort,
          events.getOrDefault(key, List.of()),
          symptomatic.getOrDefault(key, SymptomaticLeakCount.NONE),
          deaths.getOrDefault(key, DeathCount.NONE));
    }
  }
}
