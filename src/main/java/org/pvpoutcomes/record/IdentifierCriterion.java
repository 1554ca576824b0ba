package org.pvpoutcomes.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The search {@code identifier=system|value} that nearly all conditional interactions use.
 *
 * @param type resource type the search is on
 * @param system identifier system; empty for {@code |value}, an identifier without a system
 * @param value identifier value
 */
public record IdentifierCriterion(String type, String system, String value)
    implements Condition, Comparable<IdentifierCriterion> {

  /**
   * What finds a resource: those of {@code Type.identifier} that have a value, in order; a type
   * without the element has none.
   *
   * @param resource a well-formed one
   */
  public static List<IdentifierCriterion> of(String type, ObjectNode resource) {
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

  @Override
  public String lockName() {
    return toString();
  }

  @Override
  public int compareTo(IdentifierCriterion other) {
    int byType = type.compareTo(other.type);
    if (byType != 0) {
      return byType;
    }
    int bySystem = system.compareTo(other.system);
    return bySystem != 0 ? bySystem : value.compareTo(other.value);
  }
}
