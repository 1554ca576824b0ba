package org.pvpoutcomes.ingest;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the last rebuild has come.
 *
 * @param state {@code never} before the first one; else {@code queued}, {@code running}, {@code
 *     interrupted} or {@code finished}
 * @param resources resources to map, counted when the rebuild was asked for
 * @param mapped resources mapped so far; may pass {@code resources} by those that arrived meanwhile
 * @param changed resources of which something else had been stored
 * @param derived patients derived so far, which follow the resources
 * @param queued when it was asked for; null when never
 * @param started when it was begun; null before
 * @param finished when it was done; null before
 */
public record RebuildProgress(
    String state,
    long resources,
    long mapped,
    long changed,
    long derived,
    @Nullable Instant queued,
    @Nullable Instant started,
    @Nullable Instant finished) {

  /** There has been no rebuild yet. */
  static final RebuildProgress NEVER = new RebuildProgress("never", 0, 0, 0, 0, null, null, null);
}
