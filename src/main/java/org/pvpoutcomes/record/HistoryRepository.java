package org.pvpoutcomes.record;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;

/** The versions of a resource, of a type and of everything, newest first. */
@ApplicationScoped
public class HistoryRepository {

  /**
   * Of one transaction, all versions have the same time; the key makes the order total. Whether a
   * version created its resource is known from the version before it: there is none, or it is a
   * deletion.
   */
  private static final String ORDER =
      "ORDER BY v.last_updated DESC, v.type DESC, v.id DESC, v.version DESC";

  private static final String AFTER =
      " AND (v.last_updated, v.type, v.id, v.version) < (CAST(:time AS timestamptz), :afterType,"
          + " :afterId, :afterVersion)";

  /**
   * Not EXISTS, of which the planner may make a list of all deletions: a walk through all versions.
   */
  private static final String CREATED =
      "coalesce((SELECT b.content IS NULL FROM resource_version b WHERE b.type = v.type AND b.id ="
          + " v.id AND b.version = v.version - 1), TRUE)";

  private final EntityManager entities;

  HistoryRepository(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * Which history.
   *
   * @param type null for everything
   * @param id null for the whole type
   * @param since versions from then on; null for all
   */
  public record Scope(@Nullable String type, @Nullable String id, @Nullable Instant since) {

    /** Refuses an id without its type. */
    public Scope {
      if (type == null && id != null) {
        throw new IllegalArgumentException("An id is one of a type");
      }
    }

    private String condition() {
      return (type == null ? "TRUE" : "v.type = :type")
          + (id == null ? "" : " AND v.id = :id")
          + (since == null ? "" : " AND v.last_updated >= CAST(:since AS timestamptz)");
    }

    private <T> NativeQuery<T> bound(NativeQuery<T> query) {
      if (type != null) {
        query.setParameter("type", type);
      }
      if (id != null) {
        query.setParameter("id", id);
      }
      if (since != null) {
        query.setParameter("since", SearchSql.text(since));
      }
      return query;
    }
  }

  /** The version behind which a page begins. */
  public record Cursor(Instant lastUpdated, String type, String id, int version) {}

  /**
   * A version.
   *
   * @param created whether there was no resource before it, or it was deleted
   */
  public record PastVersion(StoredVersion version, boolean created) {}

  /**
   * Some of the versions, in order.
   *
   * @param more whether there are others behind them
   */
  public record Page(List<PastVersion> versions, boolean more) {

    /** Copies the list. */
    public Page {
      versions = List.copyOf(versions);
    }
  }

  /**
   * The next versions: as many as are asked for, or fewer, but at least one, if their contents
   * exceed 32 MiB.
   *
   * @param after null for the first page
   * @param count most of them; at least 1
   */
  public Page page(Scope scope, @Nullable Cursor after, int count) {
    String versions =
        "SELECT v.type, v.id, v.version, v.last_updated, coalesce(v.content, '') AS content, "
            + CREATED
            + " AS created FROM resource_version v WHERE "
            + scope.condition()
            + (after == null ? "" : AFTER)
            + " "
            + ORDER
            + " LIMIT :limit";
    String measured =
        "SELECT v.*, octet_length(v.content) AS own, sum(octet_length(v.content)) OVER ("
            + ORDER
            + ") AS octets, count(*) OVER () AS found FROM ("
            + versions
            + ") v";
    NativeQuery<Object[]> query =
        scope.bound(
            session()
                .createNativeQuery(
                    "SELECT v.type, v.id, v.version, v.last_updated, v.content, v.created, v.found"
                        + " FROM ("
                        + measured
                        + ") v WHERE v.octets <= :most OR v.octets = v.own "
                        + ORDER,
                    Object[].class));
    if (after != null) {
      query
          .setParameter("time", SearchSql.text(after.lastUpdated()))
          .setParameter("afterType", after.type())
          .setParameter("afterId", after.id())
          .setParameter("afterVersion", after.version());
    }
    List<Object[]> rows =
        query
            .setParameter("limit", count + 1)
            .setParameter("most", SearchRepository.MOST_OCTETS)
            .getResultList();
    List<PastVersion> page = rows.stream().limit(count).map(HistoryRepository::past).toList();
    return new Page(
        page, !rows.isEmpty() && ((Number) rows.getFirst()[6]).intValue() > page.size());
  }

  /** How many versions there are. */
  public long count(Scope scope) {
    return scope
        .bound(
            session()
                .createNativeQuery(
                    "SELECT count(*) FROM resource_version v WHERE " + scope.condition(),
                    Long.class))
        .getSingleResult();
  }

  private static PastVersion past(Object[] row) {
    return new PastVersion(
        new StoredVersion(
            (String) row[0], (String) row[1], (Integer) row[2], (Instant) row[3], (String) row[4]),
        (Boolean) row[5]);
  }

  private Session session() {
    return entities.unwrap(Session.class);
  }
}
