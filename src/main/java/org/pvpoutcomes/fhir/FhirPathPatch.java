package org.pvpoutcomes.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.fhir.ElementShape.Kind;
import org.pvpoutcomes.fhir.ElementShape.Property;

/**
 * A FHIRPath Patch (FHIR R4 fhirpatch.html): read and checked once, then applied to any number of
 * resources. It works on the tree, so that decimals and whatever it does not touch stay as they
 * are. Paths are those of {@link ElementPath}.
 *
 * @param shapes what the types hold
 * @param operations in their order
 * @param maxDepth deepest nesting of objects and arrays that a patch may bring about
 */
record FhirPathPatch(ElementShapes shapes, List<Operation> operations, int maxDepth) {

  /** Copies the list. */
  FhirPathPatch {
    operations = List.copyOf(operations);
  }

  /** One operation; a part that its type does not need is null, an index -1. */
  record Operation(
      PatchFaults faults,
      String type,
      ElementPath path,
      @Nullable String name,
      @Nullable ObjectNode value,
      int index,
      int source,
      int destination) {}

  /** A value with the id and extensions that it has beside it, and its type for a choice. */
  private record Value(@Nullable JsonNode value, @Nullable JsonNode sibling, String suffix) {}

  /**
   * Reads a patch.
   *
   * @param parameters a well-formed Parameters
   * @param place what stands for {@code Parameters} in faults
   * @throws FhirRequestException STRUCTURE with the place of the operation
   */
  static FhirPathPatch read(
      ElementShapes shapes, ObjectNode parameters, String place, int maxDepth) {
    return new FhirPathPatch(shapes, FhirPathPatchReader.operations(parameters, place), maxDepth);
  }

  /**
   * Carries the operations out.
   *
   * @param resource changed, also if it fails
   * @return the same resource
   * @throws FhirRequestException UNPROCESSABLE, with the operation's place, for the first that
   *     cannot be carried out
   */
  JsonNode apply(ObjectNode resource, String type) {
    ElementShape shape = shapes.resource(type);
    if (shape == null) {
      throw new IllegalArgumentException("no resource type " + type);
    }
    PatchFaults.Budget budget = new PatchFaults.Budget(maxDepth);
    ElementPlace root = ElementPlace.of(shapes, resource, shape);
    for (Operation operation : operations) {
      String named = operation.path().type();
      if (named != null && !named.equals(type)) {
        throw operation.faults().unprocessable("The path starts at another resource type.");
      }
      List<ElementPlace> places =
          operation.path().find(root, count -> budget.visit(count, operation.faults()));
      if (places.isEmpty() && !operation.path().canLead(shapes, shape)) {
        throw operation.faults().unprocessable("The path names an element that FHIR R4 has not.");
      }
      switch (operation.type()) {
        case "add" -> add(one(places, operation), operation, budget);
        case "delete" -> delete(resource, places, operation, budget);
        case "replace" -> replace(one(places, operation), operation, budget);
        default -> changeList(places, operation, budget);
      }
    }
    return resource;
  }

  /** Whether an operation may change that element of the resource itself. */
  boolean mayChange(String element) {
    return operations.stream()
        .anyMatch(
            operation ->
                operation.path().steps().isEmpty()
                    ? element.equals(operation.name())
                    : operation.path().mayStartWith(element));
  }

  private static ElementPlace one(List<ElementPlace> places, Operation operation) {
    if (places.size() != 1) {
      throw operation
          .faults()
          .unprocessable(
              places.isEmpty()
                  ? "The path leads to nothing in the resource."
                  : "The path leads to several elements; it must lead to one.");
    }
    return places.getFirst();
  }

  private void delete(
      ObjectNode resource,
      List<ElementPlace> places,
      Operation operation,
      PatchFaults.Budget budget) {
    if (places.isEmpty()) {
      // FHIR R4 fhirpatch.html: what is not there need not be deleted.
      return;
    }
    ElementPlace place = one(places, operation);
    if (place.property() == null) {
      throw operation.faults().unprocessable("The resource itself cannot be taken away.");
    }
    place.remove();
    ElementPlace.prune(resource, count -> budget.visit(count, operation.faults()));
  }

  private void add(ElementPlace place, Operation operation, PatchFaults.Budget budget) {
    ObjectNode object = place.object(true);
    ElementShape shape = place.ownShape();
    String name = operation.name() == null ? "" : operation.name();
    budget.visit(place.children(name).size(), operation.faults());
    if (object == null
        || shape == null
        || (!place.children(name).isEmpty() && !repeats(place, name))) {
      throw operation.faults().unprocessable("The element is there already and does not repeat.");
    }
    Value value = value(operation, propertyOf(shape, name, suffix(operation.value())));
    Property property = propertyOf(shape, name, value.suffix());
    if (property == null) {
      throw operation.faults().unprocessable("There can be no such element there.");
    }
    spend(value, place.depth() + 1, operation, budget);
    if (property.repeats()) {
      int size = place.children(name).size();
      ElementPlace.insert(object, property.name(), size, value.value(), value.sibling());
    } else {
      set(object, property.name(), value);
    }
  }

