package org.pvpoutcomes.study;

import java.util.List;

/**
 * The answers to the 22 items of the EORTC QLQ-BM22, each 1 (none) to 4 (most), or 0 where the item
 * was not answered.
 *
 * @param items exactly 22 entries; index 0 is item 1
 */
public record Bm22Answers(List<Integer> items) {

  /** Number of items of the questionnaire. */
  public static final int ITEM_COUNT = 22;

  /** Refuses anything but 22 entries of 0 to 4 (EORTC items take 1 to 4 only, never coerced). */
  public Bm22Answers {
    items = List.copyOf(items);
    if (items.size() != ITEM_COUNT || items.stream().anyMatch(a -> a < 0 || a > 4)) {
      throw new IllegalArgumentException("QLQ-BM22 has 22 answers of 1 to 4, 0 for a missing one");
    }
  }

  /** The answer to item {@code number} (1 to 22); 0 when it is missing. */
  public int answer(int number) {
    return items.get(number - 1);
  }

  /** Whether all 22 items were answered. */
  public boolean isComplete() {
    return !items.contains(0);
  }
}
