package org.pvpoutcomes.cohort;

import jakarta.persistence.Tuple;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hibernate.Session;

/** How many patients, sessions and vertebrae a study has, and each of its strata. */
final class CohortSizeQuery {

  private static final String ALL =
      """
      SELECT count(*), coalesce(sum(m.session_count), 0), coalesce(sum(m.vertebra_count), 0)
      FROM member m
      WHERE m.study = :study AND m.inclusion = 'included'
      """;

  private static final String BY_PATIENT =
      """
      SELECT {stratum} AS stratum, count(*), sum(m.session_count), sum(m.vertebra_count)
      FROM member m
      WHERE m.study = :study AND m.inclusion = 'included'
      GROUP BY stratum
      """;

  private static final String BY_VERTEBRA =
      """
      SELECT {stratum} AS stratum, count(DISTINCT v.patient), count(DISTINCT (v.patient, v.session)),
             count(*)
      FROM member_vertebra v
      WHERE v.study = :study
      GROUP BY stratum
      """;

  private final Session session;
  private final String study;

  CohortSizeQuery(Session session, String study) {
    this.session = session;
    this.study = study;
  }

  CohortSize all() {
    Tuple row =
        session.createNativeQuery(ALL, Tuple.class).setParameter("study", study).getSingleResult();
    return size(row, 0);
  }

  /** The strata with patients, in the order of {@link Stratification#strata()}. */
  Map<String, CohortSize> strata(Stratification by) {
    String sql = (by.isOfVertebra() ? BY_VERTEBRA : BY_PATIENT).replace("{stratum}", by.sql());
    Map<String, CohortSize> found = new HashMap<>();
    session
        .createNativeQuery(sql, Tuple.class)
        .setParameter("study", study)
        .getResultStream()
        .forEach(row -> found.put(row.get(0, String.class), size(row, 1)));
    Map<String, CohortSize> ordered = new LinkedHashMap<>();
    for (String stratum : by.strata()) {
      CohortSize size = found.get(stratum);
      if (size != null) {
        ordered.put(stratum, size);
      }
    }
    return ordered;
  }

  private static CohortSize size(Tuple row, int first) {
    return new CohortSize(number(row, first), number(row, first + 1), number(row, first + 2));
  }

  private static long number(Tuple row, int index) {
    return row.get(index, Number.class).longValue();
  }
}
