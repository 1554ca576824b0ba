package org.pvpoutcomes.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.fhir.ElementShape.Kind;
import org.pvpoutcomes.fhir.ElementShape.Property;

/**
 * One element of a resource tree, as FHIRPath counts elements: a primitive with its extensions is
 * one, though JSON keeps them in two properties.
 *
 * @param shapes what the types hold
 * @param owner the object that holds the element; the resource itself for the resource
 * @param shape what the owner may hold
 * @param property the property of its value; null for the resource itself
 * @param index in the list; -1 where the element does not repeat
 * @param depth how many objects and arrays are around it
 */
record ElementPlace(
    ElementShapes shapes,
    ObjectNode owner,
    ElementShape shape,
    @Nullable Property property,
    int index,
    int depth) {

  /** The resource itself. */
  static ElementPlace of(ElementShapes shapes, ObjectNode resource, ElementShape shape) {
    return new ElementPlace(shapes, resource, shape, null, -1, 0);
  }

  /** The elements of that FHIR name ({@code value} for {@code value[x]}) in this one. */
  List<ElementPlace> children(String name) {
    ObjectNode object = object(false);
    ElementShape own = ownShape();
    List<ElementPlace> children = new ArrayList<>();
    if (object == null || own == null) {
      return children;
    }
    Property found = null;
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      Property any = own.property(field.getKey());
      if (any != null && own.element(any.ordinal()).equals(name)) {
        found = own.property(any.base());
      }
    }
    if (found == null) {
      return children;
    }
    if (!found.repeats()) {
      children.add(new ElementPlace(shapes, object, own, found, -1, depth + 1));
      return children;
    }
    int size = Math.max(object.path(found.name()).size(), object.path("_" + found.name()).size());
    for (int i = 0; i < size; i++) {
      children.add(new ElementPlace(shapes, object, own, found, i, depth + 2));
    }
    return children;
  }

  /** Whether the element is of that type; for a choice, whether that variant is there. */
  boolean isOfType(String type) {
    ElementShape own = ownShape();
    if (property == null || property.kind() != Kind.PRIMITIVE) {
      return own != null && own.name().equals(type);
    }
    return property.primitive() == PrimitiveType.named(type);
  }

  /** The value; missing for a primitive that has extensions only. */
  JsonNode value() {
    if (property == null) {
      return owner;
    }
    JsonNode value = owner.path(property.name());
    return index < 0 ? value : value.path(index);
  }

  /** Shape of what this element holds; null for a primitive without extensions. */
  @Nullable ElementShape ownShape() {
    if (property == null) {
      return shape;
    }
    return switch (property.kind()) {
      case PRIMITIVE, SIBLING -> shapes.sibling();
      case ELEMENT -> property.shape();
      case RESOURCE, CONTAINED -> shapes.resource(value().path("resourceType").asText());
    };
  }

  /** The object with the elements of this one, made if asked for; null where there is none. */
  @Nullable ObjectNode object(boolean make) {
    if (property == null || property.kind() != Kind.PRIMITIVE) {
      return value() instanceof ObjectNode object ? object : null;
    }
    String name = "_" + property.name();
    JsonNode sibling = index < 0 ? owner.path(name) : owner.path(name).path(index);
    if (sibling instanceof ObjectNode object) {
      return object;
    }
    if (!make) {
      return null;
    }
    if (index < 0) {
      return owner.putObject(name);
    }
    ArrayNode siblings = list(name);
    ObjectNode object = siblings.objectNode();
    siblings.set(index, object);
    return object;
  }

  /** Takes the element away. */
  void remove() {
    String name = name();
    if (index < 0) {
      owner.remove(List.of(name, "_" + name));
      return;
    }
    for (String each : List.of(name, "_" + name)) {
      if (owner.get(each) instanceof ArrayNode array) {
        array.remove(index);
      }
    }
    tidy(owner, name);
  }

  /**
   * Takes away what is empty in a tree: FHIR has no elements without content (ele-1).
   *
   * @param visits is told how many elements were looked at, while they are
   */
  static void prune(JsonNode node, IntConsumer visits) {
    visits.accept(1 + node.size());
    node.valueStream().toList().forEach(child -> prune(child, visits));
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : List.copyOf(object.properties())) {
        if (field.getValue() instanceof ArrayNode array && field.getKey().startsWith("_")) {
          dropEmpty(object, field.getKey().substring(1), array);
        } else if (field.getValue() instanceof ArrayNode array) {
          array.removeIf(item -> item.isObject() && item.isEmpty());
        }
        if (field.getValue().isContainerNode() && field.getValue().isEmpty()) {
          object.remove(field.getKey());
        }
      }
    }
  }

  /** Puts a value in the place of this one; null for a primitive that has extensions only. */
  void replace(String newName, @Nullable JsonNode value, @Nullable JsonNode sibling) {
    if (index < 0) {
      String old = name();
      owner.remove(List.of(old, "_" + old));
      if (value != null) {
        owner.set(newName, value);
      }
      if (sibling != null) {
        owner.set("_" + newName, sibling);
      }
      return;
    }
    set(list(name()), value);
    if (sibling != null || owner.has("_" + name())) {
      set(list("_" + name()), sibling);
    }
    tidy(owner, name());
  }

  private void set(ArrayNode array, @Nullable JsonNode value) {
    array.set(index, value == null ? array.nullNode() : value);
  }

  /** Puts a value into a list before the index, or at its end. */
  static void insert(
      ObjectNode owner,
      String name,
      int index,
      @Nullable JsonNode value,
      @Nullable JsonNode sibling) {
    int size = Math.max(owner.path(name).size(), owner.path("_" + name).size());
    boolean siblings = sibling != null || owner.has("_" + name);
    insert(filled(owner, name, size), index, value);
    if (siblings) {
      insert(filled(owner, "_" + name, size), index, sibling);
    }
    tidy(owner, name);
  }

  private static void insert(ArrayNode array, int index, @Nullable JsonNode value) {
    array.insert(index, value == null ? array.nullNode() : value);
  }

  /** Moves an element of this one's list to another index of the list without it. */
  static void move(ObjectNode owner, String name, int from, int to) {
    for (String each : List.of(name, "_" + name)) {
      if (owner.get(each) instanceof ArrayNode array) {
        array.insert(to, array.remove(from));
      }
    }
  }

  /**
   * Takes out of a list of primitives what has neither a value nor an extension left; a null keeps
   * the place of a value that had one (FHIR R4 json.html#primitive).
   *
   * @param siblings the ids and extensions beside the values
   */
  private static void dropEmpty(ObjectNode owner, String name, ArrayNode siblings) {
    for (int i = siblings.size() - 1; i >= 0; i--) {
      if (siblings.get(i).isEmpty()) {
        siblings.set(i, siblings.nullNode());
        if (owner.path(name).path(i).isMissingNode() || owner.path(name).path(i).isNull()) {
          siblings.remove(i);
          if (owner.get(name) instanceof ArrayNode values && i < values.size()) {
            values.remove(i);
          }
        }
      }
    }
    tidy(owner, name);
  }

  private ArrayNode list(String name) {
    int size = Math.max(owner.path(name()).size(), owner.path("_" + name()).size());
    return filled(owner, name, size);
  }

  private static ArrayNode filled(ObjectNode owner, String name, int size) {
    ArrayNode array = owner.get(name) instanceof ArrayNode present ? present : owner.putArray(name);
    while (array.size() < size) {
      array.addNull();
    }
    return array;
  }

  private String name() {
    if (property == null) {
      throw new IllegalStateException("the resource itself is in no property");
    }
    return property.name();
  }

  /** JSON has no arrays that hold nothing. */
  private static void tidy(ObjectNode owner, String name) {
    for (String each : List.of(name, "_" + name)) {
      if (owner.get(each) instanceof ArrayNode array
          && array.valueStream().allMatch(JsonNode::isNull)) {
        owner.remove(each);
      }
    }
  }
}
