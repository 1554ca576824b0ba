package org.pvpoutcomes.mapping;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pvpoutcomes.vocabulary.Canonical;

/**
 * The elements at which the study reads codes, and what for: what whoever finds an unmapped code
 * there can map it to.
 */
public final class CodedElements {

  private static final List<String> PLACES =
      List.of(Canonical.VERTEBRAL_LEVEL, Canonical.LEAK_SITE);
  private static final List<String> EVENTS = List.of(Canonical.COMPLICATION, Canonical.LEAK_SITE);

  private static final List<String> DETAILS =
      List.of(Canonical.COMPLICATION_SEVERITY, Canonical.DETECTION_METHOD);

  private static final List<String> MEDICATION = List.of(Canonical.OPIOID, Canonical.OPIOID_ROUTE);

  private static final Map<String, List<String>> TARGETS =
      Map.ofEntries(
          Map.entry(
              "Condition.code",
              List.of(
                  Canonical.PRIMARY_TUMOUR,
                  Canonical.DIAGNOSIS,
                  Canonical.COMPLICATION,
                  Canonical.LEAK_SITE)),
          Map.entry("Condition.bodySite", PLACES),
          Map.entry("Condition.severity", List.of(Canonical.COMPLICATION_SEVERITY)),
          Map.entry("Condition.extension", List.of(Canonical.EXTENSION)),
          Map.entry("Condition.extension.value", DETAILS),
          Map.entry("Procedure.code", List.of(Canonical.PROCEDURE_KIND, Canonical.VERTEBRAL_LEVEL)),
          Map.entry("Procedure.bodySite", List.of(Canonical.VERTEBRAL_LEVEL)),
          Map.entry("Procedure.extension", List.of(Canonical.EXTENSION)),
          Map.entry("Procedure.extension.value", List.of(Canonical.INJECTION_APPROACH)),
          Map.entry("Procedure.bodySite.extension", List.of(Canonical.EXTENSION)),
          Map.entry("Procedure.bodySite.extension.value", List.of(Canonical.INJECTION_APPROACH)),
          Map.entry("Procedure.complication", EVENTS),
          Map.entry("Procedure.complication.extension", List.of(Canonical.EXTENSION)),
          Map.entry("Procedure.complication.extension.value", DETAILS),
          Map.entry("BodyStructure.location", List.of(Canonical.VERTEBRAL_LEVEL)),
          Map.entry("BodyStructure.locationQualifier", List.of(Canonical.INJECTION_APPROACH)),
          Map.entry(
              "Observation.code",
              List.of(Canonical.MEASURE, Canonical.COMPLICATION, Canonical.PAIN_SCALE)),
          Map.entry("Observation.component.code", List.of(Canonical.MEASURE, Canonical.PAIN_SCALE)),
          Map.entry("Observation.value", List.of(Canonical.LEAK_SITE, Canonical.PAIN_SCALE)),
          Map.entry("Observation.component.value", List.of(Canonical.PAIN_SCALE)),
          Map.entry("Observation.bodySite", PLACES),
          Map.entry("Observation.method", List.of(Canonical.DETECTION_METHOD)),
          Map.entry("Observation.extension", List.of(Canonical.EXTENSION)),
          Map.entry("Observation.extension.value", DETAILS),
          Map.entry("AdverseEvent.event", EVENTS),
          Map.entry("AdverseEvent.severity", List.of(Canonical.COMPLICATION_SEVERITY)),
          Map.entry("AdverseEvent.extension", List.of(Canonical.EXTENSION)),
          Map.entry("AdverseEvent.extension.value", DETAILS),
          Map.entry("MedicationStatement.medication", MEDICATION),
          Map.entry("MedicationStatement.dosage.route", List.of(Canonical.OPIOID_ROUTE)),
          Map.entry("MedicationAdministration.medication", MEDICATION),
          Map.entry("MedicationAdministration.dosage.route", List.of(Canonical.OPIOID_ROUTE)),
          Map.entry("Observation.meta.source", List.of(Canonical.PAIN_SCALE)),
          Map.entry("Observation.identifier.system", List.of(Canonical.PAIN_SCALE)),
          Map.entry("QuestionnaireResponse.questionnaire", List.of(Canonical.QLQ_BM22_ITEM)),
          Map.entry(
              "QuestionnaireResponse.item.linkId",
              List.of(Canonical.QLQ_BM22_ITEM, Canonical.MEASURE)));

  private CodedElements() {}

  /** Every element at which codes are read. */
  static Set<String> all() {
    return TARGETS.keySet();
  }

  /**
   * The code systems of ours that a code at {@code element} is looked up in.
   *
   * @param element FHIR path without indexes ({@code Procedure.bodySite})
   * @return none where the study reads no codes
   */
  public static List<String> targets(String element) {
    return TARGETS.getOrDefault(element, List.of());
  }
}
