package org.pvpoutcomes.ingest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.record.IdentifierCriterion;
import org.pvpoutcomes.record.ResourceKey;
import org.pvpoutcomes.record.StoredVersion;

/**
 * The deletes of one transaction. They come before its other writes, whatever their order in the
 * Bundle (FHIR R4 http.html#trules); among themselves they have no order, so that the condition of
 * each is met by what was stored before the transaction.
 */
final class Deletions {

  private Deletions() {}

  /** Where a delete goes: its id, or {@code match}, the only one that its condition matches. */
  static Target target(Write delete, @Nullable String match) {
    String id = delete.id() != null ? delete.id() : match;
    return id == null
        ? new Target(new ResourceKey(delete.type(), ""), false, true)
        : new Target(new ResourceKey(delete.type(), id), true, false);
  }

  /** What each condition still matches once {@code deleted} are gone. */
  static Map<IdentifierCriterion, List<String>> matchesWithout(
      Set<ResourceKey> deleted, Map<IdentifierCriterion, List<String>> matches) {
    if (deleted.isEmpty()) {
      return matches;
    }
    Map<IdentifierCriterion, List<String>> left = new HashMap<>();
    matches.forEach(
        (criterion, ids) ->
            left.put(
                criterion,
                ids.stream()
                    .filter(id -> !deleted.contains(new ResourceKey(criterion.type(), id)))
                    .toList()));
    return left;
  }

  /** The conditions of all conditional deletes. */
  static Set<IdentifierCriterion> conditions(List<Write> writes) {
    return writes.stream()
        .filter(write -> write.kind() == Write.Kind.DELETE)
        .flatMap(write -> Stream.ofNullable(write.condition()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * The targets, without those of conditional deletes that have lost the identifier. An update by
   * id does not lock the conditions that its resource met: it may have come between the match and
   * the lock on the resource, and what no longer meets the condition must not be deleted.
   *
   * @param matches what {@link #conditions} match now that the resources are locked
   */
  static List<Target> confirmed(
      List<Write> writes, List<Target> targets, Map<IdentifierCriterion, List<String>> matches) {
    List<Target> confirmed = new ArrayList<>(targets);
    for (int i = 0; i < writes.size(); i++) {
      Write write = writes.get(i);
      IdentifierCriterion condition = write.condition();
      if (write.kind() == Write.Kind.DELETE
          && condition != null
          && !matches.getOrDefault(condition, List.of()).contains(targets.get(i).key().id())) {
        confirmed.set(i, target(write, null));
      }
    }
    return confirmed;
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
