package org.pvpoutcomes.cohort;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Objects;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Protocol;
import org.pvpoutcomes.study.Protocol.Band;
import org.pvpoutcomes.study.Protocol.ResponderRule;

/**
 * The bounds of the protocol in steps of a measure. Values are whole steps, so a bound between two
 * steps says the same as the step on the right side of it: nothing is rounded away.
 */
final class StepThresholds {

  /** The values of a band, both ends included. */
  record Range(int lowest, int highest) {}

  private StepThresholds() {}

  /**
   * The values that lie in the band: above the band before, up to its own bound.
   *
   * @throws IllegalArgumentException when the measure has no such band
   */
  static Range range(Protocol protocol, Measure measure, Band band) {
    int lowest = Integer.MIN_VALUE;
    for (Protocol.BandScheme scheme : protocol.bands()) {
      if (scheme.measure() == measure) {
        for (Band each : scheme.bands()) {
          int highest = steps(measure, each.upTo(), RoundingMode.FLOOR);
          if (each.equals(band)) {
            return new Range(lowest, highest);
          }
          lowest = highest + 1;
        }
      }
    }
    throw new IllegalArgumentException(measure.code() + " has no band " + band.id());
  }

  /** The fewest steps that reach the threshold of a rule in points. */
  static int smallestGain(Measure measure, ResponderRule rule) {
    return steps(measure, threshold(rule), RoundingMode.CEILING);
  }

  /** The points or percent of a rule that has a threshold. */
  static BigDecimal threshold(ResponderRule rule) {
    return Objects.requireNonNull(rule.threshold(), "only complete relief has no threshold");
  }

  private static int steps(Measure measure, BigDecimal value, RoundingMode rounding) {
    return value
        .multiply(BigDecimal.valueOf(measure.stepDenominator()))
        .divide(BigDecimal.valueOf(measure.stepNumerator()), 0, rounding)
        .intValueExact();
  }
}
