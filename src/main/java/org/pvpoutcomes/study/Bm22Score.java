package org.pvpoutcomes.study;

import java.util.OptionalInt;
import java.util.Set;

/**
 * Scores of a QLQ-BM22 form, exactly: in whole steps of the measure ({@link
 * Measure#stepNumerator()}), never rounded.
 *
 * <p>The EORTC scales follow the scoring rules common to the EORTC modules (as implemented in the
 * CRAN package QoLR): the raw score RS is the mean of the answered items, a symptom scale is {@code
 * (RS - 1) / 3 * 100}, a functional scale {@code (1 - (RS - 1) / 3) * 100}; a scale is scored only
 * when at least half of its items were answered. With n answers of sum S, {@code (RS - 1) / 3 *
 * 100} is {@code (S - n) * 840 / n} steps of 100/2520, and 840 is divisible by every n up to 8.
 *
 * <p>The raw sum is the study's own score, the only reading under which all six case values of Xu
 * et al. 2021 are attainable: the sum of the 22 answers as written, never reversed, and only when
 * all were given.
 */
public final class Bm22Score {

  /** Steps of 100/2520 in a third of the scale: the least common multiple of 1 to 8. */
  private static final int STEPS_PER_POINT = 840;

  private static final int STEPS_OF_THE_SCALE = 3 * STEPS_PER_POINT;

  private Bm22Score() {}

  /** The items of one scale, by number. */
  private record Scale(int firstItem, int lastItem, boolean functional) {
    int itemCount() {
      return lastItem - firstItem + 1;
    }
  }

  /**
   * The score of one measure.
   *
   * @param measure one of the QLQ-BM22 measures
   * @param answers the form
   * @param reversedItems numbers of the items that are scored as 5 - answer in the EORTC scales
   * @return the score in steps of the measure; empty when fewer than half of the scale's items were
   *     answered, or, for the raw sum, when any of the 22 is missing
   * @throws IllegalArgumentException when the measure is not scored from QLQ-BM22 items
   */
  public static OptionalInt steps(
      Measure measure, Bm22Answers answers, Set<Integer> reversedItems) {
    return switch (measure) {
      case QLQ_BM22_RAW_SUM -> rawSum(answers);
      case QLQ_BM22_PAINFUL_SITES -> scaleSteps(new Scale(1, 5, false), answers, reversedItems);
      case QLQ_BM22_PAINFUL_CHARACTERISTICS ->
          scaleSteps(new Scale(6, 8, false), answers, reversedItems);
      case QLQ_BM22_FUNCTIONAL_INTERFERENCE ->
          scaleSteps(new Scale(9, 16, true), answers, reversedItems);
      case QLQ_BM22_PSYCHOSOCIAL_ASPECTS ->
          scaleSteps(new Scale(17, 22, true), answers, reversedItems);
      case VAS_PAIN, NRS_PAIN, FACES_PAIN, QLQ_BM22_IMPORTED_TOTAL ->
          throw new IllegalArgumentException(measure.code() + " is not scored from QLQ-BM22 items");
    };
  }

  private static OptionalInt rawSum(Bm22Answers answers) {
    return answers.isComplete()
        ? OptionalInt.of(answers.items().stream().mapToInt(Integer::intValue).sum())
        : OptionalInt.empty();
  }

  private static OptionalInt scaleSteps(
      Scale scale, Bm22Answers answers, Set<Integer> reversedItems) {
    int answered = 0;
    int sum = 0;
    for (int item = scale.firstItem(); item <= scale.lastItem(); item++) {
      int answer = answers.answer(item);
      if (answer != 0) {
        answered++;
        sum += reversedItems.contains(item) ? 5 - answer : answer;
      }
    }
    if (2 * answered < scale.itemCount()) {
      return OptionalInt.empty();
    }
    int severity = (sum - answered) * (STEPS_PER_POINT / answered);
    return OptionalInt.of(scale.functional() ? STEPS_OF_THE_SCALE - severity : severity);
  }
}
