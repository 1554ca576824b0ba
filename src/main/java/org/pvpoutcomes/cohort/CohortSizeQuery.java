package org.pvpoutcomes.cohort;

import jakarta.persistence.Tuple;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hibernate.Session;

/** How many patients, sessions and vertebrae a division of a study has, and each of its strata. */
final class CohortSizeQuery {

  private static final String OF_PATIENTS =
      """
      SELECT {stratum} AS stratum, count(*), coalesce(sum(m.session_count), 0),
             coalesce(sum(m.vertebra_count), 0)
      FROM member m
      WHERE m.study = :study AND m.inclusion = 'included' {where}
      GROUP BY stratum
      """;

  private static final String OF_VERTEBRAE =
      """
      SELECT {stratum} AS stratum, count(DISTINCT v.patient),
             count(DISTINCT (v.patient, v.session)), count(*)
      FROM member m
      JOIN member_vertebra v USING (study, patient)
      WHERE m.study = :study AND m.inclusion = 'included' {where}
      GROUP BY stratum
      """;

  private final Session session;
  private final String study;
  private final Division division;

  CohortSizeQuery(Session session, String study, Division division) {
    this.session = session;
    this.study = study;
    this.division = division;
  }

  /**
   * All that is kept, not divided.
   *
   * @param ofVertebrae whether vertebrae are counted, with the sessions and patients that have one,
   *     rather than patients with all of their sessions and vertebrae
   */
  CohortSize all(boolean ofVertebrae) {
    return sizes(division.whole(), ofVertebrae).getOrDefault(List.of(), new CohortSize(0, 0, 0));
  }

  /** The strata with patients, in the order of the answers. */
  SortedMap<List<String>, CohortSize> strata(boolean ofVertebrae) {
    return sizes(division, ofVertebrae);
  }

  private SortedMap<List<String>, CohortSize> sizes(Division of, boolean ofVertebrae) {
    String sql = of.divide(ofVertebrae ? OF_VERTEBRAE : OF_PATIENTS, ofVertebrae);
    SortedMap<List<String>, CohortSize> sizes = new TreeMap<>(of.order());
    of.bind(session.createNativeQuery(sql, Tuple.class))
        .setParameter("study", study)
        .getResultStream()
        .forEach(row -> sizes.put(of.stratum(row.get(0, String.class)), size(row)));
    return sizes;
  }

  private static CohortSize size(Tuple row) {
    return new CohortSize(number(row, 1), number(row, 2), number(row, 3));
  }

  private static long number(Tuple row, int index) {
    return row.get(index, Number.class).longValue();
  }
}
