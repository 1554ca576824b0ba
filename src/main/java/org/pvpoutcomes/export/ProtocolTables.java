package org.pvpoutcomes.export;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Coded;
import org.pvpoutcomes.study.ImportantDifference;
import org.pvpoutcomes.study.ImportantDifference.Threshold;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Multiplicity;
import org.pvpoutcomes.study.Protocol;
import org.pvpoutcomes.study.Protocol.Band;
import org.pvpoutcomes.study.Protocol.BandScheme;
import org.pvpoutcomes.study.Protocol.Comparison;
import org.pvpoutcomes.study.Protocol.ResponderRule;
import org.pvpoutcomes.study.Protocol.TimePoint;
import org.pvpoutcomes.study.Severity;

/** The tables of the protocol: by which rules the values are to be read and compared. */
final class ProtocolTables {

  private ProtocolTables() {}

  private record BandRow(Measure measure, @Nullable BigDecimal above, Band band, String source) {}

  private record ThresholdRow(
      ImportantDifference difference, String direction, Threshold threshold) {

    @Nullable BigDecimal points() {
      return threshold instanceof Threshold.Points(BigDecimal points) ? points : null;
    }

    @Nullable BigDecimal baselineSd() {
      return threshold instanceof Threshold.BaselineSd(BigDecimal multiple) ? multiple : null;
    }
  }

  static List<Table<?>> of(Protocol protocol) {
    return List.of(
        measures(protocol),
        timePoints(protocol),
        comparisons(protocol),
        bands(protocol),
        responders(protocol),
        importantDifferences(protocol),
        family(protocol),
        severities());
  }

  private static Variable<Measure> step(String part, Function<Measure, @Nullable Object> value) {
    return Variable.integer(
            "step_" + part,
            "Step, " + part,
            "Values are whole multiples of step_numerator / step_denominator, so that equal"
                + " differences can be told from nearly equal ones.",
            value)
        .from(1);
  }

  private static Table<Measure> measures(Protocol protocol) {
    return Table.of(
        "measures",
        "One row per measure, in the order of the protocol",
        List.of(
            ofMeasure(protocol, measure -> measure),
            Variable.integer(
                "minimum", "Smallest value", "Of the range of the instrument.", Measure::minimum),
            Variable.integer(
                "maximum", "Largest value", "Of the range of the instrument.", Measure::maximum),
            Variable.<Measure>text(
                    "better",
                    "Better values",
                    "Which values are better for the patient.",
                    ProtocolTables::better)
                .oneOf(List.of("lower", "higher")),
            step("numerator", Measure::stepNumerator),
            step("denominator", Measure::stepDenominator)),
        protocol.measures());
  }

  private static String better(Measure measure) {
    return switch (measure.direction()) {
      case LOWER_IS_BETTER -> "lower";
      case HIGHER_IS_BETTER -> "higher";
    };
  }

  private static Table<TimePoint> timePoints(Protocol protocol) {
    return Table.of(
        "time-points",
        "One row per time point, in the order of the protocol",
        List.of(
            Variable.text("time_point", "Time point", "Its id in the protocol.", TimePoint::id),
            day("first_day", "First day of the window", TimePoint::firstDay),
            day("last_day", "Last day of the window", TimePoint::lastDay),
            day("target_day", "Target day of the window", TimePoint::targetDay)),
        protocol.timePoints());
  }

  private static Variable<TimePoint> day(
      String name, String label, Function<TimePoint, @Nullable Object> value) {
    return Variable.integer(name, label, "From the date of the index session.", value).in("d");
  }

  private static Table<Comparison> comparisons(Protocol protocol) {
    List<String> timePoints = protocol.timePoints().stream().map(TimePoint::id).toList();
    return Table.of(
        "comparisons",
        "One row per pair of time points whose difference is tested",
        List.of(
            Variable.<Comparison>text(
                    "from", "Earlier time point", "Minuend of the difference.", Comparison::from)
                .oneOf(timePoints),
            Variable.<Comparison>text(
                    "to", "Later time point", "Subtrahend of the difference.", Comparison::to)
                .oneOf(timePoints)),
        protocol.comparisons());
  }

