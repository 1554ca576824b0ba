package org.pvpoutcomes.study;

import org.jspecify.annotations.Nullable;

/**
 * Response of the pain at the treated site by the international consensus on palliative
 * radiotherapy endpoints (Chow et al., Int J Radiat Oncol Biol Phys 2012;82:1730), which judges the
 * pain score together with the oral morphine equivalent daily dose (OMED). The categories are tried
 * in the order of the constants.
 *
 * <p>Readings of what the wording leaves open: an increase of analgesics is any increase of the
 * OMED, and a stable OMED is the same OMED; where it was 0 before, any dose is an increase of at
 * least 25 percent. Where there was no pain before, the response cannot be complete.
 */
public enum ConsensusResponse implements Coded {
  /** From pain to no pain, without an increase of the OMED. */
  COMPLETE("complete"),
  /**
   * Pain reduced by at least 2 points without an increase of the OMED, or OMED reduced by at least
   * 25 percent without an increase of pain.
   */
  PARTIAL("partial"),
  /**
   * Pain increased by at least 2 points at a stable OMED, or OMED increased by at least 25 percent
   * with the pain stable or at most 1 point above what it was.
   */
  PROGRESSION("progression"),
  /** Anything else. */
  INDETERMINATE("indeterminate"),
  /** A pain score is missing, or the OMED of one of the two days is not known. */
  NOT_EVALUABLE("not-evaluable");

  /** The version of this rule. */
  public static final String RULE = "chow-2012";

  /** Where the rule is from, and how far that was checked. */
  public static final String RULE_SOURCE =
      "Chow et al., Int J Radiat Oncol Biol Phys 2012;82:1730, doi 10.1016/j.ijrobp.2011.02.008;"
          + " unverified: the wording of the categories was not read in the paper";

  private static final Measure PAIN = Measure.VAS_PAIN;
  private static final int POINT = PAIN.stepDenominator() / PAIN.stepNumerator();

  private final String code;

  ConsensusResponse(String code) {
    this.code = code;
  }

  @Override
  public String code() {
    return code;
  }

  /**
   * The response from one day to another.
   *
   * @param painBefore in steps of {@link Measure#VAS_PAIN}; null where it is missing
   * @param omedBefore in nanograms; null where it is not known, which is not 0
   */
  public static ConsensusResponse of(
      @Nullable Integer painBefore,
      @Nullable Integer painAfter,
      @Nullable Long omedBefore,
      @Nullable Long omedAfter) {
    if (painBefore == null || painAfter == null || omedBefore == null || omedAfter == null) {
      return NOT_EVALUABLE;
    }
    return judge(painBefore, painAfter, omedBefore, omedAfter);
  }

  private static ConsensusResponse judge(
      int painBefore, int painAfter, long omedBefore, long omedAfter) {
    int worse = painAfter - painBefore;
    boolean moreOpioids = omedAfter > omedBefore;
    if (painBefore > 0 && painAfter == 0 && !moreOpioids) {
      return COMPLETE;
    }
    boolean quarterLess = omedAfter < omedBefore && 4 * omedAfter <= 3 * omedBefore;
    if ((worse <= -2 * POINT && !moreOpioids) || (quarterLess && worse <= 0)) {
      return PARTIAL;
    }
    boolean quarterMore = moreOpioids && 4 * omedAfter >= 5 * omedBefore;
    if ((worse >= 2 * POINT && omedAfter == omedBefore)
        || (quarterMore && 0 <= worse && worse <= POINT)) {
      return PROGRESSION;
    }
    return INDETERMINATE;
  }
}
