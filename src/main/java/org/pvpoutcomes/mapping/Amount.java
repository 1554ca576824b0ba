package org.pvpoutcomes.mapping;

import org.pvpoutcomes.study.UnusableReason;

/** What is made of a value: a number of steps of its measure, or the reason why there is none. */
sealed interface Amount {

  /** The value in steps. */
  record Steps(int steps) implements Amount {}

  /** No value; the findings say more. */
  record Unusable(UnusableReason reason) implements Amount {}
}
