package org.pvpoutcomes.study;

import org.jspecify.annotations.Nullable;

/**
 * What a resource can measure on a patient: a score, a form with its items, a volume, a time, a
 * laboratory value.
 */
public enum ObservedMeasure implements Coded {
  VAS_PAIN(Measure.VAS_PAIN),
  NRS_PAIN(Measure.NRS_PAIN),
  FACES_PAIN(Measure.FACES_PAIN),
  /** A total that was computed elsewhere, without its items. */
  QLQ_BM22_IMPORTED_TOTAL(Measure.QLQ_BM22_IMPORTED_TOTAL),
  /** A form, from whose items all other scores of the QLQ-BM22 come. */
  QLQ_BM22("qlq-bm22", null),
  CEMENT_VOLUME("cement-volume", null),
  FOLLOW_UP_DURATION("follow-up-duration", null),
  LEUKOCYTES(LaboratoryKind.LEUKOCYTES.code(), null),
  PLATELETS(LaboratoryKind.PLATELETS.code(), null),
  INR(LaboratoryKind.INR.code(), null);

  private final String code;
  private final @Nullable Measure measure;

  ObservedMeasure(Measure measure) {
    this(measure.code(), measure);
  }

  ObservedMeasure(String code, @Nullable Measure measure) {
    this.code = code;
    this.measure = measure;
  }

  @Override
  public String code() {
    return code;
  }

  /** The measure that one value of it is a value of; null where it is none or many. */
  public @Nullable Measure measure() {
    return measure;
  }
}
