package org.pvpoutcomes.cohort;

import jakarta.persistence.Tuple;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Coded;
import org.pvpoutcomes.study.InjectionApproach;
import org.pvpoutcomes.study.PrimaryTumour;
import org.pvpoutcomes.study.Sex;
import org.pvpoutcomes.study.VertebralLevel;

/** The frequency tables of the characteristics: one scan of the patients, one of the vertebrae. */
final class CharacteristicsQuery {

  private static final String OF_PATIENTS =
      """
      SELECT f.figure, f.value, count(*)
      FROM member m
      CROSS JOIN LATERAL (VALUES
        ('sex', m.sex),
        ('age', CAST(m.age AS text)),
        ('primary-tumour', m.primary_tumour),
        ('vertebrae', CAST(m.vertebra_count AS text)),
        ('follow-up', CAST(m.follow_up AS text))
      ) AS f (figure, value)
      WHERE m.study = :study AND m.inclusion = 'included'
      GROUP BY f.figure, f.value
      """;

  private static final String OF_VERTEBRAE =
      """
      SELECT f.figure, f.value, count(*)
      FROM member_vertebra v
      CROSS JOIN LATERAL (VALUES
        ('level', v.level),
        ('approach', v.approach),
        ('fractured', CASE WHEN v.fractured THEN 'yes' END),
        ('cement', CAST(v.microlitres AS text)),
        ('cement ' || v.approach, CAST(v.microlitres AS text))
      ) AS f (figure, value)
      WHERE v.study = :study AND f.figure IS NOT NULL
      GROUP BY f.figure, f.value
      """;

  private final Session session;
  private final String study;

  CharacteristicsQuery(Session session, String study) {
    this.session = session;
    this.study = study;
  }

  CharacteristicsCounts run() {
    CohortSize cohort = new CohortSizeQuery(session, study).all();
    Map<String, Map<@Nullable String, Long>> counts = new HashMap<>();
    count(OF_PATIENTS, counts);
    count(OF_VERTEBRAE, counts);
    Map<InjectionApproach, Frequencies<Integer>> cementByApproach = new LinkedHashMap<>();
    for (InjectionApproach approach : InjectionApproach.values()) {
      Map<@Nullable String, Long> cement = counts.get("cement " + approach.code());
      if (cement != null) {
        cementByApproach.put(approach, frequencies(cement, Integer::valueOf));
      }
    }
    return new CharacteristicsCounts(
        cohort,
        coded(counts, "sex", Sex.class),
        integers(counts, "age"),
        coded(counts, "primary-tumour", PrimaryTumour.class),
        integers(counts, "vertebrae"),
        integers(counts, "follow-up"),
        coded(counts, "level", VertebralLevel.class),
        coded(counts, "approach", InjectionApproach.class),
        counts.getOrDefault("fractured", Map.of()).getOrDefault("yes", 0L),
        integers(counts, "cement"),
        cementByApproach);
  }

  private void count(String sql, Map<String, Map<@Nullable String, Long>> counts) {
    session
        .createNativeQuery(sql, Tuple.class)
        .setParameter("study", study)
        .getResultStream()
        .forEach(
            row ->
                counts
                    .computeIfAbsent(row.get(0, String.class), figure -> new HashMap<>())
                    .put(row.get(1, String.class), row.get(2, Number.class).longValue()));
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
