package org.pvpoutcomes.cohort;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Fact;
import org.pvpoutcomes.study.PatientIdentifier;
import org.pvpoutcomes.study.SourceVersion;

/** The facts of all current resource versions. */
@ApplicationScoped
public class FactRepository
    implements PanacheRepositoryBase<ResourceFactsEntity, ResourceFactsEntity.Key> {

  /**
   * What a row says, without its facts.
   *
   * @param patient literal reference; null when the resource names none
   * @param subject identifier of the patient; null when the resource names none
   * @param hasFacts whether the patient's members rest on it
   * @param findings JSON array
   */
  public record Stated(
      String type,
      String id,
      @Nullable String patient,
      @Nullable PatientIdentifier subject,
      boolean hasFacts,
      String findings) {}

  /**
   * Columns of rows by the Patient that is meant, as {@link #aboutPatients} explains. The order in
   * which rows come does not matter: a derivation puts facts in order.
   */
  private static final String ABOUT_PATIENTS =
      """
      WITH member AS (
        SELECT * FROM unnest(CAST(:patients AS text[]), CAST(:survivors AS text[]))
          AS m (patient, survivor))
      SELECT m.patient, %1$s FROM member m JOIN resource_facts f USING (patient)
      UNION ALL
      SELECT c.patient, %1$s FROM (
        SELECT m.survivor, i.system, i.value, min(m.patient) AS patient
        FROM member m
        JOIN resource_identifier i ON i.type = 'Patient' AND i.id = substr(m.patient, 9)
        GROUP BY m.survivor, i.system, i.value) c
      JOIN resource_facts f ON f.subject_system = c.system AND f.subject_value = c.value
      WHERE NOT EXISTS (
        SELECT FROM resource_identifier o
        LEFT JOIN patient_survivor s ON s.patient = 'Patient/' || o.id
        WHERE o.type = 'Patient' AND o.system = c.system AND o.value = c.value
          AND coalesce(s.survivor, 'Patient/' || o.id) <> c.survivor)
      """;

  private static final String FACTS_ABOUT = ABOUT_PATIENTS.formatted("f.facts");
  private static final String FINDINGS_ABOUT =
      ABOUT_PATIENTS.formatted("f.type, f.id, f.version, f.findings");

  private static final String STATED =
      """
      SELECT f.type, f.id, f.patient, f.subject_system, f.subject_value, f.facts <> '[]', f.findings
      FROM resource_facts f
      JOIN unnest(CAST(:types AS text[]), CAST(:ids AS text[])) AS wanted (type, id) USING (type, id)
      """;

  private static final String REMOVE =
      """
      DELETE FROM resource_facts
      USING unnest(CAST(:types AS text[]), CAST(:ids AS text[])) AS gone (type, id)
      WHERE resource_facts.type = gone.type AND resource_facts.id = gone.id
      """;

  /**
   * All facts about each of the patients, in no particular order, in one round trip: of resources
   * that name the Patient by a literal reference, and of those that name it by an identifier that
   * it carries and that no other Patient carries. Patients who are merged count as one; where
   * several of them carry the identifier, the fact is given to the first.
   *
   * @param survivors every patient, and into whom it is merged: itself for one who is not. All that
   *     are merged into one must be there.
   * @return an entry for every patient; empty where nothing is said
   */
  public Map<String, List<Fact>> aboutPatients(Map<String, String> survivors) {
    Map<String, List<Fact>> facts = new TreeMap<>();
    survivors.keySet().forEach(patient -> facts.put(patient, new ArrayList<>()));
    if (!facts.isEmpty()) {
      about(FACTS_ABOUT, survivors)
          .forEach(
              row ->
                  facts
                      .computeIfAbsent((String) row[0], _ -> new ArrayList<>())
                      .addAll(FactJson.read((String) row[1])));
    }
    return facts;
  }

  /**
   * What was found in the resources that {@link #aboutPatients} reads, in no particular order.
   *
   * @return findings as a JSON array, by the version they were found in
   */
  Map<SourceVersion, String> findingsAbout(Map<String, String> survivors) {
    Map<SourceVersion, String> findings = new HashMap<>();
    for (Object[] row : about(FINDINGS_ABOUT, survivors)) {
      findings.put(
          new SourceVersion((String) row[1], (String) row[2], (Integer) row[3]), (String) row[4]);
    }
    return findings;
  }

  private List<Object[]> about(String sql, Map<String, String> survivors) {
    return session()
        .createNativeQuery(sql, Object[].class)
        .setParameter("patients", survivors.keySet().toArray(String[]::new))
        .setParameter("survivors", survivors.values().toArray(String[]::new))
        .getResultList();
  }

  /** What is stored for the resources, in one round trip; those without a row are left out. */
  public List<Stated> stated(Collection<String> types, Collection<String> ids) {
    return session()
        .createNativeQuery(STATED, Object[].class)
        .setParameter("types", types.toArray(String[]::new))
        .setParameter("ids", ids.toArray(String[]::new))
        .getResultList()
        .stream()
        .map(
            row ->
                new Stated(
                    (String) row[0],
                    (String) row[1],
                    (String) row[2],
                    row[3] == null ? null : new PatientIdentifier((String) row[3], (String) row[4]),
                    (Boolean) row[5],
                    (String) row[6]))
        .toList();
  }

  /** Removes the rows of resources whose facts are about to be added again. */
  public void remove(Collection<String> types, Collection<String> ids) {
    session()
        .createNativeMutationQuery(REMOVE)
        .setParameter("types", types.toArray(String[]::new))
        .setParameter("ids", ids.toArray(String[]::new))
        .executeUpdate();
  }

  /** Adds rows for resources that have none; written when the session is flushed, in one batch. */
  public void add(Collection<ResourceFacts> added) {
    List<ResourceFactsEntity> rows = new ArrayList<>(added.size());
    for (ResourceFacts facts : added) {
      rows.add(ResourceFactsEntity.of(facts));
    }
    persist(rows);
  }

  private Session session() {
    return getEntityManager().unwrap(Session.class);
  }
}
