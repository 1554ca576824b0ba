package org.pvpoutcomes.study;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.pvpoutcomes.study.Fact.Bm22ResponseFact;
import org.pvpoutcomes.study.Fact.CementVolumeFact;
import org.pvpoutcomes.study.Fact.ComplicationFact;
import org.pvpoutcomes.study.Fact.DiagnosisFact;
import org.pvpoutcomes.study.Fact.DiagnosisKind;
import org.pvpoutcomes.study.Fact.FollowUpFact;
import org.pvpoutcomes.study.Fact.MeasurementFact;
import org.pvpoutcomes.study.Fact.PatientFact;
import org.pvpoutcomes.study.Fact.ProcedureFact;
import org.pvpoutcomes.study.Fact.ReportedComplication;

/**
 * The tables of the synthetic cohort that reproduces the figures of Xu et al. 2021, and the facts
 * that one hospital's resources say about its patients: a session procedure, and one part of it per
 * vertebra.
 */
@NullUnmarked
final class GoldenCohort {

  static final Map<String, LeakSite> SITES =
      Map.of(
          "vertebral disk", LeakSite.DISC,
          "anterolateral vein", LeakSite.ANTEROLATERAL,
          "lateral vein", LeakSite.LATERAL,
          "foraminal vein", LeakSite.FORAMINAL_VEIN,
          "epidural vein", LeakSite.EPIDURAL_VEIN,
          "paravertebral plexus", LeakSite.PARAVERTEBRAL_PLEXUS,
          "spinal canal", LeakSite.SPINAL_CANAL,
          "vena cava", LeakSite.VENA_CAVA,
          "intercostal artery", LeakSite.INTERCOSTAL_ARTERY,
          "soft tissue", LeakSite.SOFT_TISSUE);

  final List<Map<String, String>> patients = rows("patients");
  final List<Map<String, String>> vertebrae = rows("vertebrae");
  final List<Map<String, String>> assessments = rows("assessments");
  final List<Map<String, String>> complications = rows("complications");

  List<Fact> facts(Map<String, String> patient) {
    String id = patient.get("patient_id");
    ClinicalTime start = at(patient.get("procedure_date"), "T09:30:00+08:00");
    List<Fact> facts = new ArrayList<>();
    facts.add(
        new PatientFact(
            FactBuilder.source("Patient", id),
            patient.get("sex").equals("M") ? Sex.MALE : Sex.FEMALE,
            LocalDate.parse(patient.get("birth_date")),
            false,
            null));
    facts.add(FactBuilder.primary(id + "-primary", tumour(patient)));
    facts.add(
        new FollowUpFact(
            FactBuilder.source("Observation", id + "-followup"),
            FactBuilder.FINAL,
            id + "-followup",
            thousandths(patient, "followup_months"),
            start));
    facts.add(procedure(id + "-S1", start, List.of(), List.of(), null, List.of()));
    for (Map<String, String> row : of(vertebrae, id)) {
      addVertebra(facts, row, start);
    }
    for (Map<String, String> row : of(assessments, id)) {
      facts.add(
          new MeasurementFact(
              vasSource(row),
              FactBuilder.FINAL,
              vasSource(row).id(),
              Measure.VAS_PAIN,
              Integer.parseInt(row.get("vas")) * 1000,
              at(row.get("date"), "T10:00:00+08:00"),
              null));
      facts.add(
          new Bm22ResponseFact(
              formSource(row),
              FactBuilder.COMPLETED,
              formSource(row).id(),
              at(row.get("date"), "T10:00:00+08:00"),
              new Bm22Answers(
                  IntStream.rangeClosed(1, 22)
                      .mapToObj(i -> Integer.valueOf(row.get("q" + i)))
                      .toList()),
              false));
    }
    return facts;
  }

