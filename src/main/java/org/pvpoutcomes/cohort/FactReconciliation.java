package org.pvpoutcomes.cohort;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/**
 * Compares what is stored about resources with what should be, and writes the difference only: most
 * of what is mapped again says what it said before.
 */
@ApplicationScoped
public class FactReconciliation {

  private static final String STORED =
      """
      SELECT f.* FROM resource_facts f
      JOIN unnest(CAST(:types AS text[]), CAST(:ids AS text[])) AS wanted (type, id) USING (type, id)
      """;

  private static final String ROWS_PAGE =
      """
      SELECT type, id FROM resource_facts WHERE (type, id) > (:type, :id)
      ORDER BY type, id LIMIT :limit
      """;

  private static final String PATIENTS_PAGE =
      """
      SELECT DISTINCT patient FROM resource_facts
      WHERE patient > :after AND facts <> '[]' ORDER BY patient LIMIT :limit
      """;

  /** The references have different collations in the two tables. */
  private static final String MEMBERS_WITHOUT_FACTS =
      """
      SELECT DISTINCT m.patient FROM member m
      WHERE m.patient > :after AND m.study NOT LIKE '%@%' AND NOT EXISTS (
        SELECT 1 FROM resource_facts f
        WHERE f.patient = m.patient COLLATE "default" AND f.facts <> '[]')
      ORDER BY m.patient LIMIT :limit
      """;

  private final EntityManager entities;

  FactReconciliation(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * Which resource a row of facts is of.
   *
   * @param type FHIR resource type
   * @param id logical id
   */
  public record RowKey(String type, String id) {}

  /**
   * Makes {@code wanted} what is stored about the resources {@code keys}; one without a wanted row
   * has none afterwards. The caller holds the locks of the resources.
   *
   * @return the resources of which something else was stored
   */
  public Set<RowKey> reconcile(Collection<RowKey> keys, Collection<ResourceFacts> wanted) {
    Map<RowKey, ResourceFactsEntity> stored = stored(keys);
    Map<RowKey, ResourceFactsEntity> target = new HashMap<>();
    for (ResourceFacts facts : wanted) {
      target.put(new RowKey(facts.type(), facts.id()), ResourceFactsEntity.of(facts));
    }
    Set<RowKey> changed = new HashSet<>();
    for (RowKey key : keys) {
      ResourceFactsEntity before = stored.get(key);
      ResourceFactsEntity after = target.get(key);
      if (before == null ? after != null : !before.saysTheSame(after)) {
        changed.add(key);
        write(before, after);
      }
    }
    entities.flush();
    return changed;
  }

  /**
   * The next resources that have a row, in order of type and id.
   *
   * @param after the page begins behind this one; empty type and id for the first page
   */
  public List<RowKey> rowsAfter(RowKey after, int limit) {
    return session()
        .createNativeQuery(ROWS_PAGE, Object[].class)
        .setParameter("type", after.type())
        .setParameter("id", after.id())
        .setParameter("limit", limit)
        .getResultList()
        .stream()
        .map(row -> new RowKey((String) row[0], (String) row[1]))
        .toList();
  }

  /**
   * The next patients that have facts, in order of reference.
   *
   * @param after the page begins behind this reference; empty for the first page
   */
  public List<String> patientsAfter(String after, int limit) {
    return session()
        .createNativeQuery(PATIENTS_PAGE, String.class)
        .setParameter("after", after)
        .setParameter("limit", limit)
        .getResultList();
  }

  /**
   * The next patients that are members of a study now although no fact names them, in order of
   * reference.
   *
   * @param after the page begins behind this reference; empty for the first page
   */
  public List<String> membersWithoutFacts(String after, int limit) {
    return session()
        .createNativeQuery(MEMBERS_WITHOUT_FACTS, String.class)
        .setParameter("after", after)
        .setParameter("limit", limit)
        .getResultList();
  }

  private Map<RowKey, ResourceFactsEntity> stored(Collection<RowKey> keys) {
    Map<RowKey, ResourceFactsEntity> stored = new HashMap<>();
    session()
        .createNativeQuery(STORED, ResourceFactsEntity.class)
        .setParameter("types", keys.stream().map(RowKey::type).toArray(String[]::new))
        .setParameter("ids", keys.stream().map(RowKey::id).toArray(String[]::new))
        .getResultList()
        .forEach(row -> stored.put(new RowKey(row.key.type(), row.key.id()), row));
    return stored;
  }

  private void write(@Nullable ResourceFactsEntity before, @Nullable ResourceFactsEntity after) {
    if (before == null) {
      entities.persist(after);
    } else if (after == null) {
      entities.remove(before);
    } else {
      before.takeOver(after);
    }
  }

  private Session session() {
    return entities.unwrap(Session.class);
  }
}
