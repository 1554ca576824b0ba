package org.pvpoutcomes.ingest;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.pvpoutcomes.cohort.Dataset;
import org.pvpoutcomes.cohort.FactReconciliation;
import org.pvpoutcomes.cohort.StudyVersion;
import org.pvpoutcomes.cohort.StudyVersion.State;
import org.pvpoutcomes.cohort.StudyVersionRepository;
import org.pvpoutcomes.record.WriteLocks;

/**
 * Does one step of the work on versions of studies: derives a page of patients, puts a version in
 * the place of the one before, or removes a page of members of a replaced one. Each step is one
 * transaction that also notes how far the work has come, so that it is done once, whatever ends the
 * process, and any instance can do the next.
 */
@ApplicationScoped
class StudyStep {

  private static final Logger LOG = Logger.getLogger(StudyStep.class);

  /** Few enough that a write to one of them does not wait noticeably. */
  private static final int PAGE = 100;

  private final WriteLocks locks;
  private final StudyVersionRepository versions;
  private final FactReconciliation facts;
  private final PatientDerivation derivation;
  private final StudiesConfig config;
  private final Clock clock;

  StudyStep(
      WriteLocks locks,
      StudyVersionRepository versions,
      FactReconciliation facts,
      PatientDerivation derivation,
      StudiesConfig config,
      Clock clock) {
    this.locks = locks;
    this.versions = versions;
    this.facts = facts;
    this.derivation = derivation;
    this.config = config;
    this.clock = clock;
  }

  /**
   * Does the next step.
   *
   * @return whether there was anything to do; false also while another worker is at it
   */
  boolean next() {
    return QuarkusTransaction.requiringNew().call(this::derivePage)
        || activate()
        || QuarkusTransaction.requiringNew().call(this::removePage);
  }

  private boolean derivePage() {
    locks.beside(List.of());
    Optional<StudyVersion> taken = versions.take(State.QUEUED, State.DERIVING);
    if (taken.isEmpty()) {
      return false;
    }
    StudyVersion version = taken.get();
    if (version.state() == State.QUEUED) {
      versions.begun(version, versions.countPatients(), now());
    }
    List<String> patients = facts.patientsAfter(version.lastPatient(), PAGE);
    if (!patients.isEmpty()) {
      derivation.deriveBeside(patients, Dataset.of(version.protocol(), version.version()));
      versions.advanced(version, patients.getLast(), patients.size());
    }
    if (patients.size() < PAGE) {
      versions.change(version, State.DERIVED);
    }
    return true;
  }

  /** Looks first, because to run alone makes all writes wait. */
  private boolean activate() {
    boolean any =
        QuarkusTransaction.requiringNew().call(() -> versions.take(State.DERIVED).isPresent());
    return any && QuarkusTransaction.requiringNew().call(this::activateAlone);
  }

  private boolean activateAlone() {
    locks.alone();
    Optional<StudyVersion> taken = versions.take(State.DERIVED);
    if (taken.isEmpty()) {
      return false;
    }
    StudyVersion version = taken.get();
    versions.versions(version.study()).stream()
        .filter(other -> other.state() == State.ACTIVE)
        .forEach(before -> versions.replaced(before, now()));
    versions.change(version, State.ACTIVE);
    versions.listChanged();
    LOG.infof("Study %s answers from version %d", version.study(), version.version());
    return true;
  }

  private boolean removePage() {
    Instant before = now().minus(config.keepReplaced());
    Optional<StudyVersion> taken = versions.take(State.REPLACED);
    if (taken.isEmpty() || !taken.get().isReplacedBefore(before)) {
      return false;
    }
    if (versions.removeMembers(taken.get(), PAGE) < PAGE) {
      versions.change(taken.get(), State.RETIRED);
    }
    return true;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
