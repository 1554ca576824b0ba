package org.pvpoutcomes.ingest;

import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.record.StoredVersion;

/**
 * What one write of a transaction will do.
 *
 * @param before the current version until now; null when there is none
 * @param now the version that is current afterwards; {@code before} when nothing is written
 */
record PlannedWrite(
    Write write,
    Target target,
    Written.Result result,
    @Nullable StoredVersion before,
    StoredVersion now) {

  /** Whether a version is added. */
  boolean addsVersion() {
    return result == Written.Result.CREATED || result == Written.Result.UPDATED;
  }
}
