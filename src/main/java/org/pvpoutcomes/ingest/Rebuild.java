package org.pvpoutcomes.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import org.pvpoutcomes.record.QueuedRemapping;
import org.pvpoutcomes.record.QueuedRemapping.State;
import org.pvpoutcomes.record.RemappingQueue;
import org.pvpoutcomes.record.WriteLocks;
import org.pvpoutcomes.search.SearchParameters;

/**
 * Makes everything that is derived from the record anew, in the background, beside reads and
 * writes: the facts of each resource, and the members of the studies.
 */
@ApplicationScoped
public class Rebuild {

  /** Two requests at once must not both find that there is none. */
  private static final List<String> LOCK = List.of("rebuild");

  private final WriteLocks locks;
  private final RemappingQueue queue;
  private final RemappingJobs jobs;

  Rebuild(WriteLocks locks, RemappingQueue queue, RemappingJobs jobs) {
    this.locks = locks;
    this.queue = queue;
    this.jobs = jobs;
  }

  /**
   * What a request for a rebuild did.
   *
   * @param begun whether one was queued or resumed; false when one was at work already
   */
  public record Request(boolean begun, RebuildProgress progress) {}

  /** Asks for a rebuild; an interrupted one goes on where it was, and there are never two. */
  @Transactional
  public Request start() {
    locks.beside(LOCK);
    Optional<QueuedRemapping> last = queue.lockLastRebuild();
    if (last.isEmpty() || last.get().state() == State.FINISHED) {
      return new Request(true, shown(jobs.queueRebuild(SearchParameters.types())));
    }
    if (last.get().state() == State.INTERRUPTED) {
      QueuedRemapping resumed =
          last.get().in(last.get().started() == null ? State.QUEUED : State.RUNNING);
      jobs.changed(resumed);
      return new Request(true, shown(resumed));
    }
    return new Request(false, shown(last.get()));
  }

  /**
   * Asks for a rebuild from the beginning. One that is not done is given up: its first pages may
   * have been mapped by an earlier version of the service.
   */
  @Transactional
  void startAnew() {
    locks.beside(LOCK);
    queue.lockLastRebuild().filter(last -> last.state() != State.FINISHED).ifPresent(jobs::giveUp);
    jobs.queueRebuild(SearchParameters.types());
  }

  /** Puts an unfinished rebuild aside after the page that is being done; else does nothing. */
  @Transactional
  public RebuildProgress interrupt() {
    Optional<QueuedRemapping> last = queue.lockLastRebuild();
    if (last.isEmpty()) {
      return RebuildProgress.NEVER;
    }
    QueuedRemapping job = last.get();
    if (job.state() == State.QUEUED || job.state() == State.RUNNING) {
      job = job.in(State.INTERRUPTED);
      jobs.changed(job);
    }
    return shown(job);
  }

  /** How far the last rebuild has come. */
  @Transactional
  public RebuildProgress progress() {
    return queue.lastRebuild().map(Rebuild::shown).orElse(RebuildProgress.NEVER);
  }

  private static RebuildProgress shown(QueuedRemapping job) {
    return new RebuildProgress(
        job.state().code(),
        job.total(),
        job.done().visited(),
        job.done().changed(),
        job.done().derived(),
        job.queued(),
        job.started(),
        job.finished());
  }
}
