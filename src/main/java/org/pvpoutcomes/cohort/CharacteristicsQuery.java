package org.pvpoutcomes.cohort;

import jakarta.persistence.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.CharacteristicsCounts.StratumCounts;
import org.pvpoutcomes.study.Coded;
import org.pvpoutcomes.study.InjectionApproach;
import org.pvpoutcomes.study.PrimaryTumour;
import org.pvpoutcomes.study.Sex;
import org.pvpoutcomes.study.VertebralLevel;

/** The frequency tables of the characteristics: one scan of the patients, one of the vertebrae. */
final class CharacteristicsQuery {

  /** The measures at the first time point, for the values that patients start with. */
  private static final String OF_PATIENTS =
      """
      SELECT p.stratum, f.figure, f.value, count(*)
      FROM (
        SELECT {stratum} AS stratum, m.sex, m.age, m.primary_tumour,
               m.session_count, m.vertebra_count, m.follow_up, m.series
        FROM member m
        WHERE m.study = :study AND m.inclusion = 'included' {where}
      ) AS p
      CROSS JOIN LATERAL (
        VALUES
          ('sex', p.sex),
          ('age', CAST(p.age AS text)),
          ('primary-tumour', p.primary_tumour),
          ('sessions', CAST(p.session_count AS text)),
          ('vertebrae', CAST(p.vertebra_count AS text)),
          ('follow-up', CAST(p.follow_up AS text))
        UNION ALL
        SELECT 'first ' || i, CAST(p.series[i][1] AS text)
        FROM generate_series(1, :measures) AS i
      ) AS f (figure, value)
      GROUP BY p.stratum, f.figure, f.value
      """;

  private static final String OF_VERTEBRAE =
      """
      SELECT p.stratum, f.figure, f.value, count(*)
      FROM (
        SELECT {stratum} AS stratum, v.level, v.approach, v.fractured, v.microlitres
        FROM member m JOIN member_vertebra v USING (study, patient)
        WHERE m.study = :study AND m.inclusion = 'included' {where}
      ) AS p
      CROSS JOIN LATERAL (VALUES
        ('level', p.level),
        ('approach', p.approach),
        ('fractured', CASE WHEN p.fractured THEN 'yes' END),
        ('cement', CAST(p.microlitres AS text)),
        ('cement ' || p.approach, CAST(p.microlitres AS text))
      ) AS f (figure, value)
      WHERE f.figure IS NOT NULL
      GROUP BY p.stratum, f.figure, f.value
      """;

  private final Session session;
  private final Dataset dataset;
  private final Division division;

  CharacteristicsQuery(Session session, Dataset dataset, Division division) {
    this.session = session;
    this.dataset = dataset;
    this.division = division;
  }

  CharacteristicsCounts run() {
    CohortSizeQuery sizes = new CohortSizeQuery(session, dataset.key(), division);
    StratumCounts all =
        counts(
            List.of(),
            sizes.all(false),
            tables(division.whole()).getOrDefault(List.of(), Map.of()));
    List<StratumCounts> strata = new ArrayList<>();
    if (!division.by().isEmpty()) {
      Map<List<String>, Map<String, Map<@Nullable String, Long>>> tables = tables(division);
      sizes
          .strata(false)
          .forEach(
              (stratum, size) ->
                  strata.add(counts(stratum, size, tables.getOrDefault(stratum, Map.of()))));
    }
    return new CharacteristicsCounts(all, strata);
  }

  private StratumCounts counts(
      List<String> stratum, CohortSize cohort, Map<String, Map<@Nullable String, Long>> counts) {
    Map<InjectionApproach, Frequencies<Integer>> cementByApproach = new LinkedHashMap<>();
    for (InjectionApproach approach : InjectionApproach.values()) {
      Map<@Nullable String, Long> cement = counts.get("cement " + approach.code());
      if (cement != null) {
        cementByApproach.put(approach, frequencies(cement, Integer::valueOf));
      }
    }
    List<Frequencies<Integer>> first = new ArrayList<>();
    for (int i = 1; i <= dataset.protocol().measures().size(); i++) {
      first.add(integers(counts, "first " + i));
    }
    return new StratumCounts(
        stratum,
        cohort,
        coded(counts, "sex", Sex.class),
        integers(counts, "age"),
        coded(counts, "primary-tumour", PrimaryTumour.class),
        integers(counts, "sessions"),
        integers(counts, "vertebrae"),
        integers(counts, "follow-up"),
        first,
        coded(counts, "level", VertebralLevel.class),
        coded(counts, "approach", InjectionApproach.class),
        counts.getOrDefault("fractured", Map.of()).getOrDefault("yes", 0L),
        integers(counts, "cement"),
        cementByApproach);
  }

  private Map<List<String>, Map<String, Map<@Nullable String, Long>>> tables(Division of) {
    Map<List<String>, Map<String, Map<@Nullable String, Long>>> tables = new HashMap<>();
    count(
        of,
        session
            .createNativeQuery(of.divide(OF_PATIENTS, false), Tuple.class)
            .setParameter("measures", dataset.protocol().measures().size()),
        tables);
    count(of, session.createNativeQuery(of.divide(OF_VERTEBRAE, false), Tuple.class), tables);
    return tables;
  }

  private void count(
      Division of,
      NativeQuery<Tuple> query,
      Map<List<String>, Map<String, Map<@Nullable String, Long>>> tables) {
    of.bind(query)
        .setParameter("study", dataset.key())
        .getResultStream()
        .forEach(
            row ->
                tables
                    .computeIfAbsent(of.stratum(row.get(0, String.class)), _ -> new HashMap<>())
                    .computeIfAbsent(row.get(1, String.class), _ -> new HashMap<>())
                    .put(row.get(2, String.class), row.get(3, Number.class).longValue()));
  }

  private static Frequencies<Integer> integers(
      Map<String, Map<@Nullable String, Long>> counts, String figure) {
    return frequencies(counts.getOrDefault(figure, Map.of()), Integer::valueOf);
  }

  private static <E extends Enum<E> & Coded> Frequencies<E> coded(
      Map<String, Map<@Nullable String, Long>> counts, String figure, Class<E> type) {
    return frequencies(counts.getOrDefault(figure, Map.of()), code -> Codes.constant(type, code));
  }

  private static <T extends Comparable<? super T>> Frequencies<T> frequencies(
      Map<@Nullable String, Long> counts, Function<String, T> value) {
    TreeMap<T, Long> present = new TreeMap<>();
    long missing = 0;
    for (Map.Entry<@Nullable String, Long> entry : counts.entrySet()) {
      String text = entry.getKey();
      if (text == null) {
        missing = entry.getValue();
      } else {
        present.put(value.apply(text), entry.getValue());
      }
    }
    return new Frequencies<>(present, missing);
  }
}
