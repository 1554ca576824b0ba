package org.pvpoutcomes.study;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.pvpoutcomes.cohort.OmedFactorsLoader;
import org.pvpoutcomes.cohort.ProtocolLoader;
import org.pvpoutcomes.study.Fact.Bm22ResponseFact;
import org.pvpoutcomes.study.Fact.BodyStructureFact;
import org.pvpoutcomes.study.Fact.CementVolumeFact;
import org.pvpoutcomes.study.Fact.ComplicationFact;
import org.pvpoutcomes.study.Fact.DiagnosisFact;
import org.pvpoutcomes.study.Fact.DiagnosisKind;
import org.pvpoutcomes.study.Fact.FollowUpFact;
import org.pvpoutcomes.study.Fact.MeasurementFact;
import org.pvpoutcomes.study.Fact.PatientFact;
import org.pvpoutcomes.study.Fact.ProcedureFact;
import org.pvpoutcomes.study.Fact.ReportedComplication;

/** Facts of a synthetic patient whose index session is on 2 March 2020 at 09:30. */
@NullUnmarked
final class FactBuilder {

  static final Protocol XU_2021 = new ProtocolLoader().loadAll().get("xu-2021");
  static final OmedFactors CDC_2022 = new OmedFactorsLoader().load();
  static final LocalDate DAY_0 = LocalDate.of(2020, 3, 2);
  static final ReportStatus FINAL = new ReportStatus("final", true);
  static final ReportStatus CORRECTED = new ReportStatus("corrected", true);
  static final ReportStatus PRELIMINARY = new ReportStatus("preliminary", false);
  static final ReportStatus COMPLETED = new ReportStatus("completed", true);
  static final ReportStatus IN_ERROR = new ReportStatus("entered-in-error", false);

  private FactBuilder() {}

  static Member derive(Fact... facts) {
    return Derivation.derive("Patient/p", Arrays.asList(facts), XU_2021);
  }

  static SourceVersion source(String type, String id) {
    return new SourceVersion(type, id, 1);
  }

  static ClinicalTime day(int offset) {
    return ClinicalTime.onDate(DAY_0.plusDays(offset));
  }

  /** A time such as {@code 09:30} of a day, at +08:00. */
  static ClinicalTime day(int offset, String time) {
    return ClinicalTime.at(OffsetDateTime.parse(DAY_0.plusDays(offset) + "T" + time + ":00+08:00"));
  }

  static PatientFact patient() {
    return new PatientFact(
        source("Patient", "p"), Sex.FEMALE, LocalDate.of(1960, 3, 2), false, null);
  }

  static PatientFact patientWhoDied(int day) {
    return new PatientFact(
        source("Patient", "p"), Sex.FEMALE, LocalDate.of(1960, 3, 2), true, day(day));
  }

  /**
   * A completed vertebroplasty; change what matters with the {@code with} methods of the builder.
   */
  static Procedure procedure(String id, VertebralLevel... levels) {
    return new Procedure(id, levels);
  }

  static final class Procedure {
    private final String id;
    private final List<VertebralLevel> levels;
    private ReportStatus status = COMPLETED;
    private ProcedureKind kind = ProcedureKind.PVP;
    private ClinicalTime performed = day(0, "09:30");
    private List<String> partOf = List.of();
    private InjectionApproach approach;
    private List<ReportedComplication> complications = List.of();
    private List<String> details = List.of();
    private String encounter;
    private VertebralLevel codedLevel;
    private List<NeedleSide> sides = List.of();
    private List<StructureReference> structures = List.of();
    private String identifier;

    private Procedure(String id, VertebralLevel... levels) {
      this.id = id;
      this.levels = List.of(levels);
      this.identifier = "procedure|" + id;
    }

    Procedure identifier(String value) {
      identifier = value;
      return this;
    }

    Procedure status(ReportStatus value) {
      status = value;
      return this;
    }

    Procedure kind(ProcedureKind value) {
      kind = value;
      return this;
    }

    Procedure at(ClinicalTime value) {
      performed = value;
      return this;
    }

    Procedure partOf(String... ids) {
      partOf = Arrays.stream(ids).map(whole -> "Procedure/" + whole).toList();
      return this;
    }

    Procedure approach(InjectionApproach value) {
      approach = value;
      return this;
    }

    Procedure complication(ComplicationKind complication, LeakSite site) {
      complications = List.of(new ReportedComplication(complication, site, EventDetails.NONE));
      return this;
    }

    Procedure details(String... references) {
      details = List.of(references);
      return this;
    }

    Procedure encounter(String id) {
      encounter = "Encounter/" + id;
      return this;
    }