  private static Table<BandRow> bands(Protocol protocol) {
    List<BandRow> rows = new ArrayList<>();
    for (BandScheme scheme : protocol.bands()) {
      BigDecimal above = null;
      for (Band band : scheme.bands()) {
        rows.add(new BandRow(scheme.measure(), above, band, scheme.source()));
        above = band.upTo();
      }
    }
    return Table.of(
        "bands",
        "One row per severity band, from the lowest",
        List.of(
            ofMeasure(protocol, BandRow::measure),
            Variable.<BandRow>text("band", "Band", "Its id.", row -> row.band.id()),
            Variable.decimal(
                "above",
                "Lower bound",
                "Values above it are in the band; itself not. Empty for the lowest band.",
                BandRow::above),
            Variable.<BandRow>decimal(
                "up_to", "Upper bound", "Itself in the band.", row -> row.band.upTo()),
            Variable.text("source", "Source", "Where the bands come from.", BandRow::source)),
        rows);
  }

  private static Table<ResponderRule> responders(Protocol protocol) {
    return Table.of(
        "responders",
        "One row per rule of response",
        List.of(
            Variable.text("responder", "Rule", "Its id.", ResponderRule::id),
            ofMeasure(protocol, ResponderRule::measure),
            Variable.<ResponderRule>text(
                    "kind",
                    "Kind of rule",
                    "points: better by at least so many units; percent: by at least so many percent"
                        + " of the earlier value; complete-relief: from above 0 to 0. The last two"
                        + " are judged of patients whose earlier value is above 0.",
                    row -> row.kind().code())
                .oneOf(ResponderRule.Kind.values()),
            Variable.decimal(
                "threshold",
                "Threshold",
                "Units of the measure or percent. Empty for complete relief.",
                ResponderRule::threshold),
            Variable.text("source", "Source", "Where the rule comes from.", ResponderRule::source)),
        protocol.responders());
  }

  private static Table<ThresholdRow> importantDifferences(Protocol protocol) {
    List<ThresholdRow> rows = new ArrayList<>();
    for (ImportantDifference difference : protocol.importantDifferences()) {
      if (difference.improvement() != null) {
        rows.add(new ThresholdRow(difference, "improvement", difference.improvement()));
      }
      if (difference.deterioration() != null) {
        rows.add(new ThresholdRow(difference, "deterioration", difference.deterioration()));
      }
    }
    return Table.of(
        "important-differences",
        "One row per smallest change that matters to patients",
        List.of(
            ofMeasure(protocol, row -> row.difference.measure()),
            Variable.<ThresholdRow>text(
                    "direction", "Direction", "Of the change.", ThresholdRow::direction)
                .oneOf(List.of("improvement", "deterioration")),
            Variable.decimal(
                "points",
                "Threshold in points",
                "Units of the measure. Empty where it is in standard deviations.",
                ThresholdRow::points),
            Variable.decimal(
                "baseline_sd",
                "Threshold in standard deviations",
                "Of the earlier values of all included patients of the study with both values,"
                    + " also of those whom where leaves out. Empty where it is in points.",
                ThresholdRow::baselineSd),
            Variable.text(
                "source",
                "Source",
                "Where the threshold comes from.",
                row -> row.difference.source())),
        rows);
  }

  private static Table<Multiplicity.Test> family(Protocol protocol) {
    List<String> timePoints = protocol.timePoints().stream().map(TimePoint::id).toList();
    Multiplicity multiplicity = protocol.multiplicity();
    return Table.of(
        "family",
        "One row per test whose P value is adjusted, by Holm, for those of the others",
        List.of(
            ofMeasure(protocol, Multiplicity.Test::measure),
            Variable.<Multiplicity.Test>text(
                    "from", "Earlier time point", "Its id.", row -> row.comparison().from())
                .oneOf(timePoints),
            Variable.<Multiplicity.Test>text(
                    "to", "Later time point", "Its id.", row -> row.comparison().to())
                .oneOf(timePoints)),
        multiplicity == null ? List.of() : multiplicity.family());
  }

  private static Table<Severity> severities() {
    return Table.of(
        "severities",
        "One row per grade of severity, the mildest of each scheme first",
        List.of(
            Variable.<Severity>text("severity", "Severity", "Its code.", Severity::code)
                .oneOf(Severity.values()),
            Variable.text(
                "scheme", "Scheme", "Which gives the grade its meaning.", Severity::scheme),
            Variable.text(
                "version",
                "Version",
                "Of the scheme. Empty for a scheme without versions.",
                Severity::version),
            Variable.text("grade", "Grade", "Within the scheme.", Severity::grade)),
        List.of(Severity.values()));
  }

  private static <R> Variable<R> ofMeasure(Protocol protocol, Function<R, Measure> measure) {
    return Variable.<R>text("measure", "Measure", "Its code.", row -> measure.apply(row).code())
        .oneOf(protocol.measures().toArray(Coded[]::new));
  }
}
