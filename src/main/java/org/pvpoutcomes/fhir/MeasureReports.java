package org.pvpoutcomes.fhir;

import java.math.BigDecimal;
import java.util.Date;
import java.util.List;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.MeasureReport;
import org.hl7.fhir.r4.model.MeasureReport.MeasureReportGroupComponent;
import org.hl7.fhir.r4.model.MeasureReport.MeasureReportStatus;
import org.hl7.fhir.r4.model.MeasureReport.MeasureReportType;
import org.hl7.fhir.r4.model.MeasureReport.StratifierGroupComponent;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Quantity;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.measure.GroupResult;
import org.pvpoutcomes.measure.GroupResult.Counted;
import org.pvpoutcomes.measure.StudyMeasure;
import org.pvpoutcomes.measure.StudyMeasure.Kind;

/** Results of measures as FHIR's MeasureReport of the type summary (FHIR R4 measurereport.html). */
final class MeasureReports {

  private static final String GENDER = "http://hl7.org/fhir/administrative-gender";
  private static final String UCUM = "http://unitsofmeasure.org";

  private MeasureReports() {}

  /**
   * The report.
   *
   * @param period as it was asked for
   */
  static MeasureReport of(
      StudyMeasure measure, Period period, Date made, List<GroupResult> results) {
    MeasureReport report = new MeasureReport();
    report
        .setStatus(MeasureReportStatus.COMPLETE)
        .setType(MeasureReportType.SUMMARY)
        .setMeasure(MeasureDocuments.url(measure) + "|" + measure.version())
        .setDateElement(new DateTimeType(made))
        .setPeriod(period);
    CodeableConcept better = MeasureDocuments.improvementNotation(measure.kind());
    if (!better.isEmpty()) {
      report.setImprovementNotation(better);
    }
    results.forEach(result -> add(report, measure.kind(), result));
    return report;
  }

  private static void add(MeasureReport report, Kind kind, GroupResult result) {
    MeasureReportGroupComponent group = report.addGroup();
    group.setCode(new CodeableConcept().setText(result.group().code()));
    Counted whole = result.whole();
    List<String> codes = MeasureDocuments.populations(kind);
    List<Integer> counts = counts(whole);
    for (int i = 0; i < codes.size(); i++) {
      group
          .addPopulation()
          .setCode(MeasureDocuments.population(codes.get(i)))
          .setCount(counts.get(i));
    }
    Quantity score = score(kind, whole);
    if (score != null) {
      group.setMeasureScore(score);
    }
    if (!result.bySex().isEmpty()) {
      var stratifier = group.addStratifier().addCode(MeasureDocuments.SEX.copy());
      result.bySex().forEach((sex, counted) -> add(stratifier.addStratum(), kind, sex, counted));
    }
  }

  private static void add(
      StratifierGroupComponent stratum, Kind kind, String sex, Counted counted) {
    stratum.setValue(new CodeableConcept().addCoding(new Coding().setSystem(GENDER).setCode(sex)));
    List<String> codes = MeasureDocuments.populations(kind);
    List<Integer> counts = counts(counted);
    for (int i = 0; i < codes.size(); i++) {
      stratum
          .addPopulation()
          .setCode(MeasureDocuments.population(codes.get(i)))
          .setCount(counts.get(i));
    }
    Quantity score = score(kind, counted);
    if (score != null) {
      stratum.setMeasureScore(score);
    }
  }

  /** In the order of the populations; each member of a measure population is observed once. */
  private static List<Integer> counts(Counted counted) {
    Long numerator = counted.numerator();
    return List.of(
        Math.toIntExact(counted.initialPopulation()),
        Math.toIntExact(counted.population()),
        Math.toIntExact(numerator == null ? counted.population() : numerator));
  }

  private static @Nullable Quantity score(Kind kind, Counted counted) {
    Double score = counted.score();
    if (score == null) {
      return null;
    }
    Quantity quantity = new Quantity().setValue(BigDecimal.valueOf(score));
    return kind.isProportion()
        ? quantity.setUnit("%").setSystem(UCUM).setCode("%")
        : quantity.setUnit("units of the instrument");
  }
}
