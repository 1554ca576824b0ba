package org.pvpoutcomes.cohort;

import org.hibernate.Session;

/** Counts the resources whose patient is not known. */
final class PendingQuery {

  /**
   * Members are by far fewer than resources, and those without their Patient are fewer still. Every
   * dataset that is kept up to date has the same ones.
   */
  private static final String PATIENT_NOT_RECEIVED =
      """
      SELECT count(*) FROM resource_facts f
      WHERE f.facts <> '[]'
        AND f.patient IN (
          SELECT patient COLLATE "default" FROM member
          WHERE inclusion = 'patient-not-received' AND study = :study)
      """;

  /** By identifier first: a hospital that names its patients so has many resources for each. */
  private static final String BY_IDENTIFIER =
      """
      SELECT coalesce(sum(resources) FILTER (WHERE patients = 0), 0),
             coalesce(sum(resources) FILTER (WHERE patients > 1), 0)
      FROM (
        SELECT named.resources, count(DISTINCT coalesce(s.survivor, 'Patient/' || i.id)) AS patients
        FROM (
          SELECT subject_system AS system, subject_value AS value, count(*) AS resources
          FROM resource_facts WHERE subject_value IS NOT NULL AND facts <> '[]'
          GROUP BY subject_system, subject_value) named
        LEFT JOIN resource_identifier i
          ON i.type = 'Patient' AND i.system = named.system AND i.value = named.value
        LEFT JOIN patient_survivor s ON s.patient = 'Patient/' || i.id
        GROUP BY named.system, named.value, named.resources) identifiers
      """;

  private final Session session;
  private final String study;

  /**
   * A query of what is stored of resources now.
   *
   * @param study the key of a dataset that is derived from that
   */
  PendingQuery(Session session, String study) {
    this.session = session;
    this.study = study;
  }

  PendingCounts run() {
    long notReceived =
        session
            .createNativeQuery(PATIENT_NOT_RECEIVED, Long.class)
            .setParameter("study", study)
            .getSingleResult();
    Object[] byIdentifier =
        session.createNativeQuery(BY_IDENTIFIER, Object[].class).getSingleResult();
    return new PendingCounts(
        notReceived,
        ((Number) byIdentifier[0]).longValue(),
        ((Number) byIdentifier[1]).longValue());
  }
}
