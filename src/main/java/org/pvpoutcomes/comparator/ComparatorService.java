package org.pvpoutcomes.comparator;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.ComparatorCounts;
import org.pvpoutcomes.comparator.ComparatorReport.ChangeComparison;
import org.pvpoutcomes.comparator.ComparatorReport.Comparator;
import org.pvpoutcomes.comparator.ComparatorReport.Figures;
import org.pvpoutcomes.comparator.ComparatorReport.LeakageComparison;
import org.pvpoutcomes.comparator.ComparatorReport.PercentageComparison;
import org.pvpoutcomes.comparator.ComparatorReport.ValueComparison;
import org.pvpoutcomes.comparator.EarlierStudy.Leakage;
import org.pvpoutcomes.comparator.EarlierStudy.Percentage;
import org.pvpoutcomes.comparator.EarlierStudy.Value;
import org.pvpoutcomes.figure.NotComputed;
import org.pvpoutcomes.figure.Rate;
import org.pvpoutcomes.method.Answer;
import org.pvpoutcomes.method.MethodReference;
import org.pvpoutcomes.method.Methods;
import org.pvpoutcomes.statistics.RiskDifference;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Protocol;
import org.pvpoutcomes.study.Protocol.TimePoint;

/** Sets published figures beside counted ones; pure. */
final class ComparatorService {

  private static final List<MethodReference> METHODS = Methods.of(Answer.COMPARATORS);
  private static final String NOT_MEASURED = "the study does not measure it";
  private static final String NO_TIME = "their time is not given";
  private static final String NO_TIME_POINT = "the study has no time point with their target day";
  private static final String NO_COMPARISON = "the study does not compare these time points";
  private static final String NOT_GIVEN = "they do not give it";
  private static final String NO_SD_OF_CHANGE =
      "they do not give it, and it does not follow from those of the values";

  private final OwnFigures own;

  private ComparatorService(OwnFigures own) {
    this.own = own;
  }

  /** The earlier studies beside the study, if they stand beside it. */
  static ComparatorReport report(
      Protocol protocol, EarlierStudies earlier, ComparatorCounts counts) {
    if (!earlier.standBeside(protocol.id())) {
      return new ComparatorReport(
          protocol.id(),
          counts.outcomes().cohort(),
          null,
          List.of(),
          Map.of("comparators", "no earlier studies are known for this study"),
          METHODS);
    }
    ComparatorService service = new ComparatorService(new OwnFigures(protocol, counts));
    return new ComparatorReport(
        protocol.id(),
        counts.outcomes().cohort(),
        earlier.source(),
        earlier.comparators().stream().map(service::comparator).toList(),
        Map.of(),
        METHODS);
  }

  private Comparator comparator(EarlierStudy study) {
    Leakage leakage = study.leakage();
    return new Comparator(
        study.id(),
        study.title(),
        study.source(),
        study.design(),
        study.patients(),
        study.cement(),
        study.values().stream().map(value -> value(study, value)).toList(),
        changes(study),
        leakage == null ? null : leakage(leakage),
        study.percentages().stream().map(ComparatorService::percentage).toList(),
        study.absent(),
        study.unverified());
  }

  private ValueComparison value(EarlierStudy study, Value value) {
    Measure measure = value.measure();
    Optional<TimePoint> at = at(value);
    Figures ours =
        own.measures(measure) ? at.map(point -> own.values(measure, point)).orElse(null) : null;
    Figures theirs =
        new Figures(
            study.patients(),
            number(value.mean()),
            number(value.sd()),
            number(value.min()),
            number(value.max()));
    String whyNotOwn = own.measures(measure) ? noTimePoint(value) : NOT_MEASURED;
    MeanComparison compared = MeanComparison.of(ours, whyNotOwn, theirs);
    return new ValueComparison(
        measure.code(),
        value.time(),
        value.day(),
        at.map(TimePoint::id).orElse(null),
        theirs,
        ours,
        compared.difference(),
        compared.interval(),
        compared.degreesOfFreedom(),
        compared
            .addTo(
                new NotComputed()
                    .add("day", value.day(), NOT_GIVEN)
                    .add("timePoint", at.orElse(null), noTimePoint(value))
                    .add("theirs.n", theirs.n(), reason(study, "patients"))
                    .add("theirs.mean", theirs.mean(), NOT_GIVEN)
                    .add("theirs.sd", theirs.sd(), NOT_GIVEN)
                    .add("theirs.min", theirs.min(), NOT_GIVEN)
                    .add("theirs.max", theirs.max(), NOT_GIVEN)
                    .add("own", ours, whyNotOwn))
            .reasons());
  }

