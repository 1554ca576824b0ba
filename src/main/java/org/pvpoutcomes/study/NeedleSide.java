package org.pvpoutcomes.study;

import org.jspecify.annotations.Nullable;

/**
 * A side that a procedure names beside a level. A vertebra is one bone in the midline, so the side
 * is read as the one from which the needle came.
 *
 * @param level null where the side is said of the whole procedure
 */
public record NeedleSide(@Nullable VertebralLevel level, InjectionApproach side) {

  /** Whether this can be said of a vertebra of that level. */
  boolean concerns(VertebralLevel vertebra) {
    return level == null || level.admits(vertebra);
  }
}
