package org.pvpoutcomes.study;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The smallest change of a measure that matters to patients. Improvement and deterioration have
 * thresholds of their own, because the anchors of the literature differ.
 *
 * @param improvement null where the source gives none
 * @param deterioration null where the source gives none
 * @param source where the thresholds are from; says so where they are not verified
 */
public record ImportantDifference(
    Measure measure,
    @Nullable Threshold improvement,
    @Nullable Threshold deterioration,
    String source) {

  /** Refuses a rule without any threshold, and points beyond the range of the measure. */
  public ImportantDifference {
    if (improvement == null && deterioration == null) {
      throw new IllegalArgumentException(
          "an important difference needs improvement, deterioration or both");
    }
    requireInRange(measure, improvement);
    requireInRange(measure, deterioration);
  }

  /** Whether a threshold is in standard deviations. */
  public boolean isInDeviations() {
    return improvement instanceof Threshold.BaselineSd
        || deterioration instanceof Threshold.BaselineSd;
  }

  private static void requireInRange(Measure measure, @Nullable Threshold threshold) {
    int range = measure.maximum() - measure.minimum();
    if (threshold instanceof Threshold.Points points
        && points.points().compareTo(BigDecimal.valueOf(range)) > 0) {
      throw new IllegalArgumentException(
          "points must be at most %d for %s".formatted(range, measure.code()));
    }
  }

  /** How large a change must be, at least. */
  public sealed interface Threshold {

    /** So many units of the measure. */
    record Points(BigDecimal points) implements Threshold {
      /** Refuses a threshold that is not above 0. */
      public Points {
        if (points.signum() <= 0) {
          throw new IllegalArgumentException("points must be above 0");
        }
      }
    }

    /**
     * So many standard deviations of the values at the first time point of the comparison, over all
     * included patients with both values, whichever of them a figure is of.
     */
    record BaselineSd(BigDecimal multiple) implements Threshold {
      private static final BigDecimal MOST = BigDecimal.TEN;

      /** Refuses a multiple that is not above 0, or above 10. */
      public BaselineSd {
        if (multiple.signum() <= 0 || multiple.compareTo(MOST) > 0) {
          throw new IllegalArgumentException("baselineSd must be above 0 and at most " + MOST);
        }
      }
    }
  }
}
