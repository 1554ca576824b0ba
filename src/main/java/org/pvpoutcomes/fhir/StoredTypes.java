package org.pvpoutcomes.fhir;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The resource types that this server stores. */
final class StoredTypes {

  /** In the order of the CapabilityStatement. */
  static final List<String> ALL =
      List.of(
          "AdverseEvent",
          "BodyStructure",
          "ConceptMap",
          "Condition",
          "Device",
          "Encounter",
          "MedicationStatement",
          "Observation",
          "Patient",
          "Procedure",
          "Provenance",
          "Questionnaire",
          "QuestionnaireResponse",
          "ResearchSubject");

  private StoredTypes() {}

  /**
   * Passes a stored type and refuses any other.
   *
   * @param type as the request names it
   * @param expression the place in a Bundle; null where the URL names the type
   * @throws FhirRequestException TYPE_NOT_SUPPORTED
   */
  static String require(String type, @Nullable String expression) {
    if (!ALL.contains(type)) {
      throw new FhirRequestException(
          FailureKind.TYPE_NOT_SUPPORTED,
          expression,
          "This resource type is not stored here. Stored are " + String.join(", ", ALL) + ".");
    }
    return type;
  }
}
