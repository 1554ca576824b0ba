package org.pvpoutcomes.cohort;

import jakarta.persistence.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.Session;
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
          WHERE e.study = :study AND (NOT :ofVertebra OR v.number IS NOT NULL) {where}
        ) AS event
        GROUP BY GROUPING SETS ((stratum, kind, site, patient), (stratum, kind, patient))
        HAVING site IS NOT NULL OR GROUPING(site) = 1
      ) AS of_patient
      GROUP BY stratum, kind, site
      ORDER BY stratum, kind, site NULLS FIRST
      """;

  private final Session session;
  private final String study;
  private final Division division;

  ComplicationQuery(Session session, String study, Division division) {
    this.session = session;
    this.study = study;
    this.division = division;
  }

  ComplicationCounts run() {
    CohortSizeQuery sizes = new CohortSizeQuery(session, study, division);
    LeakQuery leaks = new LeakQuery(session, study);
    Division whole = division.whole();
    boolean narrowed = whole.ofVertebrae();
    StratumCounts all =
        counts(whole, narrowed, leaks.strata(whole, narrowed)).of(List.of(), sizes.all(narrowed));
    if (division.by().isEmpty()) {
      return new ComplicationCounts(all, List.of(), List.of());
    }
    boolean ofVertebrae = division.ofVertebrae();
    List<StrataLeaks> alike = leaks.strata(division, ofVertebrae);
    Counts counts = counts(division, ofVertebrae, alike);
    List<StratumCounts> strata = new ArrayList<>();
    sizes.strata(ofVertebrae).forEach((stratum, size) -> strata.add(counts.of(stratum, size)));
    return new ComplicationCounts(all, strata, alike);
  }

  private Counts counts(Division of, boolean ofVertebrae, List<StrataLeaks> alike) {
    return new Counts(
        events(of, ofVertebrae),
        new SymptomaticLeakQuery(session, study).counts(of, ofVertebrae),
        new DeathQuery(session, study).counts(of, ofVertebrae),
        new LeakQuery(session, study).counts(of, ofVertebrae, alike),
        new SeverityQuery(session, study).counts(of, ofVertebrae),
        new FollowUpQuery(session, study).ends(of, ofVertebrae),
        new VolumeQuery(session, study).counts(of, ofVertebrae));
  }

  private Map<List<String>, List<EventCount>> events(Division of, boolean ofVertebrae) {
    Map<List<String>, List<EventCount>> counts = new HashMap<>();
    of.bind(session.createNativeQuery(of.divide(COUNT, ofVertebrae), Tuple.class))
        .setParameter("study", study)
        .setParameter("ofVertebra", ofVertebrae)
        .getResultStream()
        .forEach(
            row ->
                counts
                    .computeIfAbsent(of.stratum(row.get(0, String.class)), _ -> new ArrayList<>())
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
      Map<List<String>, List<EventCount>> events,
      Map<List<String>, SymptomaticLeakCount> symptomatic,
      Map<List<String>, DeathCount> deaths,
      Map<List<String>, LeakCounts> leaks,
      Map<List<String>, List<SeverityCount>> severities,
      Map<List<String>, List<FollowUpEnd>> followUp,
      Map<List<String>, VolumeCounts> volumes) {

    StratumCounts of(List<String> stratum, CohortSize cohort) {
      return new StratumCounts(
          stratum,
          cohort,
          events.getOrDefault(stratum, List.of()),
          symptomatic.getOrDefault(stratum, SymptomaticLeakCount.NONE),
          deaths.getOrDefault(stratum, DeathCount.NONE),
          leaks.getOrDefault(stratum, LeakCounts.NONE),
          severities.getOrDefault(stratum, List.of()),
          followUp.getOrDefault(stratum, List.of()),
          volumes.getOrDefault(stratum, VolumeQuery.NONE));
    }
  }
}
