package org.pvpoutcomes.cohort;

import jakarta.persistence.Tuple;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.pvpoutcomes.cohort.LeakCounts.ClassCount;
import org.pvpoutcomes.cohort.LeakCounts.Classification;
import org.pvpoutcomes.cohort.LeakCounts.Treated;
import org.pvpoutcomes.study.LeakSite;

/**
 * Cement leakage patient by patient: how many patients are alike, never the patients themselves.
 */
final class LeakQuery {

  /** SQL: the vertebrae at which cement leaked, each once. */
  static final String LEAKING =
      """
      (SELECT DISTINCT study, patient, session, number FROM member_event
       WHERE study = :study AND kind = 'cement-leakage' AND number IS NOT NULL)
      """;

  /** Patients who are alike in all strata; separators that no value has. */
  private static final String TREATED =
      """
      SELECT strata, count(*)
      FROM (
        SELECT patient,
               string_agg(stratum || chr(30) || vertebrae || chr(30) || leaking, chr(29)
                          ORDER BY stratum) AS strata
        FROM (
          SELECT {stratum} AS stratum, m.patient, count(*) AS vertebrae,
                 count(l.number) AS leaking
          FROM member m
          JOIN member_vertebra v USING (study, patient)
          LEFT JOIN {leaking} l USING (study, patient, session, number)
          WHERE m.study = :study AND m.inclusion = 'included' {where}
          GROUP BY stratum, m.patient
        ) AS of_stratum
        GROUP BY patient
      ) AS of_patient
      GROUP BY strata
      """
          .replace("{leaking}", LEAKING);

  /** A leakage is counted once in each classification; in several methods, if several found it. */
  private static final String CLASSES =
      """
      SELECT stratum, classification, class, size, vertebrae, count(*), sum(sessions),
             sum(without_vertebra)
      FROM (
        SELECT stratum, classification, class, patient,
               count(DISTINCT (session, number)) FILTER (WHERE number IS NOT NULL) AS vertebrae,
               count(DISTINCT session) AS sessions,
               count(*) FILTER (WHERE number IS NULL) AS without_vertebra
        FROM (
          SELECT {stratum} AS stratum, e.patient, e.session, e.number, c.classification, c.class
          FROM member_event e
          JOIN member m USING (study, patient)
          LEFT JOIN member_vertebra v USING (study, patient, session, number)
          CROSS JOIN LATERAL (
            VALUES ('site', e.site), ('vascularity', {vascularity})
            UNION ALL
            SELECT 'method', unnest(CASE WHEN cardinality(e.methods) = 0
                                         THEN ARRAY['unknown'] ELSE e.methods END)
          ) AS c (classification, class)
          WHERE e.study = :study AND e.kind = 'cement-leakage'
            AND (NOT :ofVertebra OR v.number IS NOT NULL) {where}
        ) AS leak
        GROUP BY stratum, classification, class, patient
      ) AS of_patient
      LEFT JOIN (
        SELECT {stratum} AS stratum, m.patient, count(*) AS size
        FROM member m JOIN member_vertebra v USING (study, patient)
        WHERE m.study = :study AND m.inclusion = 'included' {where}
        GROUP BY stratum, m.patient
      ) AS treated USING (stratum, patient)
      GROUP BY stratum, classification, class, size, vertebrae
      """
          .replace("{vascularity}", vascularity());

  private final Session session;
  private final String study;

  LeakQuery(Session session, String study) {
    this.session = session;
    this.study = study;
  }

  /**
   * How many patients are alike in all strata.
   *
   * @param ofVertebrae whether the strata are of vertebrae
   */
  List<StrataLeaks> strata(Division division, boolean ofVertebrae) {
    return query(division, TREATED, ofVertebrae)
        .getResultStream()
        .map(
            row -> {
              Map<List<String>, Treated> strata = new LinkedHashMap<>();
              for (String text : row.get(0, String.class).split("\u001d", -1)) {
                String[] parts = text.split("\u001e", -1);
                strata.put(
                    division.stratum(parts[0]),
                    new Treated(Integer.parseInt(parts[1]), Integer.parseInt(parts[2])));
              }
              return new StrataLeaks(strata, row.get(1, Number.class).longValue());
            })
        .toList();
  }

