package org.pvpoutcomes.ingest;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.pvpoutcomes.ingest.Write.Kind;
import org.pvpoutcomes.ingest.WriteRefusedException.Reason;
import org.pvpoutcomes.record.Condition;
import org.pvpoutcomes.record.Criteria;

/**
 * What is stored by a condition must meet it, and must be the only one that does: otherwise the
 * same request, sent again because its answer was lost, would create it again or be refused.
 */
final class OwnConditions {

  private OwnConditions() {}

  /**
   * Requires it of conditional creates and updates, once references are resolved.
   *
   * @throws WriteRefusedException for the first that does not meet its condition, or that shares it
   *     with another resource of the same transaction
   */
  static void require(List<Write> writes, List<Target> targets, Holders holders) {
    for (int i = 0; i < writes.size(); i++) {
      Write write = writes.get(i);
      Condition condition = write.condition();
      if (condition != null && (write.kind() == Kind.CREATE || write.kind() == Kind.UPDATE)) {
        String id = targets.get(i).key().id();
        requireMet(i, write, id, condition);
        if (targets.get(i).stores()) {
          requireAlone(i, write, id, holders.of(condition));
        }
      }
    }
  }

  /** Of an identifier, {@link Conditions} has required it before anything was locked. */
  private static void requireMet(int entry, Write write, String id, Condition condition) {
    if (condition instanceof Criteria criteria && !WrittenValues.meets(criteria, id, write)) {
      throw new WriteRefusedException(
          Reason.CONDITION_NOT_MET,
          entry,
          write.type(),
          "The resource does not meet its own condition, so that sending it again would create it"
              + " again. State in the condition only what the resource says");
    }
  }

  private static void requireAlone(int entry, Write write, String id, Set<String> holders) {
    Set<String> others = new HashSet<>(holders);
    others.remove(id);
    if (!others.isEmpty()) {
      throw new WriteRefusedException(
          Reason.MULTIPLE_MATCHES,
          entry,
          write.type(),
          "Another entry of this Bundle writes a resource that meets the condition too, so that it"
              + " would match "
              + (others.size() + 1)
              + " resources; make the condition more specific, or send one of them");
    }
  }
}
