package org.pvpoutcomes.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.pvpoutcomes.record.IdentifierCriterion;

/** The business identifiers of a resource. */
final class Identifiers {

  private Identifiers() {}

  /**
   * Those of {@code Type.identifier} that have a value, in order; a type without the element has
   * none.
   *
   * @param resource a well-formed one
   */
  static List<IdentifierCriterion> of(String type, ObjectNode resource) {
    JsonNode element = resource.path("identifier");
    List<IdentifierCriterion> found = new ArrayList<>(2);
    for (JsonNode identifier : element.isArray() ? element : List.of(element)) {
      JsonNode value = identifier.path("value");
      if (value.isTextual()) {
        found.add(
            new IdentifierCriterion(type, identifier.path("system").asText(""), value.textValue()));
      }
    }
    return found;
  }
}
