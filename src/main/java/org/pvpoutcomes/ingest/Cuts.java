package org.pvpoutcomes.ingest;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.Cut;
import org.pvpoutcomes.cohort.CutRepository;
import org.pvpoutcomes.cohort.Dataset;
import org.pvpoutcomes.cohort.DerivationBasis;
import org.pvpoutcomes.cohort.FrozenDatasets;
import org.pvpoutcomes.cohort.FrozenRows;
import org.pvpoutcomes.cohort.RowsDigest;
import org.pvpoutcomes.cohort.Study;
import org.pvpoutcomes.cohort.StudyProtocols;
import org.pvpoutcomes.ingest.PastRefusedException.Reason;
import org.pvpoutcomes.record.ClosedPast;
import org.pvpoutcomes.record.PastRecord;
import org.pvpoutcomes.record.RemappingQueue;

/** Takes cuts of studies, and verifies them. */
@ApplicationScoped
public class Cuts {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** A cut waits with two connections; many at once would leave none for writes. */
  private final ReentrantLock oneAtATime = new ReentrantLock(true);

  private final ClosedPast closed;
  private final PastRecord past;
  private final RemappingQueue remapping;
  private final StudyProtocols protocols;
  private final DerivationBasis basis;
  private final MembersAtStart members;
  private final CutRepository cuts;
  private final FrozenDatasets datasets;
  private final FrozenRows rows;
  private final PastStates states;
  private final Clock clock;
  private final String softwareVersion;

  Cuts(
      ClosedPast closed,
      PastRecord past,
      RemappingQueue remapping,
      StudyProtocols protocols,
      DerivationBasis basis,
      MembersAtStart members,
      CutRepository cuts,
      FrozenDatasets datasets,
      FrozenRows rows,
      PastStates states,
      Clock clock,
      @ConfigProperty(name = "quarkus.application.version") String softwareVersion) {
    this.closed = closed;
    this.past = past;
    this.remapping = remapping;
    this.protocols = protocols;
    this.basis = basis;
    this.members = members;
    this.cuts = cuts;
    this.datasets = datasets;
    this.rows = rows;
    this.states = states;
    this.clock = clock;
    this.softwareVersion = softwareVersion;
  }

  /**
   * Whether a cut is what it was.
   *
   * @param rows the digest of its members as they are stored now
   * @param inputs the digest of the record at its moment as it is stored now
   * @param derivation with what this service maps and derives; members that another one derived may
   *     differ from those of a replay
   * @param replay the digest of the members that a replay gives; null where the record was too
   *     large for one
   */
  public record Verification(
      Cut cut, String rows, String inputs, String derivation, @Nullable String replay) {}

  /**
   * Freezes the study as it is: all writes that are committed are in the cut, and none that comes
   * later. Writes wait only until that is certain, not for the copy. The members are those of the
   * version that answers at that moment; one that is being built is not looked at.
   *
   * @param study the id of a study of which a version answers; one that has an answer keeps having
   *     one
   * @param name unique in the study
   * @throws PastRefusedException when the name is taken, other cuts take too long, or the members
   *     do not all follow from the record by the rules of this service, because they are being
   *     derived again
   */
  public Cut take(String study, String name, String reason, String who) {
    refuseTaken(study, name);
    waitForOthers();
    try {
      return QuarkusTransaction.requiringNew().call(() -> copy(study, name, reason, who));
    } catch (PastRefusedException e) {
      throw e;
    } catch (RuntimeException e) {
      // Two at once with one name: the second one fails at the key of the first.
      refuseTaken(study, name);
      throw e;
    } finally {
      oneAtATime.unlock();
    }
  }

  private void waitForOthers() {
    try {
      if (!oneAtATime.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new PastRefusedException(Reason.BUSY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PastRefusedException(Reason.BUSY);
    }
  }

  private void refuseTaken(String study, String name) {
    if (find(study, name).isPresent()) {
      throw new PastRefusedException(Reason.NAME_TAKEN);
    }
  }

  private Cut copy(String study, String name, String reason, String who) {
    past.seeOneState();
    Instant moment;
    try (ClosedPast.StillRecord still =
        closed.still(clock.instant().truncatedTo(ChronoUnit.MILLIS))) {
      // The first query decides what the transaction sees.
      refuseWhileDerivedAgain();
      moment = still.moment();
    }
    Study.Version version = protocols.study(study).flatMap(Study::answering).orElseThrow();
    Dataset dataset = datasets.begin(version.protocol(), Cut.key(study, name));
    rows.copy(version.dataset(), dataset);
    RowsDigest digest = datasets.keep(dataset, version, moment, states.derivation(), null);
    Inputs inputs = inputs(version, states.derivation(), moment);
    cuts.add(
        new Cut(
            dataset,
            version,
            name,
            reason,
            who,
            moment,
            softwareVersion,
            states.derivation(),
            rows.count(dataset),
            inputs.resources(),
            inputs.sha256(),
            digest));
    return cuts.find(study, name).orElseThrow();
  }

  /**
   * The stored basis is that of this service only when its start, or that of another instance, has
   * brought all members up to date.
   */
  private void refuseWhileDerivedAgain() {
    if (remapping.hasUnfinished() || basis.stored().filter(members.basisNow()::equals).isEmpty()) {
      throw new PastRefusedException(Reason.BEING_MAPPED);
    }
  }

  /** The cut of the study with this name. */
  public Optional<Cut> find(String study, String name) {
    return QuarkusTransaction.requiringNew().call(() -> cuts.find(study, name));
  }

  /** All cuts of the study, the oldest first. */
  public List<Cut> all(String study) {
    return QuarkusTransaction.requiringNew().call(() -> cuts.all(study));
  }

  /** Computes everything about a cut again that can be. */
  public Verification verify(Cut cut) {
    List<String> columns = cut.rows().columns();
    String stored =
        QuarkusTransaction.requiringNew().call(() -> rows.digest(cut.dataset(), columns)).sha256();
    String inputs =
        QuarkusTransaction.requiringNew()
            .call(() -> inputs(cut.version(), cut.derivation(), cut.moment()))
            .sha256();
    @Nullable String replay;
    try {
      replay = states.digestOfReplay(cut.version(), cut.moment(), columns).sha256();
    } catch (PastRefusedException e) {
      if (e.reason() != Reason.TOO_LARGE) {
        throw e;
      }
      replay = null;
    }
    return new Verification(cut, stored, inputs, states.derivation(), replay);
  }

  private record Inputs(String sha256, long resources) {}

  /**
   * SHA-256 over the lines: {@code derivation} and the rules of derivation, which name the digest
   * of the shipped ConceptMaps; {@code protocol} and the digest of its document; then one per
   * resource ({@link PastRecord#addTo}), ConceptMaps and Questionnaires among them.
   */
  private Inputs inputs(Study.Version version, String derivation, Instant moment) {
    MessageDigest digest = DerivationBasis.digest();
    String rules = "derivation %s\nprotocol %s\n".formatted(derivation, version.digest());
    digest.update(rules.getBytes(StandardCharsets.UTF_8));
    long resources = past.addTo(digest, moment);
    return new Inputs(HexFormat.of().formatHex(digest.digest()), resources);
  }
}