  void addVertebra(List<Fact> facts, Map<String, String> row, ClinicalTime start) {
    String id = row.get("vertebra_id");
    VertebralLevel level = VertebralLevel.valueOf(row.get("level"));
    List<Map<String, String>> events =
        complications.stream().filter(c -> c.get("vertebra_id").equals(id)).toList();
    facts.add(
        procedure(
            id,
            start,
            List.of("Procedure/" + row.get("patient_id") + "-S1"),
            List.of(level),
            Coded.find(InjectionApproach.class, row.get("injection")).orElseThrow(),
            events));
    facts.add(
        new CementVolumeFact(
            FactBuilder.source("Observation", id + "-cement"),
            FactBuilder.FINAL,
            id + "-cement",
            List.of("Procedure/" + id),
            level,
            thousandths(row, "cement_ml"),
            start));
    if (row.get("pathologic_fracture").equals("1")) {
      facts.add(
          new DiagnosisFact(
              FactBuilder.source("Condition", id + "-fx"),
              new ReportStatus("confirmed", true),
              id + "-fx",
              DiagnosisKind.PATHOLOGICAL_FRACTURE,
              null,
              List.of(level),
              ClinicalTime.onDate(start.date())));
    }
    for (Map<String, String> event : events) {
      String resolved = event.get("resolved_day");
      facts.add(
          new ComplicationFact(
              FactBuilder.source("Condition", event.get("complication_id")),
              new ReportStatus("confirmed", true),
              event.get("complication_id"),
              kind(event),
              SITES.get(event.get("site")),
              null,
              List.of(),
              ClinicalTime.onDate(start.date().plusDays(Integer.parseInt(event.get("onset_day")))),
              resolved.isEmpty()
                  ? null
                  : ClinicalTime.onDate(start.date().plusDays(Integer.parseInt(resolved))),
              List.of(),
              EventDetails.NONE));
    }
  }

  static ProcedureFact procedure(
      String id,
      ClinicalTime start,
      List<String> partOf,
      List<VertebralLevel> levels,
      InjectionApproach approach,
      List<Map<String, String>> events) {
    return new ProcedureFact(
        FactBuilder.source("Procedure", id),
        FactBuilder.COMPLETED,
        id,
        ProcedureKind.PVP,
        start,
        partOf,
        null,
        levels,
        approach,
        events.stream()
            .map(e -> new ReportedComplication(kind(e), null, EventDetails.NONE))
            .toList(),
        events.stream().map(e -> "Condition/" + e.get("complication_id")).toList(),
        null,
        List.of(),
        List.of());
  }

  static ComplicationKind kind(Map<String, String> event) {
    return event.get("type").equals("cement leakage")
        ? ComplicationKind.CEMENT_LEAKAGE
        : ComplicationKind.RADICULAR_PAIN;
  }

  static SourceVersion vasSource(Map<String, String> row) {
    return FactBuilder.source(
        "Observation", row.get("patient_id") + "-VAS-" + row.get("timepoint"));
  }

  static SourceVersion formSource(Map<String, String> row) {
    return FactBuilder.source(
        "QuestionnaireResponse", row.get("patient_id") + "-QLQ-" + row.get("timepoint"));
  }

  static PrimaryTumour tumour(Map<String, String> row) {
    return Coded.find(PrimaryTumour.class, row.get("primary_tumour").replace(' ', '-'))
        .orElseThrow();
  }

  static int thousandths(Map<String, String> row, String column) {
    return new BigDecimal(row.get(column)).movePointRight(3).intValueExact();
  }

  static ClinicalTime at(String date, String time) {
    return ClinicalTime.at(OffsetDateTime.parse(date + time));
  }

  static List<Map<String, String>> of(List<Map<String, String>> rows, String patient) {
    return rows.stream().filter(row -> row.get("patient_id").equals(patient)).toList();
  }

  static List<Map<String, String>> rows(String table) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                GoldenCohortTest.class.getResourceAsStream("/golden/xu2021/" + table + ".csv"),
                StandardCharsets.UTF_8))) {
      String[] header = reader.readLine().split(",", -1);
      List<Map<String, String>> rows = new ArrayList<>();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        String[] cells = line.split(",", -1);
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < header.length; i++) {
          row.put(header[i], cells[i]);
        }
        rows.add(row);
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