  private static boolean repeats(ElementPlace place, String name) {
    Property property = place.children(name).getFirst().property();
    return property != null && property.repeats();
  }

  private static void set(ObjectNode object, String name, Value value) {
    if (value.value() != null) {
      object.set(name, value.value());
    }
    if (value.sibling() != null) {
      object.set("_" + name, value.sibling());
    }
  }

  private void replace(ElementPlace place, Operation operation, PatchFaults.Budget budget) {
    Property old = place.property();
    if (old == null) {
      throw operation.faults().unprocessable("To replace the whole resource, update it.");
    }
    String element = place.shape().element(old.ordinal());
    Property property = propertyOf(place.shape(), element, suffix(operation.value()));
    Value value = value(operation, property);
    if (property == null) {
      throw operation.faults().unprocessable("The value is of a type that cannot be there.");
    }
    spend(value, place.depth(), operation, budget);
    place.replace(property.name(), value.value(), value.sibling());
  }

  @SuppressWarnings("ReferenceEquality") // Two equal owners are two lists.
  private void changeList(
      List<ElementPlace> places, Operation operation, PatchFaults.Budget budget) {
    ElementPlace first = places.isEmpty() ? one(places, operation) : places.getFirst();
    Property property = first.property();
    if (property == null
        || !property.repeats()
        || places.stream().anyMatch(place -> place.owner() != first.owner())) {
      throw operation.faults().unprocessable("The path must lead to one list.");
    }
    int size = places.size();
    if (first.owner().path(property.name()).size() > size) {
      throw operation
          .faults()
          .unprocessable("The path must lead to the whole list, not to a part of it.");
    }
    if (operation.type().equals("move")) {
      if (operation.source() >= size || operation.destination() >= size) {
        throw operation.faults().unprocessable("The list has no such index.");
      }
      ElementPlace.move(
          first.owner(), property.name(), operation.source(), operation.destination());
      return;
    }
    if (operation.index() > size) {
      throw operation.faults().unprocessable("The index is beyond the end of the list.");
    }
    Value value = value(operation, property);
    spend(value, first.depth(), operation, budget);
    ElementPlace.insert(
        first.owner(), property.name(), operation.index(), value.value(), value.sibling());
  }

  private static void spend(
      Value value, int depth, Operation operation, PatchFaults.Budget budget) {
    for (JsonNode node : new @Nullable JsonNode[] {value.value(), value.sibling()}) {
      if (node != null) {
        budget.spend(node, depth, operation.faults());
      }
    }
  }

  /** The property of an element; for a choice, the variant of that type. */
  private static @Nullable Property propertyOf(ElementShape shape, String element, String suffix) {
    Property property = shape.property(element);
    return property == null || property.kind() == Kind.SIBLING
        ? shape.property(element + suffix)
        : property;
  }

  /** The type in the name of {@code value[x]}; empty if there is none. */
  private static String suffix(@Nullable JsonNode part) {
    if (part != null) {
      for (Map.Entry<String, JsonNode> field : part.properties()) {
        String name = field.getKey().startsWith("_") ? field.getKey().substring(1) : field.getKey();
        if (name.startsWith("value")) {
          return name.substring("value".length());
        }
      }
    }
    return "";
  }

  private Value value(Operation operation, @Nullable Property property) {
    ObjectNode part = operation.value();
    if (part == null) {
      throw new IllegalStateException("an operation without its value");
    }
    return value(part, property == null ? null : property.shape(), operation);
  }

  /** A value as it stands in one property, or put together from named parts. */
  private Value value(ObjectNode part, @Nullable ElementShape shape, Operation operation) {
    String suffix = suffix(part);
    if (!suffix.isEmpty()) {
      return new Value(copy(part, "value" + suffix), copy(part, "_value" + suffix), suffix);
    }
    if (part.has("resource")) {
      return new Value(copy(part, "resource"), null, "");
    }
    if (shape == null || !part.has("part")) {
      throw operation.faults().unprocessable("The value is none that can be there.");
    }
    ObjectNode object = part.objectNode();
    for (JsonNode inner : part.get("part")) {
      String name = inner.path("name").asText();
      Property property = propertyOf(shape, name, suffix(inner));
      if (property == null) {
        throw operation.faults().unprocessable("A part of the value cannot be there.");
      }
      Value value = value((ObjectNode) inner, property.shape(), operation);
      if (property.repeats()) {
        int size =
            Math.max(
                object.path(property.name()).size(), object.path("_" + property.name()).size());
        ElementPlace.insert(object, property.name(), size, value.value(), value.sibling());
      } else {
        set(object, property.name(), value);
      }
    }
    return new Value(object, null, "");
  }

  private static @Nullable JsonNode copy(ObjectNode part, String name) {
    JsonNode node = part.get(name);
    return node == null ? null : node.deepCopy();
  }
}
