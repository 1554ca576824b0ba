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
          "MedicationAdministration",
          "MedicationStatement",
          "Observation",
          "Patient",
          "Procedure",
          "Provenance",
          "Questionnaire",
          "QuestionnaireResponse",
          "ResearchSubject");

  /** Types of what this service ships or makes; they can be read and searched. */
  static final List<String> SHIPPED =
      List.of("CodeSystem", "Measure", "SearchParameter", "StructureDefinition", "ValueSet");

  private StoredTypes() {}

  /** Whether resources of the type can be read here. */
  static boolean isServed(String type) {
    return ALL.contains(type) || SHIPPED.contains(type);
  }

  /**
   * Passes a type whose resources can be read here and refuses any other.
   *
   * @throws FhirRequestException TYPE_NOT_SUPPORTED
   */
  static void requireServed(String type, @Nullable String expression) {
    if (!isServed(type)) {
      require(type, expression);
    }
  }

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
