package org.pvpoutcomes.study;

import org.jspecify.annotations.Nullable;

/**
 * Which counts are too small to be shown outside the circle of those who may see everything.
 *
 * @param threshold the smallest count above 0 that is shown, from 2 to 100
 * @param roundTo shown counts are rounded to the nearest multiple, from 2 to 100; null for none
 * @param source whose rule it is
 */
public record DisclosureRule(int threshold, @Nullable Integer roundTo, String source) {

  private static final int MOST = 100;

  /** Refuses numbers outside their range. */
  public DisclosureRule {
    if (threshold < 2 || threshold > MOST) {
      throw new IllegalArgumentException("threshold must lie between 2 and " + MOST);
    }
    if (roundTo != null && (roundTo < 2 || roundTo > MOST)) {
      throw new IllegalArgumentException("roundTo must lie between 2 and " + MOST);
    }
  }
}
