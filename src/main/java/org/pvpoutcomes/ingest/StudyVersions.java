package org.pvpoutcomes.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.ProtocolFormat;
import org.pvpoutcomes.cohort.StudyProtocols;
import org.pvpoutcomes.cohort.StudyVersion;
import org.pvpoutcomes.cohort.StudyVersion.State;
import org.pvpoutcomes.cohort.StudyVersionRepository;
import org.pvpoutcomes.ingest.StudyRefusedException.Reason;
import org.pvpoutcomes.record.WriteLocks;

/**
 * Adds studies and versions of them. A version is a dataset of its own, which {@link StudyStep}
 * fills in the background while every write derives it too, until it takes the place of the version
 * before.
 *
 * <p>That no patient is missed rests on this: the list of versions changes only in a transaction
 * that runs alone ({@link WriteLocks#alone}). It waits for all writes that have begun, and those
 * that come later wait for it. So a write either had committed before the version was added, and
 * then the background work, which reads facts after it has locked their patient, finds it; or it
 * began afterwards, sees the version in the list, and derives it itself. In the same way no write
 * still derives a version that was replaced, when its members are removed. An instance that has the
 * list in memory learns in the statement with which each write reads the stored members whether it
 * is old ({@code study_state}); the lock keeps the answer true to the end of the write.
 */
@ApplicationScoped
public class StudyVersions {

  /** Said in a transaction that gives the worker something to do. */
  record Added() {}

  private final WriteLocks locks;
  private final StudyProtocols protocols;
  private final StudyVersionRepository versions;
  private final Event<Added> event;
  private final Clock clock;

  StudyVersions(
      WriteLocks locks,
      StudyProtocols protocols,
      StudyVersionRepository versions,
      Event<Added> event,
      Clock clock) {
    this.locks = locks;
    this.protocols = protocols;
    this.versions = versions;
    this.event = event;
    this.clock = clock;
  }

  /**
   * What became of a document.
   *
   * @param version the version that has it
   * @param added false when the newest version had the same document
   */
  public record Result(int version, boolean added) {}

  /**
   * Adds a study.
   *
   * @param study the id in the document, which is a valid protocol
   * @throws StudyRefusedException when the id is taken
   */
  @Transactional
  public Result add(String study, ProtocolFormat format, String document) {
    refuseShipped(study, Reason.ID_TAKEN);
    locks.alone();
    if (!versions.versions(study).isEmpty()) {
      throw new StudyRefusedException(Reason.ID_TAKEN);
    }
    versions.addStudy(study);
    return added(study, 1, format, document);
  }

  /**
   * Adds a version to a study. One that is still being derived is given up for it.
   *
   * @param study the id in the document, which is a valid protocol
   * @param expected numbers of which one must be the newest version; null for any
   * @throws StudyRefusedException when there is no such study, it ships with the service, or has
   *     another version
   */
  @Transactional
  public Result replace(
      String study, ProtocolFormat format, String document, @Nullable Set<Integer> expected) {
    refuseShipped(study, Reason.SHIPPED);
    locks.alone();
    List<StudyVersion> before = versions.versions(study);
    if (before.isEmpty()) {
      throw new StudyRefusedException(expected == null ? Reason.UNKNOWN : Reason.ANOTHER_VERSION);
    }
    StudyVersion newest = before.getLast();
    if (expected != null && !expected.contains(newest.version())) {
      throw new StudyRefusedException(Reason.ANOTHER_VERSION);
    }
    if (newest.format() == format && newest.document().equals(document)) {
      return new Result(newest.version(), false);
    }
    if (newest.state() != State.ACTIVE) {
      versions.replaced(newest, now());
    }
    return added(study, newest.version() + 1, format, document);
  }

  private void refuseShipped(String study, Reason reason) {
    if (protocols.shippedDocument(study).isPresent()) {
      throw new StudyRefusedException(reason);
    }
  }

  private Result added(String study, int version, ProtocolFormat format, String document) {
    versions.add(study, version, format, document, now());
    versions.listChanged();
    event.fire(new Added());
    return new Result(version, true);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
