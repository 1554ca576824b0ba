package org.pvpoutcomes.study;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.pvpoutcomes.study.Protocol.Band;
import org.pvpoutcomes.study.Protocol.BandScheme;
import org.pvpoutcomes.study.Protocol.Comparison;
import org.pvpoutcomes.study.Protocol.ResponderRule;
import org.pvpoutcomes.study.Protocol.TimePoint;

/** What must hold between the parts of a protocol; see the constructor of {@link Protocol}. */
final class ProtocolRules {

  private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  private ProtocolRules() {}

  static void check(
      String id,
      Set<ProcedureKind> indexProcedure,
      List<Measure> measures,
      List<TimePoint> timePoints,
      List<Comparison> comparisons,
      List<BandScheme> bands,
      List<ResponderRule> responders,
      Set<Integer> reversedItems) {
    require(ID.matcher(id).matches(), "id must be lower case letters, digits and hyphens");
    requireSome(indexProcedure, "indexProcedure");
    requireSome(measures, "measures");
    requireDistinct(measures, Function.identity(), "measures");
    requireSome(timePoints, "timePoints");
    checkTimePoints(timePoints);
    checkComparisons(comparisons, timePoints);
    requireDistinct(bands, BandScheme::measure, "bands");
    bands.forEach(scheme -> checkBands(scheme, measures));
    requireDistinct(responders, r -> List.of(r.measure(), r.id()), "responders");
    responders.forEach(rule -> checkResponder(rule, measures));
    require(
        reversedItems.stream().allMatch(i -> 1 <= i && i <= Bm22Answers.ITEM_COUNT),
        "reversedItems must be item numbers from 1 to " + Bm22Answers.ITEM_COUNT);
  }

  static void checkEligibility(List<Criterion> eligibility) {
    requireDistinct(eligibility, Criterion::id, "eligibility");
    for (Criterion criterion : eligibility) {
      require(
          ID.matcher(criterion.id()).matches(), "eligibility: an id is lower case with hyphens");
    }
  }

  private static void checkTimePoints(List<TimePoint> timePoints) {
    requireDistinct(timePoints, TimePoint::id, "timePoints");
    for (TimePoint one : timePoints) {
      require(ID.matcher(one.id()).matches(), "timePoints: an id is lower case with hyphens");
      for (TimePoint other : timePoints) {
        require(
            one.equals(other)
                || one.lastDay() < other.firstDay()
                || other.lastDay() < one.firstDay(),
            "timePoints: the windows of " + one.id() + " and " + other.id() + " must not overlap");
      }
    }
  }

  private static void checkComparisons(List<Comparison> comparisons, List<TimePoint> timePoints) {
    requireDistinct(comparisons, Function.identity(), "comparisons");
    for (Comparison comparison : comparisons) {
      TimePoint from = known(comparison.from(), timePoints);
      TimePoint to = known(comparison.to(), timePoints);
      require(
          from.targetDay() < to.targetDay(),
          "comparisons: " + from.id() + " must be earlier than " + to.id());
    }
  }

  private static TimePoint known(String id, List<TimePoint> timePoints) {
    return timePoints.stream()
        .filter(timePoint -> timePoint.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "comparisons: %s is no time point; allowed are %s"
                        .formatted(id, timePoints.stream().map(TimePoint::id).toList())));
  }

  private static void checkBands(BandScheme scheme, List<Measure> measures) {
    Measure measure = scheme.measure();
    requireKnown(measure, measures, "bands");
    requireSome(scheme.bands(), "bands of " + measure.code());
    requireDistinct(scheme.bands(), Band::id, "bands of " + measure.code());
    BigDecimal before = BigDecimal.valueOf(measure.minimum());
    for (Band band : scheme.bands()) {
      boolean first = band.equals(scheme.bands().getFirst());
      require(
          band.upTo().compareTo(before) >= (first ? 0 : 1),
          "bands of %s: upTo must rise from %s".formatted(measure.code(), before));
      before = band.upTo();
    }
    require(
        before.compareTo(BigDecimal.valueOf(measure.maximum())) == 0,
        "bands of %s: the last upTo must be %d".formatted(measure.code(), measure.maximum()));
  }

  private static void checkResponder(ResponderRule rule, List<Measure> measures) {
    Measure measure = rule.measure();
    requireKnown(measure, measures, "responders");
    BigDecimal threshold = rule.threshold();
    String place = "responders: " + rule.id();
    if (threshold == null) {
      require(
          measure.minimum() == 0 && measure.direction() == Measure.Direction.LOWER_IS_BETTER,
          place + ": complete relief needs a measure on which 0 is best");
      return;
    }
    int range = measure.maximum() - measure.minimum();
    BigDecimal most = BigDecimal.valueOf(rule.kind() == ResponderRule.Kind.PERCENT ? 100 : range);
    require(
        threshold.signum() > 0 && threshold.compareTo(most) <= 0,
        "%s: the threshold must be above 0 and at most %s".formatted(place, most));
  }

  private static void requireKnown(Measure measure, List<Measure> measures, String field) {
    require(
        measures.contains(measure),
        "%s: %s is no measure of the study; allowed are %s"
            .formatted(field, measure.code(), measures.stream().map(Measure::code).toList()));
  }

  private static void requireSome(Collection<?> values, String field) {
    require(!values.isEmpty(), field + " must not be empty");
  }

  private static <T> void requireDistinct(
      List<T> values, Function<? super T, ?> key, String field) {
    Set<Object> seen = new HashSet<>();
    for (T value : values) {
      require(seen.add(key.apply(value)), field + " must not repeat " + key.apply(value));
    }
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
