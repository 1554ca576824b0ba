package org.pvpoutcomes.cohort;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Fact;

/** The facts of all current resource versions. */
@ApplicationScoped
public class FactRepository
    implements PanacheRepositoryBase<ResourceFactsEntity, ResourceFactsEntity.Key> {

  /**
   * What a row says, without its facts.
   *
   * @param patient literal reference; null when the resource names none
   * @param hasFacts whether the patient's members rest on it
   * @param findings JSON array
   */
  public record Stated(
      String type, String id, @Nullable String patient, boolean hasFacts, String findings) {

    /** The patient whose members rest on it; empty when nobody's do. */
    public Optional<String> affectedPatient() {
      return hasFacts ? Optional.ofNullable(patient) : Optional.empty();
    }
  }

  private static final String ABOUT_PATIENTS =
      "SELECT * FROM resource_facts WHERE patient = ANY (CAST(:patients AS text[]))";

  private static final String STATED =
      """
      SELECT f.type, f.id, f.patient, f.facts <> '[]', f.findings FROM resource_facts f
      JOIN unnest(CAST(:types AS text[]), CAST(:ids AS text[])) AS wanted (type, id) USING (type, id)
      """;

  private static final String REMOVE =
      """
      DELETE FROM resource_facts
      USING unnest(CAST(:types AS text[]), CAST(:ids AS text[])) AS gone (type, id)
      WHERE resource_facts.type = gone.type AND resource_facts.id = gone.id
      """;

  /** All facts about each of the patients, in no particular order, in one round trip. */
  public Map<String, List<Fact>> aboutPatients(Collection<String> patients) {
    Map<String, List<Fact>> facts = new HashMap<>();
    for (String patient : new TreeSet<>(patients)) {
      facts.put(patient, new ArrayList<>());
    }
    if (!facts.isEmpty()) {
      for (ResourceFactsEntity row : rowsAbout(facts.keySet())) {
        List<Fact> ofPatient = row.patient == null ? null : facts.get(row.patient);
        if (ofPatient != null) {
          ofPatient.addAll(FactJson.read(row.facts));
        }
      }
    }
    return facts;
  }

  private List<ResourceFactsEntity> rowsAbout(Collection<String> patients) {
    return session()
        .createNativeQuery(ABOUT_PATIENTS, ResourceFactsEntity.class)
        .setParameter("patients", patients.toArray(String[]::new))
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
                    (Boolean) row[3],
                    (String) row[4]))
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
      rows.add(
          new ResourceFactsEntity(
              new ResourceFactsEntity.Key(facts.type(), facts.id()),
              facts.version(),
              facts.patient(),
              FactJson.write(facts.facts()),
              facts.findings()));
    }
    persist(rows);
  }

  /**
   * Writes out what was added and stops tracking all that was read, so that a long run over the
   * record does not gather it in memory.
   */
  public void writeOutAndForget() {
    session().flush();
    session().clear();
  }

  private Session session() {
    return getEntityManager().unwrap(Session.class);
  }
}
