package org.pvpoutcomes.disclosure;

import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.DisclosureRule;

/**
 * Classes of equal width that counts are shown by. The first, from 0 to {@code width - 1}, is not
 * shown; so nobody can tell none from few. A count of another class is shown as the middle of its
 * class.
 *
 * <p>The class depends on the count alone, never on the question or on other answers. Two sets of
 * which one contains the other thus show the same count, or differ by one class at least, and the
 * difference of two shown counts is uncertain by nearly two widths.
 *
 * @param width how many counts there are in a class, at least {@link #LEAST_WIDTH}
 */
record CountClasses(int width) {

  /**
   * Narrower classes could be seen through: if a total and its parts are shown, and the parts are
   * as many as a class is wide, the total can tell that each is the largest of its class. Tables
   * have up to 12 parts; those are looked at one by one ({@link #leaveOpen}).
   */
  static final int LEAST_WIDTH = 10;

  /** Refuses classes that are too narrow. */
  CountClasses {
    if (width < LEAST_WIDTH) {
      throw new IllegalArgumentException("Classes have a width of at least " + LEAST_WIDTH);
    }
  }

  /** As wide as the threshold, and as what a study rounds to, at least. */
  static CountClasses of(DisclosureRule rule) {
    @Nullable Integer roundTo = rule.roundTo();
    return new CountClasses(
        Math.max(LEAST_WIDTH, Math.max(rule.threshold(), roundTo == null ? 0 : roundTo)));
  }

  /**
   * The smallest count of the class.
   *
   * @return empty for a count that is too small to be shown
   * @param count 0 or more
   */
  OptionalLong atLeast(long count) {
    return count < width ? OptionalLong.empty() : OptionalLong.of(lower(count));
  }

  /** What is shown for a count; empty for one that is too small. */
  OptionalLong shown(long count) {
    return count < width ? OptionalLong.empty() : OptionalLong.of(lower(count) + (width - 1) / 2);
  }

  /**
   * Whether a total and its parts, all shown by class, leave at least half a class open for each
   * part. With the class of each count known, and the excess of a count over the smallest of its
   * class unknown, the excesses of the parts add up to that of the total and a multiple of the
   * width.
   *
   * @param parts that add up to {@code total}
   */
  boolean leaveOpen(List<Long> parts, long total) {
    long most = width - 1L;
    long missing = lower(total) - parts.stream().mapToLong(this::lower).sum();
    long least = Math.max(0, missing - most * (parts.size() - 1));
    long largest = Math.min(most, missing + most);
    return largest - least + 1 >= (width + 1) / 2;
  }

  private long lower(long count) {
    return count - count % width;
  }
}