    Procedure codedLevel(VertebralLevel value) {
      codedLevel = value;
      return this;
    }

    Procedure sides(NeedleSide... value) {
      sides = List.of(value);
      return this;
    }

    Procedure structures(StructureReference... value) {
      structures = List.of(value);
      return this;
    }

    ProcedureFact fact() {
      return new ProcedureFact(
          source("Procedure", id),
          status,
          identifier,
          kind,
          performed,
          partOf,
          encounter,
          levels,
          approach,
          complications,
          details,
          codedLevel,
          sides,
          structures);
    }
  }

  /** Index session: one procedure at L3. */
  static ProcedureFact index() {
    return procedure("index", VertebralLevel.L3).fact();
  }

  static MeasurementFact vas(String id, int value, ClinicalTime at) {
    return vas(id, value, at, FINAL, null);
  }

  static MeasurementFact vas(
      String id, int value, ClinicalTime at, ReportStatus status, ClinicalTime issued) {
    return new MeasurementFact(
        source("Observation", id),
        status,
        "observation|" + id,
        Measure.VAS_PAIN,
        value * 1000,
        at,
        issued);
  }

  static MeasurementFact vasNamed(
      String id, String identifier, int value, ClinicalTime at, ReportStatus status) {
    return new MeasurementFact(
        source("Observation", id), status, identifier, Measure.VAS_PAIN, value * 1000, at, null);
  }

  static Bm22ResponseFact form(String id, String answers, ClinicalTime at) {
    return new Bm22ResponseFact(
        source("QuestionnaireResponse", id),
        COMPLETED,
        "response|" + id,
        at,
        new Bm22Answers(answers.chars().mapToObj(c -> c - '0').toList()),
        false);
  }

  static CementVolumeFact cement(
      String id, int microlitres, VertebralLevel level, ClinicalTime at, String... procedures) {
    return new CementVolumeFact(
        source("Observation", id),
        FINAL,
        "observation|" + id,
        Arrays.stream(procedures).map(p -> "Procedure/" + p).toList(),
        level,
        microlitres,
        at);
  }

  static FollowUpFact followUp(String id, int thousandths, ClinicalTime at) {
    return new FollowUpFact(source("Observation", id), FINAL, "observation|" + id, thousandths, at);
  }

  static DiagnosisFact primary(String id, PrimaryTumour tumour) {
    return new DiagnosisFact(
        source("Condition", id),
        new ReportStatus("confirmed", true),
        "condition|" + id,
        DiagnosisKind.PRIMARY_TUMOUR,
        tumour,
        List.of(),
        null);
  }

  static DiagnosisFact fracture(String id, ClinicalTime onset, VertebralLevel... levels) {
    return new DiagnosisFact(
        source("Condition", id),
        new ReportStatus("confirmed", true),
        "condition|" + id,
        DiagnosisKind.PATHOLOGICAL_FRACTURE,
        null,
        List.of(levels),
        onset);
  }

  static ComplicationFact leak(
      String id, LeakSite site, VertebralLevel level, ClinicalTime onset, String... procedures) {
    return complication(id, ComplicationKind.CEMENT_LEAKAGE, site, level, onset, procedures);
  }

  static ComplicationFact complication(
      String id,
      ComplicationKind kind,
      LeakSite site,
      VertebralLevel level,
      ClinicalTime onset,
      String... procedures) {
    return new ComplicationFact(
        source("Condition", id),
        new ReportStatus("confirmed", true),
        "condition|" + id,
        kind,
        site,
        level,
        Arrays.stream(procedures).map(p -> "Procedure/" + p).toList(),
        onset,
        null,
        List.of(),
        EventDetails.NONE);
  }

  /** The same report, which names others. */
  static ComplicationFact related(ComplicationFact fact, String... references) {
    return with(fact, List.of(references), fact.details());
  }

  /** The same report with details. */
  static ComplicationFact detailed(ComplicationFact fact, EventDetails details) {
    return with(fact, fact.related(), details);
  }

  private static ComplicationFact with(
      ComplicationFact fact, List<String> related, EventDetails details) {
    return new ComplicationFact(
        fact.source(),
        fact.status(),
        fact.identifier(),
        fact.kind(),
        fact.leakSite(),
        fact.level(),
        fact.procedures(),
        fact.onset(),
        fact.resolution(),
        related,
        details);
  }

  static BodyStructureFact structure(String id, VertebralLevel level, InjectionApproach side) {
    return new BodyStructureFact(
        source("BodyStructure", id),
        new ReportStatus("active", true),
        "structure|" + id,
        level,
        side);
  }
}
