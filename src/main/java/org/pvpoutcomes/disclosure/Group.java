package org.pvpoutcomes.disclosure;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The patients whom a value is about, as far as the answer around it tells.
 *
 * @param atLeast how many they are at least, by class; empty when they are too few
 * @param measure code of what is measured; null outside of measures
 */
record Group(OptionalLong atLeast, @Nullable String measure) {

  /** Nothing is told yet: a figure that needs a number of patients is not shown. */
  static final Group UNKNOWN = new Group(OptionalLong.of(0), null);

  /** Whether they are too few for any figure. */
  boolean isTooSmall() {
    return atLeast.isEmpty();
  }

  /** Other patients, of whom the same is measured. */
  Group sized(OptionalLong otherAtLeast) {
    return new Group(otherAtLeast, measure);
  }

  /** The same patients, of whom this is measured. */
  Group of(String code) {
    return new Group(atLeast, code);
  }
}
