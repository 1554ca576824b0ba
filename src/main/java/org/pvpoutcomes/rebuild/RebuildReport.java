package org.pvpoutcomes.rebuild;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.ingest.RebuildProgress;

/**
 * How far the last rebuild has come.
 *
 * @param state {@code never}, {@code queued}, {@code running}, {@code interrupted} or {@code
 *     finished}
 * @param patientsDerived so far; they follow the resources
 * @param queued when it was asked for; null before the first
 * @param started when it was begun; null before
 * @param finished when it was done; null before
 */
public record RebuildReport(
    String state,
    Resources resources,
    long patientsDerived,
    @Nullable Instant queued,
    @Nullable Instant started,
    @Nullable Instant finished) {

  /**
   * Counts of resources.
   *
   * @param total to map, counted when the rebuild was asked for
   * @param mapped so far
   * @param changed so far: something else had been stored of them
   */
  public record Resources(long total, long mapped, long changed) {}

  static RebuildReport of(RebuildProgress progress) {
    return new RebuildReport(
        progress.state(),
        new Resources(progress.resources(), progress.mapped(), progress.changed()),
        progress.derived(),
        progress.queued(),
        progress.started(),
        progress.finished());
  }
}
