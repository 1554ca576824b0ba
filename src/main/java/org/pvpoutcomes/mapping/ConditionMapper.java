package org.pvpoutcomes.mapping;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.ClinicalTime;
import org.pvpoutcomes.study.ComplicationKind;
import org.pvpoutcomes.study.Fact;
import org.pvpoutcomes.study.Fact.Course;
import org.pvpoutcomes.study.Fact.DiagnosisFact;
import org.pvpoutcomes.study.Fact.DiagnosisKind;
import org.pvpoutcomes.study.LeakSite;
import org.pvpoutcomes.study.PrimaryTumour;
import org.pvpoutcomes.study.ReportStatus;
import org.pvpoutcomes.study.VertebralLevel;

/**
 * A Condition: the primary tumour, a metastasis of the spine, a pathological fracture, a
 * complication, or several of them.
 */
final class ConditionMapper {

  private static final String VERIFICATION =
      "http://terminology.hl7.org/CodeSystem/condition-ver-status";
  private static final Set<String> NOT_COUNTED = Set.of("refuted", "entered-in-error");

  private static final String CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical";
  private static final Set<String> OVER = Set.of("inactive", "remission", "resolved");

  private final Reading reading;
  private final Codes codes;
  private final Findings findings;

  ConditionMapper(Reading reading) {
    this.reading = reading;
    this.codes = reading.codes();
    this.findings = reading.findings();
  }

  /** One fact per thing that the code says. */
  List<Fact> map(Condition condition) {
    CodeableConcept code = condition.getCode();
    List<DiagnosisKind> diagnoses = codes.all(StudyConcept.DIAGNOSIS, code);
    List<PrimaryTumour> tumours = codes.all(StudyConcept.PRIMARY_TUMOUR, code);
    List<ComplicationKind> complications = codes.all(StudyConcept.COMPLICATION, code);
    if (diagnoses.isEmpty() && tumours.isEmpty() && complications.isEmpty()) {
      if (isOpen(code)) {
        findings.add(Rule.CONDITION_CODE_NOT_MAPPED, "Condition.code", Codes.quoted(code));
      }
      return List.of();
    }
    ReportStatus status = status(condition);
    if (!status.counts()) {
      findings.suppressWarnings();
    }
    return facts(condition, status, diagnoses);
  }

  private boolean isOpen(CodeableConcept code) {
    return reading
        .unmapped()
        .note(
            "Condition.code",
            code,
            StudyConcept.DIAGNOSIS,
            StudyConcept.PRIMARY_TUMOUR,
            StudyConcept.COMPLICATION);
  }

  private List<Fact> facts(
      Condition condition, ReportStatus status, List<DiagnosisKind> diagnoses) {
    CodeableConcept code = condition.getCode();
    String identifier = References.smallestIdentifier(condition.getIdentifier(), reading.source());
    ClinicalTime onset =
        Times.startOrFinding(
            condition.getOnset(), Rule.ONSET_NOT_TO_THE_DAY, "Condition.onset", findings);
    PrimaryTumour tumour =
        codes.single(StudyConcept.PRIMARY_TUMOUR, code, "Condition.code", findings);
    ComplicationKind complication =
        codes.single(StudyConcept.COMPLICATION, code, "Condition.code", findings);
    // The body site of a primary tumour is an organ, which is no finding.
    BodySites.Named sites =
        diagnoses.isEmpty() && complication == null
            ? new BodySites.Named(List.of(), List.of())
            : new BodySites(reading).named(condition.getBodySite(), "Condition.bodySite", true);
    Course course = course(condition);
    List<Fact> facts = new ArrayList<>();
    if (tumour != null) {
      facts.add(
          diagnosis(
              status, identifier, DiagnosisKind.PRIMARY_TUMOUR, tumour, List.of(), onset, course));
    }
    diagnoses.forEach(
        kind ->
            facts.add(diagnosis(status, identifier, kind, null, sites.levels(), onset, course)));
    if (complication != null) {
      facts.addAll(
          new ComplicationStatement(
                  reading.source(),
                  status,
                  identifier,
                  complication,
                  leakSites(code, sites),
                  sites.levels(),
                  new Causes(reading).procedures(condition),
                  onset,
                  resolution(condition),
                  new Causes(reading).reports(condition),
                  new EventDetailsReader(reading)
                      .read(
                          complication,
                          condition.getExtension(),
                          "Condition",
                          condition.getSeverity(),
                          null))
              .facts("Condition.bodySite", findings));
    }
    return facts;
  }

  private Fact diagnosis(
      ReportStatus status,
      String identifier,
      DiagnosisKind kind,
      @Nullable PrimaryTumour tumour,
      List<VertebralLevel> levels,
      @Nullable ClinicalTime onset,
      @Nullable Course course) {
    return new DiagnosisFact(
        reading.source(), status, identifier, kind, tumour, levels, onset, course);
  }

  /** Null where the resource says nothing of it; how precise its dates are is no finding. */
  private static @Nullable Course course(Condition condition) {
    ClinicalTime recorded = Times.of(condition.getRecordedDateElement());
    ClinicalTime abated = Times.start(condition.getAbatement());
    boolean over =
        condition.hasAbatement()
            || condition.getClinicalStatus().getCoding().stream()
                .anyMatch(c -> CLINICAL.equals(c.getSystem()) && OVER.contains(c.getCode()));
    return recorded == null && !over ? null : new Course(recorded, over, abated);
  }

  private List<LeakSite> leakSites(CodeableConcept code, BodySites.Named sites) {
    Set<LeakSite> all = new LinkedHashSet<>(codes.all(StudyConcept.LEAK_SITE, code));
    all.addAll(sites.leakSites());
    return List.copyOf(all);
  }

  private @Nullable ClinicalTime resolution(Condition condition) {
    return Times.startOrFinding(
        condition.getAbatement(), Rule.ONSET_NOT_TO_THE_DAY, "Condition.abatement", findings);
  }

  /** Without a verification status a condition counts: R4 gives it no default. */
  private static ReportStatus status(Condition condition) {
    String code =
        condition.getVerificationStatus().getCoding().stream()
            .filter(coding -> VERIFICATION.equals(coding.getSystem()) && coding.hasCode())
            .map(Coding::getCode)
            .findFirst()
            .orElse("not-stated");
    return new ReportStatus(code, !NOT_COUNTED.contains(code));
  }
}
