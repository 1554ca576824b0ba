package org.pvpoutcomes.mapping;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.mapping.StudyConcept.KnownExtension;
import org.pvpoutcomes.study.ClinicalTime;
import org.pvpoutcomes.study.ComplicationKind;
import org.pvpoutcomes.study.Fact;
import org.pvpoutcomes.study.Fact.ProcedureFact;
import org.pvpoutcomes.study.Fact.ReportedComplication;
import org.pvpoutcomes.study.InjectionApproach;
import org.pvpoutcomes.study.LeakSite;
import org.pvpoutcomes.study.ProcedureKind;
import org.pvpoutcomes.study.ReportStatus;
import org.pvpoutcomes.vocabulary.Canonical;

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

  /** One fact for an augmentation, none for anything else. */
  List<Fact> map(Procedure procedure) {
    String code = procedure.getStatusElement().getValueAsString();
    ReportStatus status = new ReportStatus(code == null ? "" : code, "completed".equals(code));
    if (!status.counts()) {
      findings.suppressWarnings();
    }
    ProcedureKind kind = kind(procedure.getCode());
    return kind == null ? List.of() : List.of(augmentation(procedure, status, kind));
  }

  private @Nullable ProcedureKind kind(CodeableConcept code) {
    if (codes.all(StudyConcept.PROCEDURE_KIND, code).isEmpty()) {
      findings.add(Rule.PROCEDURE_CODE_NOT_MAPPED, "Procedure.code", Codes.quoted(code));
    }
    return codes.single(StudyConcept.PROCEDURE_KIND, code, "Procedure.code", findings);
  }

  private Fact augmentation(Procedure procedure, ReportStatus status, ProcedureKind kind) {
    return new ProcedureFact(
        reading.source(),
        status,
        References.smallestIdentifier(procedure.getIdentifier(), reading.source()),
        kind,
        performed(procedure),
        References.allTo("Procedure", procedure.getPartOf(), "Procedure.partOf", findings),
        References.to("Encounter", procedure.getEncounter(), "Procedure.encounter", findings),
        new BodySites(reading).treated(procedure.getBodySite(), "Procedure.bodySite"),
        approach(procedure),
        complications(procedure),
        References.allTo(
            "Condition",
            procedure.getComplicationDetail(),
            "Procedure.complicationDetail",
            findings));
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
    for (int i = 0; i < procedure.getExtension().size(); i++) {
      Extension extension = procedure.getExtension().get(i);
      if (saysApproach(extension)) {
        List<InjectionApproach> values = approaches(extension.getValue());
        if (values.isEmpty()) {
          findings.add(Rule.APPROACH_NOT_MAPPED, "Procedure.extension[" + i + "].value");
        }
        values.stream().filter(value -> !named.contains(value)).forEach(named::add);
      }
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

  private boolean saysApproach(Extension extension) {
    return extension.hasUrl()
        && codes
            .one(StudyConcept.EXTENSION, Canonical.URI, extension.getUrl())
            .filter(KnownExtension.INJECTION_APPROACH::equals)
            .isPresent();
  }

  private List<InjectionApproach> approaches(@Nullable Type value) {
    return switch (value) {
      case CodeableConcept concept -> codes.all(StudyConcept.INJECTION_APPROACH, concept);
      case Coding coding -> codes.all(StudyConcept.INJECTION_APPROACH, List.of(coding));
      case CodeType code when code.hasValue() ->
          codes
              .one(StudyConcept.INJECTION_APPROACH, Canonical.INJECTION_APPROACH, code.getValue())
              .stream()
              .toList();
      case null, default -> List.of();
    };
  }

  private List<ReportedComplication> complications(Procedure procedure) {
    List<ReportedComplication> reported = new ArrayList<>();
    for (int i = 0; i < procedure.getComplication().size(); i++) {
      CodeableConcept concept = procedure.getComplication().get(i);
      String place = "Procedure.complication[" + i + "]";
      ComplicationKind kind = codes.single(StudyConcept.COMPLICATION, concept, place, findings);
      if (kind != null) {
        reported.addAll(reported(kind, concept));
      } else if (codes.all(StudyConcept.COMPLICATION, concept).isEmpty()) {
        findings.add(Rule.COMPLICATION_NOT_MAPPED, place, Codes.quoted(concept));
      }
    }
    return reported;
  }

  private List<ReportedComplication> reported(ComplicationKind kind, CodeableConcept concept) {
    List<LeakSite> sites =
        ComplicationStatement.mostPrecise(codes.all(StudyConcept.LEAK_SITE, concept));
    if (kind != ComplicationKind.CEMENT_LEAKAGE || sites.isEmpty()) {
      return List.of(new ReportedComplication(kind, null));
    }
    return sites.stream().map(site -> new ReportedComplication(kind, site)).toList();
  }
}
