package org.pvpoutcomes.record;

import java.time.Instant;
import java.util.List;

/**
 * A search on the resources of one type: all criteria must be met (FHIR R4 search.html#combining).
 *
 * @param type FHIR resource type
 * @param all in the order of the request; none: every resource of the type
 */
public record Criteria(String type, List<Criterion> all) implements Condition {

  /** Copies the list. */
  public Criteria {
    all = List.copyOf(all);
  }

  @Override
  public String lockName() {
    return type + "?" + all.stream().map(Criterion::toString).sorted().toList();
  }

  /**
   * Whether a resource of the type meets them, without a database.
   *
   * @throws UnsupportedOperationException if a criterion looks into another resource
   */
  public boolean test(String id, Instant lastUpdated, SearchValues values) {
    return all.stream().allMatch(criterion -> criterion.test(id, lastUpdated, values));
  }
}
