package org.pvpoutcomes.fhir;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one resource, data type or backbone element may hold, ready for quick lookup by JSON
 * property name. Filled once by {@link ElementShapes}, then only read.
 */
final class ElementShape {

  private final String name;
  private final Map<String, Property> properties = new HashMap<>();
  private List<String> elements = List.of();
  private long required;
  private long summary;

  ElementShape(String name) {
    this.name = name;
  }

  /** FHIR name of the type; for a backbone element, HAPI's name of it. */
  String name() {
    return name;
  }

  /** The property of that JSON name; null if the type has none. */
  @Nullable Property property(String jsonName) {
    return properties.get(jsonName);
  }

  /** The properties of the values of an element: one, or for a choice one for each type. */
  List<Property> ofElement(String element) {
    return properties.values().stream()
        .filter(property -> property.kind() != Kind.SIBLING)
        .filter(property -> elements.get(property.ordinal()).equals(element))
        .toList();
  }

  /** Bit n is set if the element with ordinal n must be there. */
  long required() {
    return required;
  }

  /** Bit n is set if the element with ordinal n is part of a summary (isSummary). */
  long summary() {
    return summary;
  }

  /** FHIR name of the element with that ordinal: {@code value} for {@code value[x]}. */
  String element(int ordinal) {
    return elements.get(ordinal);
  }

  void fill(
      List<String> elementNames, long requiredElements, long summaryElements, List<Property> all) {
    elements = List.copyOf(elementNames);
    required = requiredElements;
    summary = summaryElements;
    for (Property property : all) {
      properties.put(property.name(), property);
    }
  }

  /** What a property holds. */
  enum Kind {
    /** A primitive value. */
    PRIMITIVE,
    /** The id and extensions of a primitive value: the property that starts with an underscore. */
    SIBLING,
    /** A data type or backbone element. */
    ELEMENT,
    /** A whole resource, as in {@code Bundle.entry.resource}. */
    RESOURCE,
    /** Resources inside this one. */
    CONTAINED
  }

  /**
   * One JSON property.
   *
   * @param name JSON name: {@code valueQuantity}
   * @param base the name without the underscore of a sibling
   * @param ordinal which element of the type it belongs to; all variants of a choice share one
   * @param kind what it holds
   * @param max most values; 1 for a single value, -1 for any number
   * @param primitive its type if it is a primitive
   * @param codes the codes of a required binding; empty where any code may stand
   * @param shape the shape of an element, or of the siblings' id and extension
   */
  record Property(
      String name,
      String base,
      int ordinal,
      Kind kind,
      int max,
      @Nullable PrimitiveType primitive,
      Set<String> codes,
      @Nullable ElementShape shape) {

    /** True if the JSON value is an array. */
    boolean repeats() {
      return max != 1;
    }
  }
}
