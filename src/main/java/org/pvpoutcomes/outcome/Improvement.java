package org.pvpoutcomes.outcome;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.pvpoutcomes.cohort.OutcomeCounts.PairCount;
import org.pvpoutcomes.cohort.ValueSums;
import org.pvpoutcomes.figure.Rate;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Protocol;
import org.pvpoutcomes.study.Protocol.ResponderRule;

/**
 * Who got better, by the direction of the measure. Everything is compared in whole steps or exact
 * decimals, so that a patient on the threshold is a responder whatever the unit.
 */
final class Improvement {

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private final Measure measure;
  private final List<PairCount> pairs;

  Improvement(Measure measure, List<PairCount> pairs) {
    this.measure = measure;
    this.pairs = pairs;
  }

  long improved() {
    return count(pair -> steps(pair) > 0);
  }

  long unchanged() {
    return count(pair -> steps(pair) == 0);
  }

  long worsened() {
    return count(pair -> steps(pair) < 0);
  }

  long pairs() {
    return count(pair -> true);
  }

  /**
   * Those who changed by at least so many units of the measure.
   *
   * @param sign 1 for the better, -1 for the worse
   * @param units above 0
   */
  long byAtLeast(int sign, BigDecimal units) {
    BigDecimal threshold = units.multiply(BigDecimal.valueOf(measure.stepDenominator()));
    return count(
        pair ->
            BigDecimal.valueOf(sign * steps(pair) * measure.stepNumerator()).compareTo(threshold)
                >= 0);
  }

  /**
   * Those who changed by at least so many standard deviations; squares are compared, so that
   * nothing is rounded.
   *
   * @param sign 1 for the better, -1 for the worse
   * @param multiple above 0
   * @param values of which the standard deviation is, more than one and not all equal
   */
  long byAtLeastDeviations(int sign, BigDecimal multiple, ValueSums values) {
    BigDecimal threshold = multiple.pow(2).multiply(new BigDecimal(values.deviations()));
    BigDecimal scale = BigDecimal.valueOf(values.n()).multiply(BigDecimal.valueOf(values.n() - 1));
    return count(
        pair ->
            sign * steps(pair) > 0
                && BigDecimal.valueOf(steps(pair)).pow(2).multiply(scale).compareTo(threshold)
                    >= 0);
  }

  /** The rate of each rule of the measure, by id, in the order of the protocol. */
  Map<String, Rate> responders(Protocol protocol) {
    Map<String, Rate> rates = new LinkedHashMap<>();
    for (ResponderRule rule : protocol.responders()) {
      if (rule.measure() == measure) {
        rates.put(rule.id(), rate(rule));
      }
    }
    return rates;
  }

  private Rate rate(ResponderRule rule) {
    Predicate<PairCount> fromAboveZero = pair -> pair.from() > 0;
    return switch (rule.kind()) {
      case POINTS -> Rate.of(byAtLeast(1, threshold(rule)), pairs());
      case PERCENT ->
          Rate.of(
              count(fromAboveZero.and(pair -> improvedByPercent(pair, threshold(rule)))),
              count(fromAboveZero));
      case COMPLETE_RELIEF ->
          Rate.of(count(fromAboveZero.and(pair -> pair.to() == 0)), count(fromAboveZero));
    };
  }

  /** 100 x improvement >= threshold x earlier value; the size of a step cancels. */
  private boolean improvedByPercent(PairCount pair, BigDecimal threshold) {
    return BigDecimal.valueOf(steps(pair))
            .multiply(HUNDRED)
            .compareTo(threshold.multiply(BigDecimal.valueOf(pair.from())))
        >= 0;
  }

  private static BigDecimal threshold(ResponderRule rule) {
    return Objects.requireNonNull(rule.threshold(), "only complete relief has no threshold");
  }

  /** Steps in the better direction. */
  private long steps(PairCount pair) {
    return switch (measure.direction()) {
      case LOWER_IS_BETTER -> (long) pair.from() - pair.to();
      case HIGHER_IS_BETTER -> (long) pair.to() - pair.from();
    };
  }

  private long count(Predicate<PairCount> condition) {
    return pairs.stream().filter(condition).mapToLong(PairCount::count).sum();
  }
}
