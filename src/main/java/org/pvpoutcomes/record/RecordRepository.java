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

/**
 * The stored resource versions, deletions among them. They are added and read, never changed. Where
 * one resource is asked for, its deletion is an answer; where many are gone through, the deleted
 * are left out.
 */
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

  private static final String OCTETS_OF_MANY =
      "SELECT coalesce(sum(octet_length(many.content)), 0) FROM (" + CURRENT_OF_MANY + ") many";

  /** Every resource has a version 1, so the primary key alone answers. */
  private static final String IDS_PAGE =
      """
      SELECT id FROM resource_version
      WHERE type = :type AND id > :after AND version = 1 ORDER BY id LIMIT :limit
      """;

  private static final String COUNT_OF_TYPES =
      "SELECT count(*) FROM resource_version WHERE type = ANY (CAST(:types AS text[])) AND version = 1";

  private static final String CURRENT_OF_TYPE =
      """
      SELECT * FROM (
        SELECT DISTINCT ON (type, id) * FROM resource_version
        WHERE type = :type ORDER BY type, id, version DESC) latest
      WHERE content IS NOT NULL ORDER BY type, id
      """;

  /** The current version, which may be a deletion; empty when there never was such a resource. */
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

  /** The current versions of the resources that exist or were deleted, in one round trip. */
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

  /** How many bytes the contents of the current versions have together. */
  public long octets(Collection<ResourceKey> keys) {
    return session()
        .createNativeQuery(OCTETS_OF_MANY, Long.class)
        .setParameter("types", keys.stream().map(ResourceKey::type).toArray(String[]::new))
        .setParameter("ids", keys.stream().map(ResourceKey::id).toArray(String[]::new))
        .getSingleResult();
  }

  /** The current versions of all resources of a type that are not deleted, in order of id. */
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
   * The ids of the next resources of a type, deleted ones among them.
   *
   * @param after the page begins behind this id; empty for the first page
   */
  public List<String> idsAfter(String type, String after, int limit) {
    return session()
        .createNativeQuery(IDS_PAGE, String.class)
        .setParameter("type", type)
        .setParameter("after", after)
        .setParameter("limit", limit)
        .getResultList();
  }

  /** How many resources of these types there are, deleted ones among them. */
  public long count(Collection<String> types) {
    return session()
        .createNativeQuery(COUNT_OF_TYPES, Long.class)
        .setParameter("types", types.toArray(String[]::new))
        .getSingleResult();
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
