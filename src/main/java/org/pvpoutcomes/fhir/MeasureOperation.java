package org.pvpoutcomes.fhir;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Period;
import org.pvpoutcomes.measure.MeasureEvaluation;
import org.pvpoutcomes.measure.StudyMeasure;
import org.pvpoutcomes.measure.StudyMeasures;
import org.pvpoutcomes.search.QueryParameter;

/**
 * The operation {@code $evaluate-measure} on a Measure (FHIR R4
 * measure-operation-evaluate-measure.html), for a population.
 *
 * <p>The figures of a study are of all its patients, whenever they were treated. So the period,
 * which R4 requires, must have all index sessions in it; the answer to another one would be of
 * other patients than it says.
 */
@ApplicationScoped
class MeasureOperation {

  private static final String START = "periodStart";
  private static final String END = "periodEnd";
  private static final String REPORT_TYPE = "reportType";
  private static final List<String> PARAMETERS = List.of(START, END, REPORT_TYPE);

  private static final int YEAR = 4;
  private static final int MONTH = 7;

  private final StudyMeasures measures;
  private final MeasureEvaluation evaluation;
  private final Clock clock;

  MeasureOperation(StudyMeasures measures, MeasureEvaluation evaluation, Clock clock) {
    this.measures = measures;
    this.evaluation = evaluation;
    this.clock = clock;
  }

  /**
   * The report.
   *
   * @throws FhirRequestException NOT_FOUND if there is no such Measure; for parameters that are
   *     missing, cannot be read, or ask for what there is not
   */
  FhirAnswer answer(FhirRequest request, Route route) {
    Map<String, String> parameters = parameters(request);
    StudyMeasure measure =
        measures
            .find(route.id())
            .orElseThrow(
                () ->
                    new FhirRequestException(
                        FailureKind.NOT_FOUND,
                        request.urlPlace(),
                        "There is no such Measure; search for Measure to see which there are."));
    if (!parameters.getOrDefault(REPORT_TYPE, "population").equals("population")) {
      throw new FhirRequestException(
          FailureKind.NOT_SUPPORTED,
          request.urlPlace(),
          "Reports are of the whole population: leave reportType out, or give population.");
    }
    String start = required(parameters, START, request);
    String end = required(parameters, END, request);
    requireAllSessions(measure, firstDay(start), lastDay(end), request);
    Period period =
        new Period().setStartElement(new DateTimeType(start)).setEndElement(new DateTimeType(end));
    return FhirAnswer.of(
        FhirContext.forR4Cached()
            .newJsonParser()
            .encodeResourceToString(
                MeasureReports.of(
                    measure, period, Date.from(clock.instant()), evaluation.evaluate(measure))));
  }

  private void requireAllSessions(
      StudyMeasure measure, LocalDate start, LocalDate end, FhirRequest request) {
    if (start.isAfter(end)) {
      throw new FhirRequestException(
          FailureKind.VALUE, request.urlPlace(), "periodStart must not be after periodEnd.");
    }
    List<LocalDate> sessions = evaluation.sessionsOutside(measure, start, end);
    if (!sessions.isEmpty()) {
      throw new FhirRequestException(
          FailureKind.NOT_SUPPORTED,
          request.urlPlace(),
          "The figures are of all patients of the study, so the period must have all index sessions"
              + " in it, which are of the years %d to %d."
                  .formatted(sessions.getFirst().getYear(), sessions.getLast().getYear()));
    }
  }

  private static String required(Map<String, String> parameters, String name, FhirRequest request) {
    String value = parameters.get(name);
    if (value == null) {
      throw new FhirRequestException(
          FailureKind.REQUIRED,
          request.urlPlace(),
          "$evaluate-measure needs periodStart and periodEnd: dates, such as 2016-01-01, with all"
              + " index sessions between them.");
    }
    if (!DateTimeText.isDate(value)) {
      throw new FhirRequestException(
          FailureKind.VALUE,
          request.urlPlace(),
          name + " must be a date: YYYY, YYYY-MM or YYYY-MM-DD.");
    }
    return value;
  }

  private static LocalDate firstDay(String date) {
    return switch (date.length()) {
      case YEAR -> LocalDate.of(Integer.parseInt(date), 1, 1);
      case MONTH -> YearMonth.parse(date).atDay(1);
      default -> LocalDate.parse(date);
    };
  }

  private static LocalDate lastDay(String date) {
    return switch (date.length()) {
      case YEAR -> LocalDate.of(Integer.parseInt(date), 12, 31);
      case MONTH -> YearMonth.parse(date).atEndOfMonth();
      default -> LocalDate.parse(date);
    };
  }

  /** Of the URL and of a Parameters resource; each at most once. */
  private static Map<String, String> parameters(FhirRequest request) {
    Map<String, String> parameters = new HashMap<>();
    for (QueryParameter parameter : QueryText.parameters(request.query(), request.urlPlace())) {
      if (!Presentation.PARAMETERS.contains(parameter.name())) {
        add(parameters, parameter.name(), parameter.value(), request);
      }
    }
    JsonNode body = request.body();
    if (body != null) {
      if (!body.path("resourceType").asText().equals("Parameters")) {
        throw new FhirRequestException(
            FailureKind.STRUCTURE, request.resourcePlace(), "The body must be Parameters.");
      }
      for (JsonNode parameter : body.path("parameter")) {
        String value =
            parameter
                .path("valueDate")
                .asText(parameter.path("valueCode").asText(parameter.path("valueString").asText()));
        add(parameters, parameter.path("name").asText(), value, request);
      }
    }
    return parameters;
  }

  private static void add(
      Map<String, String> parameters, String name, String value, FhirRequest request) {
    if (!PARAMETERS.contains(name)) {
      throw new FhirRequestException(
          FailureKind.NOT_SUPPORTED,
          request.urlPlace(),
          "$evaluate-measure takes " + String.join(", ", PARAMETERS) + " here.");
    }
    if (parameters.put(name, value) != null) {
      throw new FhirRequestException(
          FailureKind.VALUE, request.urlPlace(), "Give " + name + " once.");
    }
  }
}
