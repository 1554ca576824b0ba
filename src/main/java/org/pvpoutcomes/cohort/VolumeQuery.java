package org.pvpoutcomes.cohort;

import jakarta.persistence.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.VolumeCounts.Part;
import org.pvpoutcomes.cohort.VolumeCounts.PatientSums;

/** Cement in vertebrae at which it leaked, and in the others. */
final class VolumeQuery {

  private static final String VOLUMES =
      """
      SELECT stratum, leaking, microlitres, count(*)
      FROM (
        SELECT {stratum} AS stratum, l.number IS NOT NULL AS leaking, v.microlitres
        FROM member m
        JOIN member_vertebra v USING (study, patient)
        LEFT JOIN {leaking} l USING (study, patient, session, number)
        WHERE m.study = :study AND m.inclusion = 'included' {where}
      ) AS vertebra
      GROUP BY stratum, leaking, microlitres
      """
          .replace("{leaking}", LeakQuery.LEAKING);

  /** n1 and v1: number and volume of the leaking vertebrae of a patient; n2, v2: of the others. */
  private static final String SUMS =
      """
      SELECT stratum, count(*),
             sum(n1), sum(v1), sum(n1 * n1), sum(n1 * v1), sum(v1 * v1),
             sum(n2), sum(v2), sum(n2 * n2), sum(n2 * v2), sum(v2 * v2),
             sum(n1 * n2), sum(n1 * v2), sum(v1 * n2), sum(v1 * v2)
      FROM (
        SELECT {stratum} AS stratum, m.patient,
               count(l.number) AS n1,
               coalesce(sum(v.microlitres) FILTER (WHERE l.number IS NOT NULL), 0) AS v1,
               count(*) - count(l.number) AS n2,
               coalesce(sum(v.microlitres) FILTER (WHERE l.number IS NULL), 0) AS v2
        FROM member m
        JOIN member_vertebra v USING (study, patient)
        LEFT JOIN {leaking} l USING (study, patient, session, number)
        WHERE m.study = :study AND m.inclusion = 'included' AND v.microlitres IS NOT NULL {where}
        GROUP BY stratum, m.patient
      ) AS of_patient
      GROUP BY stratum
      """
          .replace("{leaking}", LeakQuery.LEAKING);

  private static final Frequencies<Integer> NO_VERTEBRA =
      new Frequencies<>(new TreeMap<Integer, Long>(), 0);

  /** No vertebra. */
  static final VolumeCounts NONE = new VolumeCounts(NO_VERTEBRA, NO_VERTEBRA, PatientSums.NONE);

  private final Session session;
  private final String study;

  VolumeQuery(Session session, String study) {
    this.session = session;
    this.study = study;
  }

  /**
   * By stratum; a stratum without treated vertebrae is absent.
   *
   * @param ofVertebrae whether the strata are of vertebrae
   */
  Map<List<String>, VolumeCounts> counts(Division division, boolean ofVertebrae) {
    Map<List<String>, PatientSums> sums = new HashMap<>();
    query(division, SUMS, ofVertebrae)
        .getResultStream()
        .forEach(row -> sums.put(division.stratum(row.get(0, String.class)), sums(row)));
    Map<List<String>, Map<Boolean, Map<@Nullable Integer, Long>>> volumes = new HashMap<>();
    query(division, VOLUMES, ofVertebrae)
        .getResultStream()
        .forEach(
            row ->
                volumes
                    .computeIfAbsent(
                        division.stratum(row.get(0, String.class)), _ -> new HashMap<>())
                    .computeIfAbsent(row.get(1, Boolean.class), _ -> new HashMap<>())
                    .put(row.get(2, Integer.class), row.get(3, Number.class).longValue()));
    Map<List<String>, VolumeCounts> counts = new HashMap<>();
    for (Map.Entry<List<String>, Map<Boolean, Map<@Nullable Integer, Long>>> entry :
        volumes.entrySet()) {
      Map<Boolean, Map<@Nullable Integer, Long>> byLeak = entry.getValue();
      counts.put(
          entry.getKey(),
          new VolumeCounts(
              frequencies(byLeak.getOrDefault(true, Map.of())),
              frequencies(byLeak.getOrDefault(false, Map.of())),
              sums.getOrDefault(entry.getKey(), PatientSums.NONE)));
    }
    return counts;
  }

  private NativeQuery<Tuple> query(Division division, String sql, boolean ofVertebrae) {
    return division
        .bind(session.createNativeQuery(division.divide(sql, ofVertebrae), Tuple.class))
        .setParameter("study", study);
  }

  private static Frequencies<Integer> frequencies(Map<@Nullable Integer, Long> counts) {
    TreeMap<Integer, Long> stated = new TreeMap<>();
    long missing = 0;
    for (Map.Entry<@Nullable Integer, Long> entry : counts.entrySet()) {
      Integer volume = entry.getKey();
      if (volume == null) {
        missing = entry.getValue();
      } else {
        stated.put(volume, entry.getValue());
      }
    }
    return new Frequencies<>(stated, missing);
  }

  private static PatientSums sums(Tuple row) {
    return new PatientSums(
        number(row, 1),
        part(row, 2),
        part(row, 7),
        number(row, 12),
        number(row, 13),
        number(row, 14),
        number(row, 15));
  }

  private static Part part(Tuple row, int first) {
    return new Part(
        number(row, first),
        number(row, first + 1),
        number(row, first + 2),
        number(row, first + 3),
        number(row, first + 4));
  }

  private static long number(Tuple row, int index) {
    return row.get(index, Number.class).longValue();
  }
}
