package org.pvpoutcomes.record;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.record.QueuedRemapping.Cursor;
import org.pvpoutcomes.record.QueuedRemapping.Done;
import org.pvpoutcomes.record.QueuedRemapping.Reason;
import org.pvpoutcomes.record.QueuedRemapping.Stage;
import org.pvpoutcomes.record.QueuedRemapping.State;

/** A row of the queue. */
@Entity
@Table(name = "remapping_job")
class RemappingJobEntity {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long number;

  @Column(nullable = false, columnDefinition = "text")
  String reason;

  @Column(nullable = false, columnDefinition = "text")
  String state;

  @Column(nullable = false, columnDefinition = "text[]")
  String[] types;

  @Column(nullable = false, columnDefinition = "text")
  String stage;

  @Column(name = "last_type", nullable = false, columnDefinition = "text")
  String lastType;

  @Column(name = "last_id", nullable = false, columnDefinition = "text")
  String lastId;

  long total;
  long visited;
  long changed;
  long derived;

  @Column(nullable = false)
  Instant queued;

  @Nullable Instant started;
  @Nullable Instant finished;

  /** For Hibernate, which sets every field. */
  @SuppressWarnings("NullAway.Init")
  RemappingJobEntity() {}

  RemappingJobEntity(Reason reason, String[] types, long total, Instant queued) {
    this.reason = reason.code();
    this.state = State.QUEUED.code();
    this.types = types;
    this.stage = code(Stage.RESOURCES);
    this.lastType = "";
    this.lastId = "";
    this.total = total;
    this.queued = queued;
  }

  /** Takes over what a page changes. */
  void update(QueuedRemapping job) {
    state = job.state().code();
    stage = code(job.cursor().stage());
    lastType = job.cursor().type();
    lastId = job.cursor().id();
    visited = job.done().visited();
    changed = job.done().changed();
    derived = job.done().derived();
    started = job.started();
    finished = job.finished();
  }

  QueuedRemapping toJob() {
    if (number == null) {
      throw new IllegalStateException("A stored job has a number");
    }
    return new QueuedRemapping(
        number,
        Reason.valueOf(reason.toUpperCase(Locale.ROOT)),
        State.valueOf(state.toUpperCase(Locale.ROOT)),
        List.of(types),
        new Cursor(Stage.valueOf(stage.toUpperCase(Locale.ROOT)), lastType, lastId),
        total,
        new Done(visited, changed, derived),
        queued,
        started,
        finished);
  }

  private static String code(Stage stage) {
    return stage.name().toLowerCase(Locale.ROOT);
  }
}
