package org.pvpoutcomes.cohort;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hibernate.Session;
import org.pvpoutcomes.study.PatientMerges;
import org.pvpoutcomes.study.PatientReplacement;

/**
 * Which patients are merged into which: what the current Patients' links say, and what follows from
 * them. All patients are literal references, {@code Patient/123}.
 */
@ApplicationScoped
public class PatientMergeRepository {

  private static final String LINKED =
      """
      SELECT patient FROM unnest(CAST(:patients AS text[])) AS wanted (patient)
      WHERE EXISTS (SELECT FROM patient_link WHERE replaced = wanted.patient)
        OR EXISTS (SELECT FROM patient_link WHERE survivor = wanted.patient)
      """;

  private static final String REMOVE_LINKS =
      """
      WITH gone AS (
        DELETE FROM patient_link WHERE stated_by = ANY (CAST(:patients AS text[]))
        RETURNING replaced, survivor)
      SELECT replaced FROM gone UNION SELECT survivor FROM gone
      """;

  private static final String ADD_LINKS =
      """
      INSERT INTO patient_link (stated_by, replaced, survivor)
      SELECT * FROM unnest(
        CAST(:statedBy AS text[]), CAST(:replaced AS text[]), CAST(:survivors AS text[]))
      """;

  private static final String TIED_TOGETHER =
      """
      WITH RECURSIVE tied (patient) AS (
        SELECT unnest(CAST(:patients AS text[])) COLLATE "C"
        UNION
        SELECT other FROM tied CROSS JOIN LATERAL (
          SELECT survivor AS other FROM patient_link WHERE replaced = tied.patient
          UNION ALL
          SELECT replaced FROM patient_link WHERE survivor = tied.patient) linked)
      SELECT tied.patient, EXISTS (
        SELECT FROM resource_facts f
        WHERE f.type = 'Patient' AND f.id = substr(tied.patient, 9) COLLATE "default" AND f.facts <> '[]')
      FROM tied
      """;

  private static final String LINKS =
      """
      SELECT DISTINCT replaced, survivor FROM patient_link
      WHERE replaced = ANY (CAST(:patients AS text[]))
      """;

  private static final String FORGET_SURVIVORS =
      "DELETE FROM patient_survivor WHERE patient = ANY (CAST(:patients AS text[]))";

  private static final String ADD_SURVIVORS =
      """
      INSERT INTO patient_survivor (patient, survivor)
      SELECT * FROM unnest(CAST(:patients AS text[]), CAST(:survivors AS text[]))
      """;

  private static final String MERGED_WITH =
      """
      SELECT patient, survivor FROM patient_survivor WHERE survivor = ANY (ARRAY(
        SELECT unnest(CAST(:patients AS text[])) COLLATE "C"
        UNION
        SELECT survivor FROM patient_survivor WHERE patient = ANY (CAST(:patients AS text[]))))
      """;

  private static final String OF_ONE =
      """
      WITH wanted AS (SELECT CAST(:patient AS text) COLLATE "C" AS patient),
      self AS (
        SELECT w.patient, s.survivor, coalesce(s.survivor, w.patient) AS person
        FROM wanted w LEFT JOIN patient_survivor s USING (patient))
      SELECT 'into', survivor FROM self WHERE survivor IS NOT NULL
      UNION
      SELECT 'from', s.patient FROM self JOIN patient_survivor s ON s.survivor = self.patient
      UNION
      SELECT 'linked', l.other
      FROM self
      CROSS JOIN LATERAL (
        SELECT survivor AS other FROM patient_link WHERE replaced = self.patient
        UNION
        SELECT replaced FROM patient_link WHERE survivor = self.patient) l
      LEFT JOIN patient_survivor s ON s.patient = l.other
      WHERE coalesce(s.survivor, l.other) <> self.person
      ORDER BY 1, 2
      """;

  private static final String REMOVE_UNSTATED =
      """
      DELETE FROM patient_link l WHERE NOT EXISTS (
        SELECT FROM resource_facts f
        WHERE f.type = 'Patient' AND f.id = substr(l.stated_by, 9) COLLATE "default" AND f.facts <> '[]')
      """;

  private static final String ALL =
      """
      SELECT replaced FROM patient_link UNION SELECT survivor FROM patient_link
      UNION SELECT patient FROM patient_survivor UNION SELECT survivor FROM patient_survivor
      """;

  private final EntityManager entities;

  PatientMergeRepository(EntityManager entities) {
    this.entities = entities;
  }

