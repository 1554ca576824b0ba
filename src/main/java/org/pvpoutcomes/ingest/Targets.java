package org.pvpoutcomes.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.ingest.WriteRefusedException.Reason;
import org.pvpoutcomes.record.Condition;
import org.pvpoutcomes.record.ResourceKey;

/**
 * Decides which resource each write of a transaction deletes, creates, updates, patches or has
 * found (FHIR R4 §3.1.0.8.1 conditional create, §3.1.0.4.3 conditional update, §3.1.0.7.1
 * conditional delete, http.html#patch).
 */
final class Targets {

  private Targets() {}

  /**
   * One target per write, in the same order.
   *
   * @param matches ids of the stored resources that meet each condition
   * @throws WriteRefusedException when a condition matches several, an id is not the expected one,
   *     or two writes have the same target
   */
  static List<Target> of(List<Write> writes, Map<Condition, List<String>> matches) {
    Target[] targets = new Target[writes.size()];
    Set<ResourceKey> written = new HashSet<>();
    for (int i = 0; i < targets.length; i++) {
      Write write = writes.get(i);
      if (write.kind() == Write.Kind.DELETE) {
        targets[i] = Target.existing(write, match(i, write, matches));
        addOnce(i, write, targets[i], written);
      }
    }
    Map<Condition, List<String>> left = Deletions.matchesWithout(written, matches);
    for (int i = 0; i < targets.length; i++) {
      Write write = writes.get(i);
      if (write.kind() != Write.Kind.DELETE) {
        targets[i] = target(i, write, left);
        addOnce(i, write, targets[i], written);
      }
    }
    return List.of(targets);
  }

  /** FHIR R4 http.html#trules: a resource can only appear in a transaction once. */
  private static void addOnce(int entry, Write write, Target target, Set<ResourceKey> written) {
    if (target.stores() && !written.add(target.key())) {
      throw new WriteRefusedException(
          Reason.DUPLICATE_ENTRY,
          entry,
          write.type(),
          "Another entry of this Bundle writes or deletes the same resource; send one of them");
    }
  }

  private static Target target(int entry, Write write, Map<Condition, List<String>> matches) {
    String match = match(entry, write, matches);
    if (write.kind() == Write.Kind.PATCH) {
      return Target.existing(write, match);
    }
    if (write.kind() == Write.Kind.CREATE) {
      return match == null
          ? new Target(new ResourceKey(write.type(), newId()), true, true)
          : new Target(new ResourceKey(write.type(), match), false, false);
    }
    String id = write.id() != null ? write.id() : match;
    String ownId = ownId(write);
    if (id != null && ownId != null && !ownId.equals(id)) {
      throw new WriteRefusedException(
          Reason.ID_MISMATCH,
          entry,
          write.type() + ".id",
          "The id in the resource is not the id it is stored under; make them equal"
              + (write.id() == null ? " or leave it out" : ""));
    }
    if (id == null) {
      id = ownId;
    }
    return id == null
        ? new Target(new ResourceKey(write.type(), newId()), true, true)
        : new Target(new ResourceKey(write.type(), id), true, false);
  }

  private static @Nullable String match(int entry, Write write, Map<Condition, List<String>> all) {
    Condition condition = write.condition();
    List<String> matches = condition == null ? List.of() : all.getOrDefault(condition, List.of());
    if (matches.isEmpty()) {
      return null;
    }
    if (matches.size() > 1) {
      throw new WriteRefusedException(
          Reason.MULTIPLE_MATCHES,
          entry,
          write.type(),
          "The condition matches "
              + (matches.size() > ConditionMatcher.SEVERAL
                  ? "more than " + ConditionMatcher.SEVERAL
                  : matches.size())
              + " resources; it must match one or none. Make it more specific, or correct the others");
    }
    return matches.getFirst();
  }

  private static @Nullable String ownId(Write write) {
    JsonNode id = write.resource().content().get("id");
    return id == null ? null : id.textValue();
  }

  private static String newId() {
    return UUID.randomUUID().toString();
  }
}
