package org.pvpoutcomes.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import org.pvpoutcomes.record.CheckedResource;

/** The rule on ids of an update. */
final class ResourceIds {

  private ResourceIds() {}

  /**
   * Passes a resource that has the id of the URL (FHIR R4 http.html#update: the body shall have an
   * id, and the same one).
   *
   * @param expression what stands for the type name in the expression of the fault
   * @throws FhirRequestException ID_MISMATCH
   */
  static void requireSame(CheckedResource resource, String id, String expression) {
    JsonNode own = resource.content().get("id");
    if (own == null || !own.asText().equals(id)) {
      throw new FhirRequestException(
          FailureKind.ID_MISMATCH,
          expression + ".id",
          "An update needs the id of the URL in the resource too.");
    }
  }
}
