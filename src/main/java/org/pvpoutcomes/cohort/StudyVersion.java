package org.pvpoutcomes.cohort;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Coded;
import org.pvpoutcomes.study.Protocol;

/**
 * A version of a study that was added to the service.
 *
 * @param version from 1
 * @param document as it was sent
 * @param total patients to derive, counted when the work began; null before
 * @param derived patients derived so far
 * @param lastPatient the last one derived; empty before the first
 * @param started when the work began; null before
 * @param replaced when another version took its place; null before
 */
public record StudyVersion(
    String study,
    int version,
    ProtocolFormat format,
    String document,
    Instant created,
    State state,
    @Nullable Long total,
    long derived,
    String lastPatient,
    @Nullable Instant started,
    @Nullable Instant replaced) {

  /** The key under which its members are stored. */
  public String key() {
    return Dataset.of(protocol(), version).key();
  }

  /** What the document says. */
  public Protocol protocol() {
    return ProtocolReader.read(study + " version " + version, document, format);
  }

  /** Whether it is to take the place of the active version, or to be the first one. */
  public boolean isBeingDerived() {
    return state == State.QUEUED || state == State.DERIVING || state == State.DERIVED;
  }

  /** Whether another version took its place before this time. */
  public boolean isReplacedBefore(Instant time) {
    return replaced != null && replaced.isBefore(time);
  }

  /** What becomes of a version, in this order; see {@code V14__studies.sql}. */
  public enum State implements Coded {
    /** Writes derive it; those who were there before are not begun with. */
    QUEUED("queued"),
    /** Writes derive it; those who were there before are derived page by page. */
    DERIVING("deriving"),
    /** Of all; the next step makes it the active one. */
    DERIVED("derived"),
    /** Answers are of it. */
    ACTIVE("active"),
    /** Writes no longer derive it; its members are still to be removed. */
    REPLACED("replaced"),
    /** Its members are removed. */
    RETIRED("retired");

    private final String code;

    State(String code) {
      this.code = code;
    }

    @Override
    public String code() {
      return code;
    }
  }
}