  /** Those of the patients that a link replaces or puts in another's place. */
  public Set<String> linked(Collection<String> patients) {
    return patients.isEmpty()
        ? Set.of()
        : new HashSet<>(select(LINKED, String.class, "patients", patients));
  }

  /**
   * Puts what the Patients say now in the place of what they said, and works out who is merged into
   * whom. Their own rows must be up to date: a link is followed only to a Patient that has been
   * received. No other transaction may be between its look at the merges and its end.
   *
   * @param statements what each Patient says now; none where it says nothing or is gone
   * @return all patients whose merge may have changed, the Patients among them
   */
  public Set<String> replace(Map<String, List<PatientReplacement>> statements) {
    Set<String> changed = new TreeSet<>(statements.keySet());
    changed.addAll(select(REMOVE_LINKS, String.class, "patients", statements.keySet()));
    List<String> statedBy = new ArrayList<>();
    List<PatientReplacement> links = new ArrayList<>();
    statements.forEach(
        (patient, replacements) -> {
          for (PatientReplacement link : new TreeSet<>(replacements)) {
            statedBy.add(patient);
            links.add(link);
          }
        });
    if (!links.isEmpty()) {
      session()
          .createNativeMutationQuery(ADD_LINKS)
          .setParameter("statedBy", statedBy.toArray(String[]::new))
          .setParameter(
              "replaced", links.stream().map(PatientReplacement::replaced).toArray(String[]::new))
          .setParameter(
              "survivors", links.stream().map(PatientReplacement::survivor).toArray(String[]::new))
          .executeUpdate();
    }
    return merge(changed);
  }

  /**
   * Removes what is stored as said by Patients that are not there, and works out again who is
   * merged into whom. The rows of all Patients and what they say must be up to date. No other
   * transaction may be between its look at the merges and its end.
   */
  public void settle() {
    session().createNativeMutationQuery(REMOVE_UNSTATED).executeUpdate();
    Set<String> all = new HashSet<>(session().createNativeQuery(ALL, String.class).getResultList());
    if (!all.isEmpty()) {
      merge(all);
    }
  }

  private Set<String> merge(Set<String> seeds) {
    Set<String> tied = new TreeSet<>();
    Set<String> received = new HashSet<>();
    for (Object[] row : select(TIED_TOGETHER, Object[].class, "patients", seeds)) {
      tied.add((String) row[0]);
      if ((Boolean) row[1]) {
        received.add((String) row[0]);
      }
    }
    List<PatientReplacement> links =
        select(LINKS, Object[].class, "patients", tied).stream()
            .map(row -> new PatientReplacement((String) row[0], (String) row[1]))
            .toList();
    Map<String, String> survivors = PatientMerges.survivors(links, received);
    session()
        .createNativeMutationQuery(FORGET_SURVIVORS)
        .setParameter("patients", tied.toArray(String[]::new))
        .executeUpdate();
    if (!survivors.isEmpty()) {
      session()
          .createNativeMutationQuery(ADD_SURVIVORS)
          .setParameter("patients", survivors.keySet().toArray(String[]::new))
          .setParameter("survivors", survivors.values().toArray(String[]::new))
          .executeUpdate();
    }
    return tied;
  }

  /**
   * The survivors of all patients that are merged with one of these, by patient; a survivor itself
   * is not in the map, nor is anybody who is not merged.
   */
  public Map<String, String> mergedWith(Collection<String> patients) {
    Map<String, String> survivors = new TreeMap<>();
    if (!patients.isEmpty()) {
      select(MERGED_WITH, Object[].class, "patients", patients)
          .forEach(row -> survivors.put((String) row[0], (String) row[1]));
    }
    return survivors;
  }

  /** How one patient is merged with others. */
  public PatientMerge of(String patient) {
    Map<String, List<String>> others = new HashMap<>();
    session()
        .createNativeQuery(OF_ONE, Object[].class)
        .setParameter("patient", patient)
        .getResultList()
        .forEach(
            row ->
                others
                    .computeIfAbsent((String) row[0], _ -> new ArrayList<>())
                    .add((String) row[1]));
    List<String> into = others.getOrDefault("into", List.of());
    return new PatientMerge(
        into.isEmpty() ? null : into.getFirst(),
        others.getOrDefault("from", List.of()),
        others.getOrDefault("linked", List.of()));
  }

  private <T> List<T> select(
      String sql, Class<T> type, String parameter, Collection<String> patients) {
    return session()
        .createNativeQuery(sql, type)
        .setParameter(parameter, patients.toArray(String[]::new))
        .getResultList();
  }

  private Session session() {
    return entities.unwrap(Session.class);
  }
}
