package org.pvpoutcomes.mapping;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.mapping.KnownExtensions.Placed;
import org.pvpoutcomes.mapping.StudyConcept.KnownExtension;
import org.pvpoutcomes.study.ClinicalTime;
import org.pvpoutcomes.study.ComplicationKind;
import org.pvpoutcomes.study.EventDetails;
import org.pvpoutcomes.study.Fact;
import org.pvpoutcomes.study.Fact.ProcedureFact;
import org.pvpoutcomes.study.Fact.ReportedComplication;
import org.pvpoutcomes.study.InjectionApproach;
import org.pvpoutcomes.study.LeakSite;
import org.pvpoutcomes.study.ProcedureKind;
import org.pvpoutcomes.study.ReportStatus;
import org.pvpoutcomes.study.VertebralLevel;

/**
 * A Procedure that is a vertebral augmentation: its levels, approach, date, complications, and what
 * it is part of.
 */
final class ProcedureMapper {

  private final Reading reading;
  private final Codes codes;
  private final Findings findings;

  ProcedureMapper(Reading reading) {
    this.reading = reading;
    this.codes = reading.codes();
    this.findings = reading.findings();
  }

  /** An augmentation and the cement volumes that it gives; nothing for anything else. */
  List<Fact> map(Procedure procedure) {
    String code = procedure.getStatusElement().getValueAsString();
    ReportStatus status = new ReportStatus(code == null ? "" : code, "completed".equals(code));
    if (!status.counts()) {
      findings.suppressWarnings();
    }
    ProcedureKind kind = kind(procedure.getCode());
    if (kind == null) {
      return List.of();
    }
    TreatedSites sites = new TreatedSites(reading, procedure);
    ProcedureFact augmentation = sites.withContained(augmentation(procedure, status, kind, sites));
    List<Fact> facts = new ArrayList<>(List.of(augmentation));
    facts.addAll(new InjectedVolumes(reading).read(procedure, augmentation, sites.sites()));
    return facts;
  }

  private @Nullable ProcedureKind kind(CodeableConcept code) {
    if (codes.all(StudyConcept.PROCEDURE_KIND, code).isEmpty()
        && reading.unmapped().note("Procedure.code", code, StudyConcept.PROCEDURE_KIND)) {
      findings.add(Rule.PROCEDURE_CODE_NOT_MAPPED, "Procedure.code", Codes.quoted(code));
    }
    return codes.single(StudyConcept.PROCEDURE_KIND, code, "Procedure.code", findings);
  }

  private ProcedureFact augmentation(
      Procedure procedure, ReportStatus status, ProcedureKind kind, TreatedSites sites) {
    return new ProcedureFact(
        reading.source(),
        status,
        References.smallestIdentifier(procedure.getIdentifier(), reading.source()),
        kind,
        performed(procedure),
        References.allTo("Procedure", procedure.getPartOf(), "Procedure.partOf", findings),
        References.to("Encounter", procedure.getEncounter(), "Procedure.encounter", findings),
        sites.levels(),
        approach(procedure),
        complications(procedure),
        References.allTo(
            "Condition",
            procedure.getComplicationDetail(),
            "Procedure.complicationDetail",
            findings),
        codedLevel(procedure.getCode()),
        sites.sides(),
        sites.structures(),
        sourceSystem(procedure));
  }

  /**
   * The system that sent it: {@code meta.source} without its fragment, which identifies a message
   * or version (FHIR R4 resource.html#Meta). Null where it is not said.
   */
  private static @Nullable String sourceSystem(Procedure procedure) {
    String source = procedure.getMeta().getSource();
    if (source == null) {
      return null;
    }
    int fragment = source.indexOf('#');
    String system = (fragment < 0 ? source : source.substring(0, fragment)).strip();
    return system.isEmpty() ? null : system;
  }

  /** The region that the code itself names; null where it names none, or several. */
  private @Nullable VertebralLevel codedLevel(CodeableConcept code) {
    List<VertebralLevel> levels =
        VertebralLevel.mostPrecise(codes.all(StudyConcept.VERTEBRAL_LEVEL, code));
    return levels.size() == 1 ? levels.getFirst() : null;
  }

  private @Nullable ClinicalTime performed(Procedure procedure) {
    Type performed = procedure.getPerformed();
    if (performed == null || performed.isEmpty()) {
      findings.add(Rule.DATE_MISSING, "Procedure.performed");
      return null;
    }
    return Times.startOrFinding(
        performed, Rule.DATE_NOT_TO_THE_DAY, "Procedure.performed", findings);
  }

  private @Nullable InjectionApproach approach(Procedure procedure) {
    List<InjectionApproach> named = new ArrayList<>();
    KnownExtensions known = new KnownExtensions(reading);
    for (Placed placed :
        known.saying(KnownExtension.INJECTION_APPROACH, procedure.getExtension(), "Procedure")) {
      List<InjectionApproach> values =
          known.meanings(StudyConcept.INJECTION_APPROACH, placed.extension());
      if (values.isEmpty()
          && known.isOpen(
              "Procedure.extension.value", StudyConcept.INJECTION_APPROACH, placed.extension())) {
        findings.add(Rule.APPROACH_NOT_MAPPED, placed.place() + ".value");
      }
      values.stream().filter(value -> !named.contains(value)).forEach(named::add);
    }
    if (named.contains(InjectionApproach.UNILATERAL_LEFT)
        || named.contains(InjectionApproach.UNILATERAL_RIGHT)) {
      named.remove(InjectionApproach.UNILATERAL);
    }
    if (named.size() > 1) {
      findings.add(Rule.APPROACH_CONTRADICTORY, "Procedure.extension");
    }
    return named.size() == 1 ? named.getFirst() : null;
  }

  private List<ReportedComplication> complications(Procedure procedure) {
    List<ReportedComplication> reported = new ArrayList<>();
    for (int i = 0; i < procedure.getComplication().size(); i++) {
      CodeableConcept concept = procedure.getComplication().get(i);
      String place = "Procedure.complication[" + i + "]";
      ComplicationKind kind = codes.single(StudyConcept.COMPLICATION, concept, place, findings);
      if (kind != null) {
        EventDetails details =
            new EventDetailsReader(reading).read(kind, concept.getExtension(), place, null, null);
        reported.addAll(reported(kind, concept, details));
      } else if (codes.all(StudyConcept.COMPLICATION, concept).isEmpty()
          && reading
              .unmapped()
              .note("Procedure.complication", concept, StudyConcept.COMPLICATION)) {
        findings.add(Rule.COMPLICATION_NOT_MAPPED, place, Codes.quoted(concept));
      }
    }
    return reported;
  }

  private List<ReportedComplication> reported(
      ComplicationKind kind, CodeableConcept concept, EventDetails details) {
    List<LeakSite> sites =
        ComplicationStatement.mostPrecise(codes.all(StudyConcept.LEAK_SITE, concept));
    if (kind != ComplicationKind.CEMENT_LEAKAGE || sites.isEmpty()) {
      return List.of(new ReportedComplication(kind, null, details));
    }
    return sites.stream().map(site -> new ReportedComplication(kind, site, details)).toList();
  }
}