  /**
   * By stratum; a stratum without treated vertebrae and leakages is absent.
   *
   * @param alike the patients of {@link #strata}
   * @param ofVertebrae whether only leakages at the vertebrae that are kept count
   */
  Map<List<String>, LeakCounts> counts(
      Division division, boolean ofVertebrae, List<StrataLeaks> alike) {
    Map<List<String>, SortedMap<Treated, Long>> patients = new HashMap<>();
    for (StrataLeaks leaks : alike) {
      leaks
          .strata()
          .forEach(
              (stratum, treated) ->
                  patients
                      .computeIfAbsent(stratum, _ -> new TreeMap<>())
                      .merge(treated, leaks.patients(), Long::sum));
    }
    Map<List<String>, List<ClassCount>> classes = classes(division, ofVertebrae);
    Map<List<String>, LeakCounts> counts = new HashMap<>();
    patients.forEach(
        (stratum, alikeHere) ->
            counts.put(
                stratum, new LeakCounts(alikeHere, classes.getOrDefault(stratum, List.of()))));
    classes.forEach(
        (stratum, ofStratum) ->
            counts.computeIfAbsent(stratum, _ -> new LeakCounts(new TreeMap<>(), ofStratum)));
    return counts;
  }

  private Map<List<String>, List<ClassCount>> classes(Division division, boolean ofVertebrae) {
    Map<List<String>, Map<List<String>, ClassCount>> classes = new HashMap<>();
    query(division, CLASSES, ofVertebrae)
        .setParameter("ofVertebra", ofVertebrae)
        .getResultStream()
        .forEach(
            row ->
                classes
                    .computeIfAbsent(
                        division.stratum(row.get(0, String.class)), _ -> new HashMap<>())
                    .merge(
                        List.of(row.get(1, String.class), row.get(2, String.class)),
                        classCount(row),
                        LeakQuery::sum));
    Map<List<String>, List<ClassCount>> sorted = new HashMap<>();
    classes.forEach(
        (stratum, counts) ->
            sorted.put(
                stratum,
                counts.values().stream()
                    .sorted(Comparator.comparing(ClassCount::by).thenComparing(ClassCount::value))
                    .toList()));
    return sorted;
  }

  /** Patients with as many vertebrae as each other, as many of them leaking. */
  private static ClassCount classCount(Tuple row) {
    Number size = row.get(3, Number.class);
    int vertebrae = row.get(4, Number.class).intValue();
    long patients = row.get(5, Number.class).longValue();
    SortedMap<Treated, Long> affected = new TreeMap<>();
    if (vertebrae > 0) {
      affected.put(new Treated(size.intValue(), vertebrae), patients);
    }
    return new ClassCount(
        Codes.constant(Classification.class, row.get(1, String.class)),
        row.get(2, String.class),
        vertebrae * patients,
        row.get(6, Number.class).longValue(),
        patients,
        row.get(7, Number.class).longValue(),
        affected);
  }

  private static ClassCount sum(ClassCount one, ClassCount other) {
    SortedMap<Treated, Long> affected = new TreeMap<>(one.affected());
    other.affected().forEach((treated, patients) -> affected.merge(treated, patients, Long::sum));
    return new ClassCount(
        one.by(),
        one.value(),
        one.vertebrae() + other.vertebrae(),
        one.sessions() + other.sessions(),
        one.patients() + other.patients(),
        one.withoutVertebra() + other.withoutVertebra(),
        affected);
  }

  private NativeQuery<Tuple> query(Division division, String sql, boolean ofVertebrae) {
    return division
        .bind(session.createNativeQuery(division.divide(sql, ofVertebrae), Tuple.class))
        .setParameter("study", study);
  }

  /** SQL over member_event e: whether the site of a leakage lies in a vessel. */
  private static String vascularity() {
    return Arrays.stream(LeakSite.values())
        .map(site -> "WHEN '%s' THEN '%s'".formatted(site.code(), site.vascularity().code()))
        .collect(Collectors.joining(" ", "CASE e.site ", " END"));
  }
}
