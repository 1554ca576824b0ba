package org.pvpoutcomes.ingest;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.mapping.Finding;
import org.pvpoutcomes.record.StoredVersion;

/**
 * What became of one {@link Write}.
 *
 * @param result what was done
 * @param stored the version that is current now, which may be a deletion; null only where nothing
 *     was there to be deleted
 * @param findings what the mapping of that version had to say; also for an unchanged or matched
 *     resource
 * @param mappedAgain how many stored resources are mapped again in the background because the
 *     vocabulary changed; 0 unless this is part of the vocabulary
 */
public record Written(
    Result result, @Nullable StoredVersion stored, List<Finding> findings, long mappedAgain) {

  /** A delete of what was never there, or of what no condition matched. */
  static final Written NEVER_THERE = new Written(Result.NOTHING_DELETED, null, List.of(), 0);

  /** Refuses a stored resource without its version. */
  public Written {
    if (stored == null && result != Result.NOTHING_DELETED) {
      throw new IllegalArgumentException("What was done has a version");
    }
  }

  /** What was done. */
  public enum Result {
    /** A new resource, or one that was deleted and is brought back: 201. */
    CREATED,
    /** A new version of an existing resource: 200. */
    UPDATED,
    /** The content was the one already stored; no new version: 200. */
    UNCHANGED,
    /** A conditional create found its match, which was left alone: 200. */
    MATCHED,
    /** The resource is deleted as of this new version: 200. */
    DELETED,
    /** There was nothing to delete, or it is deleted already; no new version: 200. */
    NOTHING_DELETED
  }
}
