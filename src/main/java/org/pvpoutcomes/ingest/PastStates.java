package org.pvpoutcomes.ingest;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.pvpoutcomes.cohort.Dataset;
import org.pvpoutcomes.cohort.DerivationBasis;
import org.pvpoutcomes.cohort.FrozenDatasets;
import org.pvpoutcomes.cohort.FrozenRows;
import org.pvpoutcomes.cohort.RowsDigest;
import org.pvpoutcomes.cohort.Study;
import org.pvpoutcomes.ingest.PastRefusedException.Reason;
import org.pvpoutcomes.record.ClosedPast;
import org.pvpoutcomes.record.PastRecord;
import org.pvpoutcomes.record.WriteLocks;

/**
 * The states of a study at any past moment. What a moment was like does not change, so that a state
 * that was replayed once is kept for the next question, by the last change of the record up to the
 * moment, the protocol and the rules of derivation; what is not asked for gives way to others. One
 * state is replayed at a time.
 */
@ApplicationScoped
public class PastStates {

  /** No request is answered for so long from a state that it has looked up. */
  private static final Duration IN_USE = Duration.ofMinutes(10);

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final ReentrantLock oneAtATime = new ReentrantLock(true);
  private final ClosedPast closed;
  private final PastRecord past;
  private final WriteLocks locks;
  private final Replay replay;
  private final FrozenDatasets datasets;
  private final FrozenRows rows;
  private final String derivation;
  private final CutConfig config;
  private final Clock clock;

  PastStates(
      ClosedPast closed,
      PastRecord past,
      WriteLocks locks,
      Replay replay,
      FrozenDatasets datasets,
      FrozenRows rows,
      DerivationBasis basis,
      CutConfig config,
      Clock clock) {
    this.closed = closed;
    this.past = past;
    this.locks = locks;
    this.replay = replay;
    this.datasets = datasets;
    this.rows = rows;
    if (config.replaysKept() < 1) {
      throw new IllegalArgumentException("pvp.cut.replays-kept must be at least 1");
    }
    this.derivation = MembersAtStart.basisOfMapping() + ", " + basis.beside();
    this.config = config;
    this.clock = clock;
  }

  /**
   * The study as it was at the moment, under the protocol of this version of it: all resource
   * versions that are dated up to then, and the vocabulary of then.
   *
   * @param given the moment as the caller wrote it
   * @throws PastRefusedException for a moment in the future, and where it would be too much work
   */
  public Dataset asOf(Study.Version version, Instant moment, String given) {
    Instant exact = moment.truncatedTo(ChronoUnit.MILLIS);
    Instant end = QuarkusTransaction.requiringNew().call(closed::end);
    if (exact.isAfter(end)) {
      if (exact.isAfter(clock.instant())) {
        throw new PastRefusedException(Reason.FUTURE);
      }
      closed.close(exact);
    }
    Optional<Instant> change = QuarkusTransaction.requiringNew().call(() -> past.lastChange(exact));
    String key = key(version, change);
    return kept(key, given).orElseGet(() -> replayed(version, key, change, given));
  }

  /** With what this service maps and derives, beside the protocol. */
  String derivation() {
    return derivation;
  }

  /**
   * The digest of the rows that a replay of the moment gives; nothing is kept.
   *
   * @throws PastRefusedException where it would be too much work
   */
  RowsDigest digestOfReplay(Study.Version version, Instant moment, List<String> columns) {
    refuseTooLarge(moment);
    return alone(
        () -> {
          Dataset dataset =
              datasets.begin(version.protocol(), version.protocol().id() + "@verification");
          replay.derive(dataset, moment, () -> datasets.trace(dataset));
          RowsDigest digest = rows.digest(dataset, columns);
          rows.remove(dataset);
          return digest;
        });
  }

  private String key(Study.Version version, Optional<Instant> change) {
    String rules =
        DerivationBasis.sha256(
            derivation() + " " + version.format().mediaType() + " " + version.digest());
    return "%s@%s/%s"
        .formatted(version.protocol().id(), change.map(Instant::toString).orElse("nothing"), rules);
  }

  private Optional<Dataset> kept(String key, String given) {
    return QuarkusTransaction.requiringNew()
        .call(() -> datasets.useReplay(key, given, clock.instant()));
  }

  private Dataset replayed(
      Study.Version version, String key, Optional<Instant> change, String given) {
    Instant moment = change.orElse(Instant.EPOCH);
    refuseTooLarge(moment);
    return alone(
        () -> {
          Optional<Dataset> meanwhile = datasets.useReplay(key, given, clock.instant());
          if (meanwhile.isPresent()) {
            return meanwhile.get();
          }
          Instant now = clock.instant();
          datasets.removeUnused(config.replaysKept() - 1, now.minus(IN_USE));
          if (datasets.replays() >= 2L * config.replaysKept()) {
            throw new PastRefusedException(Reason.BUSY);
          }
          Dataset dataset = datasets.begin(version.protocol(), key);
          replay.derive(
              dataset, moment, () -> datasets.keep(dataset, version, moment, derivation(), now));
          return datasets.useReplay(key, given, now).orElseThrow();
        });
  }

  private void refuseTooLarge(Instant moment) {
    if (QuarkusTransaction.requiringNew()
        .call(() -> past.hasMoreThan(config.largestReplay(), moment))) {
      throw new PastRefusedException(Reason.TOO_LARGE);
    }
  }

  /** Runs work in a transaction of its own, while none runs here or in another instance. */
  private <T> T alone(Callable<T> work) {
    try {
      if (!oneAtATime.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new PastRefusedException(Reason.BUSY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PastRefusedException(Reason.BUSY);
    }
    try {
      return QuarkusTransaction.requiringNew()
          .call(
              () -> {
                locks.replaying();
                return work.call();
              });
    } finally {
      oneAtATime.unlock();
    }
  }
}
