package org.pvpoutcomes.record;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.hibernate.Session;
import org.pvpoutcomes.record.QueuedRemapping.Reason;
import org.pvpoutcomes.record.QueuedRemapping.State;

/**
 * The jobs that map stored resources again, in the database, so that they outlive the process and
 * are worked off by whichever instance is free.
 */
@ApplicationScoped
public class RemappingQueue implements PanacheRepositoryBase<RemappingJobEntity, Long> {

  /**
   * The first unfinished job, a rebuild before all others because it repairs what may keep them
   * from ending, unless another transaction has it: a later one is not taken instead. The state is
   * asked for twice, because the outer one is checked again on the row as locked.
   */
  private static final String TAKE =
      """
      SELECT * FROM remapping_job
      WHERE state IN ('queued', 'running') AND number = (
        SELECT number FROM remapping_job WHERE state IN ('queued', 'running')
        ORDER BY reason = 'rebuild' DESC, number LIMIT 1)
      FOR UPDATE SKIP LOCKED
      """;

  /** Adds a job that visits {@code total} resources of {@code types}. */
  public QueuedRemapping add(Reason reason, Collection<String> types, long total, Instant now) {
    RemappingJobEntity row =
        new RemappingJobEntity(reason, new TreeSet<>(types).toArray(String[]::new), total, now);
    persistAndFlush(row);
    return row.toJob();
  }

  /**
   * The job to go on with, locked until the transaction ends; empty when there is none, or another
   * worker is at it.
   */
  public Optional<QueuedRemapping> take() {
    return getEntityManager()
        .unwrap(Session.class)
        .createNativeQuery(TAKE, RemappingJobEntity.class)
        .getResultStream()
        .findFirst()
        .map(RemappingJobEntity::toJob);
  }

  /** Stores how far a job has come. The caller has locked it. */
  public void update(QueuedRemapping job) {
    findByIdOptional(job.number()).orElseThrow().update(job);
  }

  /** All jobs that are not finished and the last one that is, in order of number. */
  public List<QueuedRemapping> recent() {
    return find(
            "state <> ?1 or number = (select max(j.number) from RemappingJobEntity j where j.state = ?1)",
            Sort.ascending("number"),
            State.FINISHED.code())
        .list()
        .stream()
        .map(RemappingJobEntity::toJob)
        .toList();
  }

  /** Whether a job is not finished, so that what is derived may rest on an earlier vocabulary. */
  public boolean hasUnfinished() {
    return count("state <> ?1", State.FINISHED.code()) > 0;
  }

  /** The rebuild asked for last; empty when there never was one. */
  public Optional<QueuedRemapping> lastRebuild() {
    return rebuild(LockModeType.NONE);
  }

  /** As {@link #lastRebuild}, after waiting for its page; locked until the transaction ends. */
  public Optional<QueuedRemapping> lockLastRebuild() {
    return rebuild(LockModeType.PESSIMISTIC_WRITE);
  }

  private Optional<QueuedRemapping> rebuild(LockModeType lock) {
    return find("reason = ?1", Sort.descending("number"), Reason.REBUILD.code())
        .range(0, 0)
        .withLock(lock)
        .firstResultOptional()
        .map(RemappingJobEntity::toJob);
  }
}
