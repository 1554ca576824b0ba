package org.pvpoutcomes.study;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.ContradictoryProtocolException.Violation;
import org.pvpoutcomes.study.Protocol.Band;
import org.pvpoutcomes.study.Protocol.BandScheme;
import org.pvpoutcomes.study.Protocol.Comparison;
import org.pvpoutcomes.study.Protocol.ResponderRule;
import org.pvpoutcomes.study.Protocol.TimePoint;

/** What must hold between the parts of a protocol; see the constructor of {@link Protocol}. */
final class ProtocolRules {

  private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
  private static final int LONGEST_ID = 64;

  private final List<Measure> measures;
  private final List<TimePoint> timePoints;
  private final List<Violation> violations = new ArrayList<>();

  /** Rules for a protocol with these measures and time points, which are checked first. */
  ProtocolRules(String id, List<Measure> measures, List<TimePoint> timePoints) {
    this.measures = measures;
    this.timePoints = timePoints;
    require(
        isId(id), "/id", "must be lower case letters, digits and hyphens, at most " + LONGEST_ID);
    require(!measures.isEmpty(), "/measures", "must not be empty");
    requireDistinct(measures, Measure::code, "/measures");
    require(!timePoints.isEmpty(), "/timePoints", "must not be empty");
    checkTimePoints();
  }

  /** Refuses the protocol if any rule was broken. */
  void done() {
    if (!violations.isEmpty()) {
      throw new ContradictoryProtocolException(violations);
    }
  }

  ProtocolRules comparisons(List<Comparison> comparisons) {
    requireDistinct(comparisons, c -> c.from() + " to " + c.to(), "/comparisons");
    for (int i = 0; i < comparisons.size(); i++) {
      String place = "/comparisons/" + i;
      TimePoint from = timePoint(comparisons.get(i).from(), place + "/from");
      TimePoint to = timePoint(comparisons.get(i).to(), place + "/to");
      require(
          from == null || to == null || from.targetDay() < to.targetDay(),
          place,
          "the first time point must be earlier than the second");
    }
    return this;
  }

  ProtocolRules bands(List<BandScheme> bands) {
    requireDistinct(bands, scheme -> scheme.measure().code(), "/bands");
    for (int i = 0; i < bands.size(); i++) {
      checkBands(bands.get(i), "/bands/" + i);
    }
    return this;
  }

  ProtocolRules responders(List<ResponderRule> responders) {
    requireDistinct(responders, r -> r.id() + " of " + r.measure().code(), "/responders");
    for (int i = 0; i < responders.size(); i++) {
      checkResponder(responders.get(i), "/responders/" + i);
    }
    return this;
  }

  ProtocolRules reversedItems(Collection<Integer> items) {
    require(
        items.stream().allMatch(i -> 1 <= i && i <= Bm22Answers.ITEM_COUNT),
        "/reversedItems",
        "must be item numbers from 1 to " + Bm22Answers.ITEM_COUNT);
    return this;
  }

  ProtocolRules eligibility(List<Criterion> eligibility) {
    requireDistinct(eligibility, Criterion::id, "/eligibility");
    for (int i = 0; i < eligibility.size(); i++) {
      requireId(eligibility.get(i).id(), "/eligibility/" + i + "/id");
    }
    return this;
  }

  ProtocolRules importantDifferences(List<ImportantDifference> differences) {
    requireDistinct(differences, d -> d.measure().code(), "/importantDifferences");
    for (int i = 0; i < differences.size(); i++) {
      requireKnown(differences.get(i).measure(), "/importantDifferences/" + i);
    }
    return this;
  }

  ProtocolRules multiplicity(@Nullable Multiplicity multiplicity, List<Comparison> comparisons) {
    if (multiplicity != null) {
      for (int i = 0; i < multiplicity.family().size(); i++) {
        Multiplicity.Test test = multiplicity.family().get(i);
        requireKnown(test.measure(), "/multiplicity/family/" + i);
        require(
            comparisons.contains(test.comparison()),
            "/multiplicity/family/" + i,
            "is no comparison of the study",
            comparisons.stream().map(c -> c.from() + " to " + c.to()).toList());
      }
    }
    return this;
  }

