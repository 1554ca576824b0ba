package org.pvpoutcomes.ingest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.record.Criteria;
import org.pvpoutcomes.record.Criterion;
import org.pvpoutcomes.record.SearchValues;
import org.pvpoutcomes.record.StoredVersion;
import org.pvpoutcomes.search.SearchIndexer;

/**
 * What the resources of one type that a transaction writes can be found by, before they are stored.
 * As many conditions as resources are the rule, so each condition looks only at those resources
 * that have the rarest of its tokens.
 */
final class WrittenValues {

  private final List<Written> all = new ArrayList<>();
  private final Map<String, List<Written>> byId = new HashMap<>();
  private final Map<String, List<Written>> byToken = new HashMap<>();

  private record Written(String id, SearchValues values) {}

  /** Of the resources of {@code type}, with their references as they stand now. */
  WrittenValues(String type, List<Write> writes, List<Target> targets) {
    for (int i = 0; i < writes.size(); i++) {
      Write write = writes.get(i);
      if (targets.get(i).stores()
          && write.kind() != Write.Kind.DELETE
          && write.type().equals(type)) {
        add(new Written(targets.get(i).key().id(), values(write)));
      }
    }
  }

  private void add(Written written) {
    all.add(written);
    byId.computeIfAbsent(written.id, _ -> new ArrayList<>(1)).add(written);
    for (String token : written.values.tokens()) {
      byToken.computeIfAbsent(token, _ -> new ArrayList<>()).add(written);
    }
  }

  /** Ids of those that meet the criteria; an id may be there twice. */
  List<String> meeting(Criteria criteria) {
    return candidates(criteria).stream()
        .filter(written -> meets(criteria, written.id, written.values))
        .map(Written::id)
        .toList();
  }

  /** Whether the resource of one write meets criteria that ask for no time of a version. */
  static boolean meets(Criteria criteria, String id, Write write) {
    return meets(criteria, id, values(write));
  }

  /** Whether a stored version, which is no deletion, meets such criteria. */
  static boolean meets(Criteria criteria, StoredVersion stored) {
    return meets(
        criteria, stored.id(), SearchIndexer.valuesOf(stored.type(), VersionWriter.read(stored)));
  }

  /** {@link Conditions} has refused criteria that the time of the version would decide. */
  private static boolean meets(Criteria criteria, String id, SearchValues values) {
    return criteria.test(id, Instant.EPOCH, values);
  }

  private static SearchValues values(Write write) {
    return SearchIndexer.valuesOf(write.type(), write.resource().content());
  }

  private Collection<Written> candidates(Criteria criteria) {
    Collection<Written> fewest = all;
    for (Criterion criterion : criteria.all()) {
      Collection<Written> found =
          switch (criterion) {
            case Criterion.Tokens tokens -> any(byToken, tokens.anyOf(), fewest.size());
            case Criterion.Ids ids -> any(byId, ids.anyOf(), fewest.size());
            default -> null;
          };
      if (found != null) {
        fewest = found;
      }
    }
    return fewest;
  }

  /** Those under any of the keys; null if they are not fewer than {@code limit}. */
  private static @Nullable Collection<Written> any(
      Map<String, List<Written>> index, NavigableSet<String> keys, int limit) {
    List<Written> found = new ArrayList<>();
    for (String key : keys) {
      List<Written> more = index.getOrDefault(key, List.of());
      if (found.size() + more.size() >= limit) {
        return null;
      }
      found.addAll(more);
    }
    return found;
  }
}
