package org.pvpoutcomes.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.pvpoutcomes.cohort.FactReconciliation;
import org.pvpoutcomes.cohort.FactReconciliation.RowKey;
import org.pvpoutcomes.mapping.ResourceMapper;
import org.pvpoutcomes.record.QueuedRemapping;
import org.pvpoutcomes.record.QueuedRemapping.Cursor;
import org.pvpoutcomes.record.QueuedRemapping.Done;
import org.pvpoutcomes.record.QueuedRemapping.Reason;
import org.pvpoutcomes.record.QueuedRemapping.Stage;
import org.pvpoutcomes.record.RecordRepository;
import org.pvpoutcomes.record.RemappingQueue;
import org.pvpoutcomes.record.ResourceKey;
import org.pvpoutcomes.record.SearchIndexRepository;
import org.pvpoutcomes.record.StoredVersion;
import org.pvpoutcomes.record.WriteLocks;

/**
 * Does one page of the first unfinished job, in one transaction that also moves the job's cursor.
 * So a page is done once, whatever ends the process, and any instance can do the next.
 */
@ApplicationScoped
class RemappingStep {

  private static final Logger LOG = Logger.getLogger(RemappingStep.class);

  /** Few enough that a write to one of them does not wait noticeably. */
  private static final int PAGE = 100;

  private final WriteLocks locks;
  private final RemappingQueue queue;
  private final RecordRepository record;
  private final FactReconciliation reconciliation;
  private final Remapping remapping;
  private final PatientDerivation derivation;
  private final SearchIndexRepository search;
  private final Clock clock;

  RemappingStep(
      WriteLocks locks,
      RemappingQueue queue,
      RecordRepository record,
      FactReconciliation reconciliation,
      Remapping remapping,
      PatientDerivation derivation,
      SearchIndexRepository search,
      Clock clock) {
    this.locks = locks;
    this.queue = queue;
    this.record = record;
    this.reconciliation = reconciliation;
    this.remapping = remapping;
    this.derivation = derivation;
    this.search = search;
    this.clock = clock;
  }

  /** What a page did, and where it ended; an empty end is that of the job. */
  private record Page(Optional<Cursor> end, Done done) {}

  /**
   * Does the next page.
   *
   * @return whether there was anything to do; false also while another worker is at it
   */
  @Transactional
  boolean next() {
    locks.beside(List.of());
    Optional<QueuedRemapping> taken = queue.take();
    if (taken.isEmpty()) {
      return false;
    }
    QueuedRemapping job = taken.get();
    Page page =
        switch (job.cursor().stage()) {
          case RESOURCES -> resources(job);
          case LEFTOVERS -> leftovers(job.cursor());
          case MERGES -> merges();
          case PATIENTS -> patients(job.cursor());
          case MEMBERS -> members(job.cursor());
        };
    if (job.started() == null) {
      LOG.infof(
          "Remapping %d (%s) began: %d resources", job.number(), job.reason().code(), job.total());
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    QueuedRemapping after = job.advanced(page.end().orElse(job.cursor()), page.done(), now);
    if (page.end().isEmpty()) {
      after = after.finished(now);
      LOG.infof(
          "Remapping %d (%s) ended: %d resources visited, %d changed, %d patients derived",
          after.number(),
          after.reason().code(),
          after.done().visited(),
          after.done().changed(),
          after.done().derived());
    }
    queue.update(after);
    return true;
  }

  /**
   * A rebuild derives nobody before all facts are as they should be: what is stored until then may
   * not even be readable.
   */
  private Page resources(QueuedRemapping job) {
    String type = job.cursor().type().isEmpty() ? job.types().getFirst() : job.cursor().type();
    List<String> ids = record.idsAfter(type, job.cursor().id(), PAGE);
    List<ResourceKey> keys = ids.stream().map(id -> new ResourceKey(type, id)).toList();
    Remapping.Result result =
        switch (job.reason()) {
          case VOCABULARY -> remapping.mapAndDerive(keys);
          case REBUILD -> remapping.mapOnly(keys);
        };
    Optional<Cursor> end;
    if (ids.size() == PAGE) {
      end = Optional.of(new Cursor(Stage.RESOURCES, type, ids.getLast()));
    } else {
      int next = job.types().indexOf(type) + 1;
      end =
          next < job.types().size()
              ? Optional.of(new Cursor(Stage.RESOURCES, job.types().get(next), ""))
              : afterResources(job.reason());
    }
    return new Page(end, new Done(ids.size(), result.changed(), result.derived()));
  }

  private static Optional<Cursor> afterResources(Reason reason) {
    return switch (reason) {
      case VOCABULARY -> Optional.empty();
      case REBUILD -> Optional.of(Cursor.before(Stage.LEFTOVERS));
    };
  }

  /** Recorded resources of mapped types have been visited; other rows have nothing to rest on. */
  private Page leftovers(Cursor cursor) {
    List<RowKey> rows = reconciliation.rowsAfter(new RowKey(cursor.type(), cursor.id()), PAGE);
    List<ResourceKey> keys =
        rows.stream().map(row -> new ResourceKey(row.type(), row.id())).toList();
    Map<ResourceKey, StoredVersion> current = record.current(keys);
    Remapping.Result result =
        remapping.mapOnly(
            keys.stream()
                .filter(
                    key ->
                        !current.containsKey(key)
                            || !ResourceMapper.mappedTypes().contains(key.type()))
                .toList());
    Cursor end =
        rows.size() == PAGE
            ? new Cursor(Stage.LEFTOVERS, rows.getLast().type(), rows.getLast().id())
            : Cursor.before(Stage.MERGES);
    return new Page(Optional.of(end), new Done(0, result.changed(), 0));
  }

  private Page merges() {
    derivation.settleMerges();
    search.removeUnrecorded();
    return new Page(Optional.of(Cursor.before(Stage.PATIENTS)), new Done(0, 0, 0));
  }

  private Page patients(Cursor cursor) {
    List<String> patients = reconciliation.patientsAfter(cursor.id(), PAGE);
    derivation.deriveFromNothing(patients);
    Cursor end =
        patients.size() == PAGE
            ? new Cursor(Stage.PATIENTS, "", patients.getLast())
            : Cursor.before(Stage.MEMBERS);
    return new Page(Optional.of(end), new Done(0, 0, patients.size()));
  }

  private Page members(Cursor cursor) {
    List<String> patients = reconciliation.membersWithoutFacts(cursor.id(), PAGE);
    derivation.deriveFromNothing(patients);
    Optional<Cursor> end =
        patients.size() == PAGE
            ? Optional.of(new Cursor(Stage.MEMBERS, "", patients.getLast()))
            : Optional.empty();
    return new Page(end, new Done(0, 0, patients.size()));
  }
}
