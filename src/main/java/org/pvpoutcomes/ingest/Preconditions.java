package org.pvpoutcomes.ingest;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.ingest.WriteRefusedException.Reason;
import org.pvpoutcomes.record.ResourceKey;
import org.pvpoutcomes.record.StoredVersion;

/**
 * The versions that writes depend on (FHIR R4 http.html#concurrency). A stale one is refused even
 * where the content is the one already stored: the client has not seen what it would confirm.
 */
final class Preconditions {

  private Preconditions() {}

  /**
   * Requires that each write finds the version that it expects.
   *
   * @param current the current versions, read under their locks
   * @throws WriteRefusedException for the first that does not
   */
  static void require(
      List<Write> writes, List<Target> targets, Map<ResourceKey, StoredVersion> current) {
    for (int i = 0; i < writes.size(); i++) {
      VersionMatch expected = writes.get(i).versionMatch();
      StoredVersion stored = current.get(targets.get(i).key());
      if (!expected.test(stored)) {
        throw new WriteRefusedException(
            Reason.VERSION_CONFLICT, i, writes.get(i).type(), text(expected, stored));
      }
    }
  }

  private static String text(VersionMatch expected, @Nullable StoredVersion stored) {
    if (stored != null && expected.equals(VersionMatch.ABSENT)) {
      return "There is such a resource already, and its version is "
          + stored.version()
          + "; to replace that one, send If-Match with its ETag instead of If-None-Match";
    }
    if (stored == null) {
      return "The request depends on a version, and there is no such resource; create it without"
          + " If-Match";
    }
    return stored.isDeletion()
        ? "The request depends on a version, and the resource is deleted; bring it back without"
            + " If-Match"
        : "The current version is "
            + stored.version()
            + ", which is not what the request depends on; read the resource and apply the change"
            + " to what is there now";
  }
}