  private void checkTimePoints() {
    requireDistinct(timePoints, TimePoint::id, "/timePoints");
    for (int i = 0; i < timePoints.size(); i++) {
      TimePoint one = timePoints.get(i);
      requireId(one.id(), "/timePoints/" + i + "/id");
      for (TimePoint other : timePoints.subList(0, i)) {
        require(
            one.lastDay() < other.firstDay() || other.lastDay() < one.firstDay(),
            "/timePoints/" + i,
            "the windows of " + other.id() + " and " + one.id() + " must not overlap");
      }
    }
  }

  private @Nullable TimePoint timePoint(String id, String place) {
    for (TimePoint timePoint : timePoints) {
      if (timePoint.id().equals(id)) {
        return timePoint;
      }
    }
    require(
        false,
        place,
        "is no time point of the study",
        timePoints.stream().map(TimePoint::id).toList());
    return null;
  }

  private void checkBands(BandScheme scheme, String place) {
    Measure measure = scheme.measure();
    requireKnown(measure, place);
    String list = place + "/bands";
    require(!scheme.bands().isEmpty(), list, "must not be empty");
    requireDistinct(scheme.bands(), Band::id, list);
    BigDecimal before = BigDecimal.valueOf(measure.minimum());
    for (int i = 0; i < scheme.bands().size(); i++) {
      BigDecimal upTo = scheme.bands().get(i).upTo();
      requireId(scheme.bands().get(i).id(), list + "/" + i + "/id");
      require(
          upTo.compareTo(before) >= (i == 0 ? 0 : 1),
          list + "/" + i + "/upTo",
          "upTo must rise from " + before);
      require(
          i == 0
              || upTo.compareTo(before) <= 0
              || step(measure, upTo).compareTo(step(measure, before)) > 0,
          list + "/" + i + "/upTo",
          "no value of %s lies above %s and up to %s: its values are multiples of %d/%d"
              .formatted(
                  measure.code(),
                  before,
                  upTo,
                  measure.stepNumerator(),
                  measure.stepDenominator()));
      before = upTo;
    }
    require(
        scheme.bands().isEmpty() || before.compareTo(BigDecimal.valueOf(measure.maximum())) == 0,
        list,
        "the last upTo must be " + measure.maximum());
  }

  /** The highest step of the measure that is not above the value. */
  private static BigInteger step(Measure measure, BigDecimal value) {
    return value
        .multiply(BigDecimal.valueOf(measure.stepDenominator()))
        .divide(BigDecimal.valueOf(measure.stepNumerator()), 0, RoundingMode.FLOOR)
        .toBigInteger();
  }

  private void checkResponder(ResponderRule rule, String place) {
    Measure measure = rule.measure();
    requireKnown(measure, place);
    BigDecimal threshold = rule.threshold();
    if (threshold == null) {
      require(
          measure.minimum() == 0 && measure.direction() == Measure.Direction.LOWER_IS_BETTER,
          place,
          "complete relief needs a measure on which 0 is best");
      return;
    }
    int range = measure.maximum() - measure.minimum();
    BigDecimal most = BigDecimal.valueOf(rule.kind() == ResponderRule.Kind.PERCENT ? 100 : range);
    require(
        threshold.signum() > 0 && threshold.compareTo(most) <= 0,
        place + "/threshold",
        "the threshold must be above 0 and at most " + most);
  }

  private void requireKnown(Measure measure, String place) {
    require(
        measures.contains(measure),
        place + "/measure",
        "is no measure of the study",
        measures.stream().map(Measure::code).toList());
  }

  private static boolean isId(String id) {
    return id.length() <= LONGEST_ID && ID.matcher(id).matches();
  }

  private void requireId(String id, String place) {
    require(isId(id), place, "must be lower case with hyphens, at most " + LONGEST_ID);
  }

  private <T> void requireDistinct(List<T> values, Function<? super T, String> key, String place) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < values.size(); i++) {
      String one = key.apply(values.get(i));
      require(seen.add(one), place + "/" + i, "repeats " + one);
    }
  }

  private void require(boolean condition, String pointer, String message) {
    require(condition, pointer, message, List.of());
  }

  private void require(boolean condition, String pointer, String message, List<String> allowed) {
    if (!condition) {
      violations.add(new Violation(pointer, message, allowed));
    }
  }
}
