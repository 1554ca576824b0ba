package org.pvpoutcomes.ingest;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.ingest.Write.Kind;
import org.pvpoutcomes.ingest.WriteRefusedException.Reason;
import org.pvpoutcomes.record.Condition;
import org.pvpoutcomes.record.Criteria;
import org.pvpoutcomes.record.IdentifierCriterion;
import org.pvpoutcomes.record.ResourceKey;
import org.pvpoutcomes.record.StoredVersion;

/**
 * Conditional updates that must not overwrite what they have matched. An update by id does not lock
 * the conditions that its resource met: it may have taken the identifier away, or a delete the
 * resource, between the match and the lock on the resource. The versions that were read under that
 * lock decide, without a look into the database.
 */
final class OvertakenUpdates {

  private OvertakenUpdates() {}

  /**
   * Requires of each conditional update that what it matched meets its condition still.
   *
   * @param matches what the conditions matched before the resources were locked
   * @param current the current versions, read under their locks
   * @throws WriteRefusedException for the first that was overtaken: the transaction can be repeated
   */
  static void refuse(
      List<Write> writes,
      List<Target> targets,
      Map<Condition, List<String>> matches,
      Map<ResourceKey, StoredVersion> current) {
    for (int i = 0; i < writes.size(); i++) {
      Write write = writes.get(i);
      Condition condition = write.condition();
      ResourceKey key = targets.get(i).key();
      if (write.kind() == Kind.UPDATE
          && condition != null
          && matches.getOrDefault(condition, List.of()).contains(key.id())
          && !meets(condition, current.get(key))) {
        throw new WriteRefusedException(
            Reason.OVERTAKEN,
            i,
            write.type(),
            "Other requests change what the condition matches at the same time, again and again;"
                + " send this one again");
      }
    }
  }

  private static boolean meets(Condition condition, @Nullable StoredVersion stored) {
    if (stored == null || stored.isDeletion()) {
      return false;
    }
    return switch (condition) {
      case IdentifierCriterion identifier ->
          IdentifierCriterion.of(stored.type(), VersionWriter.read(stored)).contains(identifier);
      case Criteria criteria -> WrittenValues.meets(criteria, stored);
    };
  }
}
