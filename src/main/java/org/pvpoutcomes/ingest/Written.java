package org.pvpoutcomes.ingest;

import java.util.List;
import org.pvpoutcomes.mapping.Finding;
import org.pvpoutcomes.record.StoredVersion;

/**
 * What became of one {@link Write}.
 *
 * @param result what was done
 * @param stored the version that is current now
 * @param findings what the mapping of that version had to say; also for an unchanged or matched
 *     resource
 */
public record Written(Result result, StoredVersion stored, List<Finding> findings) {

  /** What was done. */
  public enum Result {
    /** A new resource: 201. */
    CREATED,
    /** A new version of an existing resource: 200. */
    UPDATED,
    /** The content was the one already stored; no new version: 200. */
    UNCHANGED,
    /** A conditional create found its match, which was left alone: 200. */
    MATCHED
  }
}
