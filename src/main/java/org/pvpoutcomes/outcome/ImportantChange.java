package org.pvpoutcomes.outcome;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.ValueSums;
import org.pvpoutcomes.figure.NotComputed;
import org.pvpoutcomes.figure.Rate;
import org.pvpoutcomes.study.ImportantDifference;
import org.pvpoutcomes.study.ImportantDifference.Threshold;
import org.pvpoutcomes.study.ImportantDifference.Threshold.BaselineSd;
import org.pvpoutcomes.study.ImportantDifference.Threshold.Points;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Protocol;

/**
 * How many patients changed by at least the smallest difference that matters to them.
 *
 * @param source where the thresholds are from; says so where they are not verified
 * @param improvement null where the source gives no threshold for it
 * @param deterioration null where the source gives no threshold for it
 * @param notComputed the figures that are null, each with the reason
 */
public record ImportantChange(
    String source,
    @Nullable Side improvement,
    @Nullable Side deterioration,
    Map<String, String> notComputed) {

  private static final String NO_THRESHOLD = "the source gives no threshold";

  /**
   * One direction.
   *
   * @param points of the rule; null where it is in standard deviations
   * @param baselineSd of the rule, standard deviations of the earlier values of all included
   *     patients of the study with both values; null where it is in points
   * @param threshold what that is in units of the measure
   * @param rate of the patients with both values, who changed by at least the threshold
   * @param notComputed the figures that are null, each with the reason
   */
  public record Side(
      @Nullable BigDecimal points,
      @Nullable BigDecimal baselineSd,
      @Nullable Double threshold,
      @Nullable Rate rate,
      Map<String, String> notComputed) {}

  /**
   * The important changes of one comparison; null for a measure of which the protocol has no
   * important difference.
   *
   * @param earlierValues one per comparison where a threshold is in standard deviations
   */
  static @Nullable ImportantChange of(
      Protocol protocol,
      Measure measure,
      int comparison,
      Improvement improvement,
      @Nullable List<ValueSums> earlierValues) {
    for (ImportantDifference difference : protocol.importantDifferences()) {
      if (difference.measure() == measure) {
        ValueSums earlier = earlierValues == null ? ValueSums.NONE : earlierValues.get(comparison);
        Side improved = side(measure, difference.improvement(), improvement, 1, earlier);
        Side worsened = side(measure, difference.deterioration(), improvement, -1, earlier);
        return new ImportantChange(
            difference.source(),
            improved,
            worsened,
            new NotComputed()
                .add("improvement", improved, NO_THRESHOLD)
                .add("deterioration", worsened, NO_THRESHOLD)
                .reasons());
      }
    }
    return null;
  }

  private static @Nullable Side side(
      Measure measure,
      @Nullable Threshold threshold,
      Improvement improvement,
      int sign,
      ValueSums earlier) {
    return switch (threshold) {
      case null -> null;
      case Points(BigDecimal points) ->
          new Side(
              points,
              null,
              points.doubleValue(),
              Rate.of(improvement.byAtLeast(sign, points), improvement.pairs()),
              Map.of("baselineSd", "the threshold is in points"));
      case BaselineSd(BigDecimal multiple) -> {
        boolean defined = earlier.n() > 1 && earlier.deviations().signum() > 0;
        Double points = defined ? multiple.doubleValue() * deviation(measure, earlier) : null;
        Rate rate =
            defined
                ? Rate.of(
                    improvement.byAtLeastDeviations(sign, multiple, earlier), improvement.pairs())
                : null;
        String reason = "the earlier values of the study are fewer than two, or do not vary";
        yield new Side(
            null,
            multiple,
            points,
            rate,
            new NotComputed()
                .add("points", null, "the threshold is in standard deviations")
                .add("threshold", points, reason)
                .add("rate", rate, reason)
                .reasons());
      }
    };
  }

  /** With n - 1, in units of the measure. */
  private static double deviation(Measure measure, ValueSums values) {
    return OutcomeService.scale(measure)
        .root(
            values.deviations(),
            BigInteger.valueOf(values.n()).multiply(BigInteger.valueOf(values.n() - 1)));
  }
}
