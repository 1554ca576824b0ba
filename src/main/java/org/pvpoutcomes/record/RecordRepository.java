package org.pvpoutcomes.record;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.Session;

/** The stored resource versions. They are added and read, never changed. */
@ApplicationScoped
public class RecordRepository
    implements PanacheRepositoryBase<ResourceVersionEntity, ResourceVersionEntity.Key> {

  private static final String CURRENT_OF_MANY =
      """
      SELECT v.* FROM unnest(CAST(:types AS text[]), CAST(:ids AS text[])) AS wanted (type, id)
      CROSS JOIN LATERAL (
        SELECT * FROM resource_version r
        WHERE r.type = wanted.type AND r.id = wanted.id
        ORDER BY r.version DESC LIMIT 1) v
      """;

  private static final String CURRENT_PAGE =
      """
      SELECT DISTINCT ON (type, id) * FROM resource_version
      WHERE (type, id) > (:type, :id)
      ORDER BY type, id, version DESC LIMIT :limit
      """;

  private static final String CURRENT_OF_TYPE =
      """
      SELECT DISTINCT ON (type, id) * FROM resource_version
      WHERE type = :type ORDER BY type, id, version DESC
      """;

  /** The current version; empty when there is no such resource. */
  public Optional<StoredVersion> current(String type, String id) {
    return find("key.type = ?1 and key.id = ?2", Sort.descending("key.version"), type, id)
        .range(0, 0)
        .firstResultOptional()
        .map(ResourceVersionEntity::toStored);
  }

  /** That version; empty when there is no such resource or no such version. */
  public Optional<StoredVersion> version(String type, String id, int version) {
    return findByIdOptional(new ResourceVersionEntity.Key(type, id, version))
        .map(ResourceVersionEntity::toStored);
  }

  /** The current versions of the resources that exist, in one round trip. */
  public Map<ResourceKey, StoredVersion> current(Collection<ResourceKey> keys) {
    Map<ResourceKey, StoredVersion> found = new HashMap<>();
    if (keys.isEmpty()) {
      return found;
    }
    List<ResourceVersionEntity> rows =
        session()
            .createNativeQuery(CURRENT_OF_MANY, ResourceVersionEntity.class)
            .setParameter("types", keys.stream().map(ResourceKey::type).toArray(String[]::new))
            .setParameter("ids", keys.stream().map(ResourceKey::id).toArray(String[]::new))
            .getResultList();
    for (ResourceVersionEntity row : rows) {
      found.put(new ResourceKey(row.key.type(), row.key.id()), row.toStored());
    }
    return found;
  }

  /** The current versions of all resources of a type, in order of id. */
  public List<StoredVersion> currentOfType(String type) {
    return session()
        .createNativeQuery(CURRENT_OF_TYPE, ResourceVersionEntity.class)
        .setParameter("type", type)
        .getResultList()
        .stream()
        .map(ResourceVersionEntity::toStored)
        .toList();
  }

  /**
   * The next current versions in order of type and id.
   *
   * @param after where the page before ended; empty type and id for the first page
   */
  public List<StoredVersion> currentAfter(ResourceKey after, int limit) {
    return session()
        .createNativeQuery(CURRENT_PAGE, ResourceVersionEntity.class)
        .setParameter("type", after.type())
        .setParameter("id", after.id())
        .setParameter("limit", limit)
        .getResultList()
        .stream()
        .map(ResourceVersionEntity::toStored)
        .toList();
  }

  /** Adds versions; they are written when the session is flushed, in one batch. */
  public void add(Collection<StoredVersion> versions) {
    List<ResourceVersionEntity> rows = new ArrayList<>(versions.size());
    for (StoredVersion version : versions) {
      rows.add(new ResourceVersionEntity(version));
    }
    persist(rows);
  }

  private Session session() {
    return getEntityManager().unwrap(Session.class);
  }
}
