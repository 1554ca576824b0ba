package org.pvpoutcomes.ingest;

import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.record.StoredVersion;

/**
 * What one write of a transaction will do. A delete of what never existed does nothing and has
 * none.
 *
 * @param entry index of the write in its transaction
 * @param before the current version until now, which may be a deletion; null when there is none
 * @param now the version that is current afterwards; {@code before} when nothing is written
 */
record PlannedWrite(
    int entry,
    Write write,
    Target target,
    Written.Result result,
    @Nullable StoredVersion before,
    StoredVersion now) {

  /** Whether a version is added. */
  boolean addsVersion() {
    return switch (result) {
      case CREATED, UPDATED, DELETED -> true;
      case UNCHANGED, MATCHED, NOTHING_DELETED -> false;
    };
  }
}
