package org.pvpoutcomes.search;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.record.Criteria;
import org.pvpoutcomes.record.SearchQuery.SortKey;

/**
 * A search on one type, as far as it was understood.
 *
 * @param criteria what must be met
 * @param sort keys in the order of their weight; none: by id
 * @param count most matches of a page; null if the request leaves it open; 0 asks for the total
 *     only
 * @param total whether the number of all matches is wanted (FHIR R4 search.html#total)
 * @param includes what the matches refer to
 * @param revincludes what refers to the matches
 * @param notUnderstood parameters that had no effect
 * @param self the parameters that had an effect, in their order: those of the link {@code self}
 *     (FHIR R4 search.html#conformance)
 */
public record SearchRequest(
    Criteria criteria,
    List<SortKey> sort,
    @Nullable Integer count,
    boolean total,
    List<Include> includes,
    List<Include> revincludes,
    List<NotUnderstood> notUnderstood,
    List<QueryParameter> self) {

  /**
   * Other resources to be added to the matches.
   *
   * @param source type that refers
   * @param parameter reference parameter of it; {@code *} for all
   * @param target type that is referred to; null for any
   */
  public record Include(String source, String parameter, @Nullable String target) {}

  /**
   * A parameter without effect.
   *
   * @param name as the request has it
   * @param text what would have one
   */
  public record NotUnderstood(String name, String text) {}

  /** Copies the lists. */
  public SearchRequest {
    sort = List.copyOf(sort);
    includes = List.copyOf(includes);
    revincludes = List.copyOf(revincludes);
    notUnderstood = List.copyOf(notUnderstood);
    self = List.copyOf(self);
  }
}
