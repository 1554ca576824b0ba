package org.pvpoutcomes.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.pvpoutcomes.record.QueuedRemapping;
import org.pvpoutcomes.record.QueuedRemapping.Reason;
import org.pvpoutcomes.record.RecordRepository;
import org.pvpoutcomes.record.RemappingQueue;

/** The remapping jobs: how far they have come, and where new ones are queued. */
@ApplicationScoped
public class RemappingJobs {

  /** Said in a transaction that gives the worker something to do. */
  record Queued() {}

  private final RemappingQueue queue;
  private final RecordRepository record;
  private final Event<Queued> event;
  private final Clock clock;

  RemappingJobs(RemappingQueue queue, RecordRepository record, Event<Queued> event, Clock clock) {
    this.queue = queue;
    this.record = record;
    this.event = event;
    this.clock = clock;
  }

  /** The unfinished jobs and the one that was finished last, in order of number. */
  @Transactional
  public List<RemappingJob> recent() {
    return queue.recent().stream().map(RemappingJobs::shown).toList();
  }

  /**
   * Queues a job for all resources of these types, in the current transaction; none when there are
   * no such resources.
   *
   * @return how many resources the job will visit
   */
  long queueForVocabulary(Set<String> types) {
    long total = record.count(types);
    if (total > 0) {
      queue.add(Reason.VOCABULARY, types, total, now());
      event.fire(new Queued());
    }
    return total;
  }

  /** Queues a rebuild in the current transaction. There is no unfinished one. */
  QueuedRemapping queueRebuild(Set<String> types) {
    QueuedRemapping job = queue.add(Reason.REBUILD, types, record.count(types), now());
    event.fire(new Queued());
    return job;
  }

  /** Ends a job, locked by the caller, that another one will do again. */
  void giveUp(QueuedRemapping job) {
    queue.update(job.finished(now()));
    queue.flush();
  }

  /** Stores the state that somebody gave a job they have locked. */
  void changed(QueuedRemapping job) {
    queue.update(job);
    event.fire(new Queued());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static RemappingJob shown(QueuedRemapping job) {
    return new RemappingJob(
        job.number(),
        job.reason().code(),
        job.state().code(),
        job.total(),
        job.done().visited(),
        job.done().changed(),
        job.queued(),
        job.started(),
        job.finished());
  }
}
