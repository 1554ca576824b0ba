package org.pvpoutcomes.record;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A job of the {@link RemappingQueue} and how far it has come.
 *
 * @param number jobs are done in this order
 * @param types resource types to visit, in order
 * @param cursor where the last page ended
 * @param total resources to visit, as counted when the job was queued
 * @param done what has been done so far
 * @param queued when it was asked for
 * @param started when its first page was begun; null before
 * @param finished when its last page was done; null before
 */
public record QueuedRemapping(
    long number,
    Reason reason,
    State state,
    List<String> types,
    Cursor cursor,
    long total,
    Done done,
    Instant queued,
    @Nullable Instant started,
    @Nullable Instant finished) {

  /** Copies the list. */
  public QueuedRemapping {
    types = List.copyOf(types);
  }

  /** Why resources are mapped again. */
  public enum Reason {
    /** The meaning of codes has changed. */
    VOCABULARY,
    /** Everything derived is to be made anew. */
    REBUILD;

    /** As it is stored and shown. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether a job waits, is being worked on, or is over. */
  public enum State {
    /** Not begun. */
    QUEUED,
    /** Begun; the next page is done as soon as a worker is free. */
    RUNNING,
    /** Begun or not, and put aside until somebody resumes it. */
    INTERRUPTED,
    /** Over. */
    FINISHED;

    /** As it is stored and shown. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The parts of a job. A change of the vocabulary has the first one only. */
  public enum Stage {
    /** Maps the resources of the job's types, by type and id. */
    RESOURCES,
    /** Removes the facts of resources that are not mapped (any more), by type and id. */
    LEFTOVERS,
    /** Works out again which patients are merged. One page. */
    MERGES,
    /** Derives all patients that have facts, by reference. */
    PATIENTS,
    /** Removes the members that no fact speaks of. */
    MEMBERS
  }

  /**
   * Where the last page ended.
   *
   * @param type resource type; empty before the first page of a stage, and where a stage goes by
   *     patient
   * @param id logical id, or the reference of a patient; empty before the first
   */
  public record Cursor(Stage stage, String type, String id) {

    /** Before the first page of a stage. */
    public static Cursor before(Stage stage) {
      return new Cursor(stage, "", "");
    }
  }

  /**
   * Counts.
   *
   * @param visited resources
   * @param changed resources that now say something else
   * @param derived patients, each time that one was derived
   */
  public record Done(long visited, long changed, long derived) {

    /** The sum. */
    public Done plus(Done other) {
      return new Done(visited + other.visited, changed + other.changed, derived + other.derived);
    }
  }

  /** The job after one more page that ended at {@code end}. */
  public QueuedRemapping advanced(Cursor end, Done page, Instant now) {
    return new QueuedRemapping(
        number,
        reason,
        State.RUNNING,
        types,
        end,
        total,
        done.plus(page),
        queued,
        started == null ? now : started,
        null);
  }

  /** The job when there is nothing left to do. */
  public QueuedRemapping finished(Instant now) {
    return new QueuedRemapping(
        number, reason, State.FINISHED, types, cursor, total, done, queued, started, now);
  }

  /** The job in another state, with everything done so far. */
  public QueuedRemapping in(State other) {
    return new QueuedRemapping(
        number, reason, other, types, cursor, total, done, queued, started, finished);
  }
}
