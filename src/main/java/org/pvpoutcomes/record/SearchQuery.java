package org.pvpoutcomes.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a search.
 *
 * @param sort keys in order; the id follows as the last one, so that the order is total
 * @param after the keys of the last match of the page before, as {@link Match#keys} gave them; null
 *     for the first page
 * @param limit most matches
 */
public record SearchQuery(
    Criteria criteria, List<SortKey> sort, @Nullable List<String> after, int limit) {

  /** Copies the lists; refuses a page that belongs to another order. */
  public SearchQuery {
    sort = List.copyOf(sort);
    if (after != null) {
      after = List.copyOf(after);
      if (after.size() != sort.size() + 1) {
        throw new IllegalArgumentException("A page begins behind one value per key");
      }
    }
  }

  /**
   * What results are ordered by.
   *
   * @param parameter {@code _id}, {@code _lastUpdated} or a date parameter; of several dates the
   *     first one counts in ascending order and the last one in descending order; resources without
   *     any come last
   */
  public record SortKey(String parameter, boolean descending) {}

  /**
   * A resource that was found.
   *
   * @param keys its values of the sort keys, times in UTC as PostgreSQL writes them, and its id
   */
  public record Match(StoredVersion stored, List<String> keys) {

    /** Copies the list. */
    public Match {
      keys = List.copyOf(keys);
    }
  }
}
