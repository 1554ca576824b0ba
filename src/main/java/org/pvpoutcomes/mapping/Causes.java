package org.pvpoutcomes.mapping;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Condition.ConditionEvidenceComponent;
import org.hl7.fhir.r4.model.Reference;
import org.pvpoutcomes.mapping.KnownExtensions.Placed;

/**
 * What a Condition says it comes from: the extensions {@code condition-dueTo} and {@code
 * condition-occurredFollowing} of FHIR R4, and {@code Condition.evidence.detail}.
 */
final class Causes {

  private static final Set<String> CAUSE =
      Set.of(
          "http://hl7.org/fhir/StructureDefinition/condition-dueTo",
          "http://hl7.org/fhir/StructureDefinition/condition-occurredFollowing");

  /** Resources that can report a leak or a clinical event. */
  private static final List<String> REPORTS = List.of("Condition", "Observation", "AdverseEvent");

  private final Findings findings;

  Causes(Reading reading) {
    this.findings = reading.findings();
  }

  /** References to procedures, each once. */
  List<String> procedures(Condition condition) {
    Set<String> procedures = new LinkedHashSet<>();
    for (Placed placed : KnownExtensions.placed(condition.getExtension(), "Condition")) {
      if (CAUSE.contains(String.valueOf(placed.extension().getUrl()))
          && placed.extension().getValue() instanceof Reference cause) {
        String procedure = References.to("Procedure", cause, placed.place() + ".value", findings);
        if (procedure != null) {
          procedures.add(procedure);
        }
      }
    }
    return List.copyOf(procedures);
  }

  /**
   * References to resources that can report a leak or a clinical event, each once. What cannot be
   * followed is a finding of {@link #procedures}, or evidence of another kind.
   */
  List<String> reports(Condition condition) {
    Set<String> reports = new LinkedHashSet<>();
    for (Placed placed : KnownExtensions.placed(condition.getExtension(), "Condition")) {
      if (CAUSE.contains(String.valueOf(placed.extension().getUrl()))
          && placed.extension().getValue() instanceof Reference cause) {
        addReport(cause, reports);
      }
    }
    for (ConditionEvidenceComponent evidence : condition.getEvidence()) {
      evidence.getDetail().forEach(detail -> addReport(detail, reports));
    }
    return List.copyOf(reports);
  }

  private static void addReport(Reference reference, Set<String> reports) {
    String literal = References.literal(reference);
    if (literal != null && REPORTS.contains(literal.substring(0, literal.indexOf('/')))) {
      reports.add(literal);
    }
  }
}
