package org.pvpoutcomes.ingest;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far one remapping of stored resources has come.
 *
 * @param number jobs are done in this order
 * @param reason {@code vocabulary}: the meaning of codes changed; {@code rebuild}: everything
 *     derived is made anew
 * @param state {@code queued}, {@code running}, {@code interrupted} or {@code finished}
 * @param total resources to visit, counted when the job was queued
 * @param visited resources visited so far; may pass {@code total} by those that arrived meanwhile
 * @param changed resources whose facts or findings were not those stored
 * @param queued when it was asked for
 * @param started when its first page was begun; null before
 * @param finished when its last page was done; null before
 */
public record RemappingJob(
    long number,
    String reason,
    String state,
    long total,
    long visited,
    long changed,
    Instant queued,
    @Nullable Instant started,
    @Nullable Instant finished) {}
