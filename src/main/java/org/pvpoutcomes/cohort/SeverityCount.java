package org.pvpoutcomes.cohort;

import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.ComplicationKind;
import org.pvpoutcomes.study.Severity;

/**
 * How often events of one kind had one severity. An event that is graded by several schemes is in
 * each, with the worst grade of the scheme.
 *
 * @param severity null for events that nobody graded
 * @param patients with at least one such event
 */
public record SeverityCount(
    ComplicationKind kind, @Nullable Severity severity, long events, long patients) {}