  /** From before the procedure to each later time of the same measure. */
  private List<ChangeComparison> changes(EarlierStudy study) {
    return study.values().stream()
        .filter(ComparatorService::isBefore)
        .flatMap(
            from ->
                study.values().stream()
                    .filter(to -> to.measure() == from.measure() && !isBefore(to))
                    .map(to -> change(study, from, to)))
        .toList();
  }

  private static boolean isBefore(Value value) {
    return Integer.valueOf(0).equals(value.day());
  }

  private ChangeComparison change(EarlierStudy study, Value from, Value to) {
    Measure measure = from.measure();
    Optional<TimePoint> first = at(from);
    Optional<TimePoint> second = at(to);
    Figures ours =
        own.measures(measure) && first.isPresent()
            ? second.flatMap(point -> own.changes(measure, first.get(), point)).orElse(null)
            : null;
    Figures theirs = new Figures(study.patients(), fall(from, to), null, null, null);
    String whyNotOwn = whyNoChange(measure, from, to);
    MeanComparison compared = MeanComparison.of(ours, whyNotOwn, theirs);
    return new ChangeComparison(
        measure.code(),
        from.time(),
        to.time(),
        first.map(TimePoint::id).orElse(null),
        second.map(TimePoint::id).orElse(null),
        theirs,
        ours,
        compared.difference(),
        compared.interval(),
        compared.degreesOfFreedom(),
        compared
            .addTo(
                new NotComputed()
                    .add("from", first.orElse(null), noTimePoint(from))
                    .add("to", second.orElse(null), noTimePoint(to))
                    .add("theirs.n", theirs.n(), reason(study, "patients"))
                    .add("theirs.mean", theirs.mean(), MeanComparison.RANGE_ONLY)
                    .add("theirs.sd", theirs.sd(), NO_SD_OF_CHANGE)
                    .add("theirs.min", theirs.min(), NOT_GIVEN)
                    .add("theirs.max", theirs.max(), NOT_GIVEN)
                    .add("own", ours, whyNotOwn))
            .reasons());
  }

  private LeakageComparison leakage(Leakage leakage) {
    Rate ours = own.leakage(leakage.per());
    RiskDifference difference =
        RiskDifference.of(ours.count(), ours.of(), leakage.count(), leakage.of(), Rate.LEVEL);
    String reason = "the study has nobody";
    return new LeakageComparison(
        leakage.per().name().toLowerCase(Locale.ROOT),
        Rate.of(leakage.count(), leakage.of()),
        ours,
        difference.percentagePoints(),
        difference.interval(),
        new NotComputed()
            .add("percentagePoints", difference.percentagePoints(), reason)
            .add("interval", difference.interval(), reason)
            .reasons());
  }

  private static PercentageComparison percentage(Percentage percentage) {
    return new PercentageComparison(
        percentage.time(),
        percentage.day(),
        percentage.percent().doubleValue(),
        new NotComputed()
            .add("day", percentage.day(), NOT_GIVEN)
            .add("own", null, "they do not say what it is a percentage of")
            .reasons());
  }

  private Optional<TimePoint> at(Value value) {
    return Optional.ofNullable(value.day()).flatMap(own::at);
  }

  private static String noTimePoint(Value value) {
    return value.day() == null ? NO_TIME : NO_TIME_POINT;
  }

  private String whyNoChange(Measure measure, Value from, Value to) {
    if (!own.measures(measure)) {
      return NOT_MEASURED;
    }
    if (at(from).isPresent() && at(to).isPresent()) {
      return NO_COMPARISON;
    }
    return at(from).isPresent() ? noTimePoint(to) : noTimePoint(from);
  }

  private static String reason(EarlierStudy study, String field) {
    return study.absent().getOrDefault(field, NOT_GIVEN);
  }

  /** Their earlier minus their later mean, exact before it is rounded once. */
  private static @Nullable Double fall(Value from, Value to) {
    BigDecimal earlier = from.mean();
    BigDecimal later = to.mean();
    return earlier == null || later == null ? null : earlier.subtract(later).doubleValue();
  }

  private static @Nullable Double number(@Nullable BigDecimal value) {
    return value == null ? null : value.doubleValue();
  }
}
