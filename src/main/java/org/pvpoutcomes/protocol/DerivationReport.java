package org.pvpoutcomes.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.StudyVersion;

/**
 * How far the work on a new version has come.
 *
 * @param version its number
 * @param state {@code queued} or {@code deriving}
 * @param patients how many there are to derive; null until the work begins
 * @param derived so far
 * @param queued when the version was added
 * @param started when the work began; null before
 */
public record DerivationReport(
    int version,
    String state,
    @Nullable Long patients,
    long derived,
    Instant queued,
    @Nullable Instant started) {

  static DerivationReport of(StudyVersion version) {
    return new DerivationReport(
        version.version(),
        version.state() == StudyVersion.State.QUEUED ? "queued" : "deriving",
        version.total(),
        version.derived(),
        version.created(),
        version.started());
  }
}
