package org.pvpoutcomes.ingest;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pvpoutcomes.record.Condition;
import org.pvpoutcomes.record.ResourceKey;
import org.pvpoutcomes.record.StoredVersion;

/**
 * The deletes of one transaction. They come before its other writes, whatever their order in the
 * Bundle (FHIR R4 http.html#trules); among themselves they have no order, so that the condition of
 * each is met by what was stored before the transaction.
 */
final class Deletions {

  private Deletions() {}

  /** What each condition still matches once {@code deleted} are gone. */
  static Map<Condition, List<String>> matchesWithout(
      Set<ResourceKey> deleted, Map<Condition, List<String>> matches) {
    if (deleted.isEmpty()) {
      return matches;
    }
    Map<Condition, List<String>> left = new HashMap<>();
    matches.forEach(
        (criterion, ids) ->
            left.put(
                criterion,
                ids.stream()
                    .filter(id -> !deleted.contains(new ResourceKey(criterion.type(), id)))
                    .toList()));
    return left;
  }

  /**
   * What a delete does to a resource that exists or did.
   *
   * @param before its current version; if that is a deletion, nothing is done
   */
  static PlannedWrite plan(
      int entry, Write delete, Target target, StoredVersion before, Instant now) {
    return before.isDeletion()
        ? new PlannedWrite(entry, delete, target, Written.Result.NOTHING_DELETED, before, before)
        : new PlannedWrite(
            entry,
            delete,
            target,
            Written.Result.DELETED,
            before,
            StoredVersion.deletionOf(before, now));
  }
}
