package org.pvpoutcomes.study;

import org.pvpoutcomes.study.Member.UnusedReason;

/** Why a resource that measures something gives no value. */
public enum UnusableReason implements Coded {
  VALUE_ABSENT(UnusedReason.VALUE_ABSENT),
  VALUE_MISSING(UnusedReason.VALUE_MISSING),
  VALUE_NOT_READABLE(UnusedReason.VALUE_NOT_READABLE),
  VALUE_CONTRADICTORY(UnusedReason.VALUE_CONTRADICTORY),
  CODE_CONTRADICTORY(UnusedReason.CODE_CONTRADICTORY),
  SCALE_UNKNOWN(UnusedReason.SCALE_UNKNOWN),
  SCALE_CONTRADICTORY(UnusedReason.SCALE_CONTRADICTORY),
  OFF_SCALE(UnusedReason.OFF_SCALE),
  OUT_OF_RANGE(UnusedReason.OUT_OF_RANGE),
  /** There is a value, but no date that is precise to the day. */
  NO_DATE(UnusedReason.NO_DATE);

  private final UnusedReason unused;

  UnusableReason(UnusedReason unused) {
    this.unused = unused;
  }

  /** The same code as that of {@link #unused()}. */
  @Override
  public String code() {
    return unused.code();
  }

  /** How the member's row says it. */
  public UnusedReason unused() {
    return unused;
  }
}
