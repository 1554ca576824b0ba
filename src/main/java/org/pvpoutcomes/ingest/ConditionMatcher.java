package org.pvpoutcomes.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pvpoutcomes.record.Condition;
import org.pvpoutcomes.record.Criteria;
import org.pvpoutcomes.record.IdentifierCriterion;
import org.pvpoutcomes.record.IdentifierRepository;
import org.pvpoutcomes.record.SearchRepository;

/**
 * Finds what is stored and meets conditions, identifiers in one round trip, other criteria in one
 * each.
 */
@ApplicationScoped
class ConditionMatcher {

  /** More than these are not counted. */
  static final int SEVERAL = 100;

  private final IdentifierRepository identifiers;
  private final SearchRepository search;

  ConditionMatcher(IdentifierRepository identifiers, SearchRepository search) {
    this.identifiers = identifiers;
    this.search = search;
  }

  /**
   * Ids of the current, not deleted resources that meet each condition; no entry for none. Of
   * criteria that very many meet, not all: as many as are needed to know that they are too many.
   *
   * @param writes how many resources the transaction may delete or change, and so take away
   */
  Map<Condition, List<String>> matches(Collection<Condition> conditions, int writes) {
    List<IdentifierCriterion> byIdentifier = new ArrayList<>();
    List<Criteria> others = new ArrayList<>();
    for (Condition condition : conditions) {
      switch (condition) {
        case IdentifierCriterion identifier -> byIdentifier.add(identifier);
        case Criteria criteria -> others.add(criteria);
      }
    }
    Map<Condition, List<String>> matches = new HashMap<>();
    if (!byIdentifier.isEmpty()) {
      matches.putAll(identifiers.matches(byIdentifier));
    }
    if (!others.isEmpty()) {
      matches.putAll(search.matches(others, writes + SEVERAL));
    }
    return matches;
  }
}
