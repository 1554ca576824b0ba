package org.pvpoutcomes.record;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.hibernate.Session;

/** The business identifiers of the current versions, by which conditional interactions match. */
@ApplicationScoped
public class IdentifierRepository
    implements PanacheRepositoryBase<ResourceIdentifierEntity, ResourceIdentifierEntity.Key> {

  /**
   * One look into the index per identifier, whatever the statistics say ({@code OFFSET 0} keeps the
   * planner from another join): a plan that was kept from when the table was small would read all
   * of it.
   */
  private static final String MATCHES =
      """
      SELECT i.type, i.system, i.value, i.id
      FROM unnest(CAST(? AS text[]), CAST(? AS text[]), CAST(? AS text[]))
        AS wanted (type, system, value)
      CROSS JOIN LATERAL (
        SELECT * FROM resource_identifier r
        WHERE r.type = wanted.type AND r.system = wanted.system AND r.value = wanted.value
        OFFSET 0) i
      ORDER BY i.type, i.system, i.value, i.id
      """;

  private static final String REMOVE =
      """
      WITH removed AS (
        DELETE FROM resource_identifier
        USING unnest(CAST(:types AS text[]), CAST(:ids AS text[])) AS gone (type, id)
        WHERE resource_identifier.type = gone.type AND resource_identifier.id = gone.id
        RETURNING resource_identifier.*)
      SELECT type, system, value, id FROM removed
      """;

  /**
   * Ids of the resources that carry each identifier, in one round trip; an identifier that nothing
   * carries is not in the map.
   */
  public Map<IdentifierCriterion, List<String>> matches(Collection<IdentifierCriterion> criteria) {
    Map<IdentifierCriterion, List<String>> matches = new HashMap<>();
    if (criteria.isEmpty()) {
      return matches;
    }
    session().doWork(connection -> addMatches(connection, criteria, matches));
    return matches;
  }

  /** Adds the identifiers of one resource; written when the session is flushed. */
  public void add(String id, Collection<IdentifierCriterion> identifiers) {
    for (IdentifierCriterion identifier : new TreeSet<>(identifiers)) {
      persist(new ResourceIdentifierEntity(identifier, id));
    }
  }

  /**
   * Removes all identifiers of resources that get a new version.
   *
   * @return the identifiers that each of them had; a resource without any is not in the map
   */
  public Map<ResourceKey, List<IdentifierCriterion>> remove(Collection<ResourceKey> keys) {
    Map<ResourceKey, List<IdentifierCriterion>> removed = new HashMap<>();
    if (keys.isEmpty()) {
      return removed;
    }
    session()
        .createNativeQuery(REMOVE, Object[].class)
        .setParameter("types", keys.stream().map(ResourceKey::type).toArray(String[]::new))
        .setParameter("ids", keys.stream().map(ResourceKey::id).toArray(String[]::new))
        .getResultList()
        .forEach(
            row -> {
              String type = (String) row[0];
              removed
                  .computeIfAbsent(new ResourceKey(type, (String) row[3]), _ -> new ArrayList<>())
                  .add(new IdentifierCriterion(type, (String) row[1], (String) row[2]));
            });
    return removed;
  }

  private static void addMatches(
      Connection connection,
      Collection<IdentifierCriterion> criteria,
      Map<IdentifierCriterion, List<String>> matches)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(MATCHES)) {
      select.setArray(
          1, connection.createArrayOf("text", column(criteria, IdentifierCriterion::type)));
      select.setArray(
          2, connection.createArrayOf("text", column(criteria, IdentifierCriterion::system)));
      select.setArray(
          3, connection.createArrayOf("text", column(criteria, IdentifierCriterion::value)));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          IdentifierCriterion criterion =
              new IdentifierCriterion(rows.getString(1), rows.getString(2), rows.getString(3));
          matches.computeIfAbsent(criterion, _ -> new ArrayList<>()).add(rows.getString(4));
        }
      }
    }
  }

  private static String[] column(
      Collection<IdentifierCriterion> criteria, Function<IdentifierCriterion, String> part) {
    return criteria.stream().map(part).toArray(String[]::new);
  }

  private Session session() {
    return getEntityManager().unwrap(Session.class);
  }
}
