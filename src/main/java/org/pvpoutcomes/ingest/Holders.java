package org.pvpoutcomes.ingest;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pvpoutcomes.record.Condition;
import org.pvpoutcomes.record.Criteria;
import org.pvpoutcomes.record.IdentifierCriterion;
import org.pvpoutcomes.record.ResourceKey;

/**
 * Who meets a condition once the transaction is done: what is stored and not written again, and
 * what is written. Each condition is decided when it is first asked for.
 */
final class Holders {

  private final List<Write> writes;
  private final List<Target> targets;
  private final Map<Condition, List<String>> matches;
  private final Set<ResourceKey> written = new HashSet<>();
  private final Map<IdentifierCriterion, Set<String>> byIdentifier = new HashMap<>();
  private final Map<String, WrittenValues> byType = new HashMap<>();
  private final Map<Condition, Set<String>> decided = new HashMap<>();

  /**
   * Of one transaction.
   *
   * @param matches ids of the stored resources that meet each condition
   */
  Holders(List<Write> writes, List<Target> targets, Map<Condition, List<String>> matches) {
    this.writes = writes;
    this.targets = targets;
    this.matches = matches;
    for (int i = 0; i < writes.size(); i++) {
      if (targets.get(i).stores()) {
        ResourceKey key = targets.get(i).key();
        written.add(key);
        for (IdentifierCriterion identifier : writes.get(i).resource().identifiers()) {
          byIdentifier.computeIfAbsent(identifier, _ -> new HashSet<>()).add(key.id());
        }
      }
    }
  }

  /** Ids of the resources that will meet the condition. */
  Set<String> of(Condition condition) {
    Set<String> holders = decided.get(condition);
    if (holders == null) {
      holders = decide(condition);
      decided.put(condition, holders);
    }
    return holders;
  }

  private Set<String> decide(Condition condition) {
    Set<String> holders = new LinkedHashSet<>();
    for (String id : matches.getOrDefault(condition, List.of())) {
      if (!written.contains(new ResourceKey(condition.type(), id))) {
        holders.add(id);
      }
    }
    switch (condition) {
      case IdentifierCriterion identifier ->
          holders.addAll(byIdentifier.getOrDefault(identifier, Set.of()));
      case Criteria criteria ->
          holders.addAll(
              byType
                  .computeIfAbsent(
                      criteria.type(), type -> new WrittenValues(type, writes, targets))
                  .meeting(criteria));
    }
    return holders;
  }
}
