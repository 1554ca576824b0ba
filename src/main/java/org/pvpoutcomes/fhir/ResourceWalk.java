package org.pvpoutcomes.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.fhir.ElementShape.Kind;
import org.pvpoutcomes.fhir.ElementShape.Property;
import org.pvpoutcomes.record.CheckedResource;
import org.pvpoutcomes.record.CheckedResource.ReferenceSite;
import org.pvpoutcomes.record.IdentifierCriterion;

/**
 * One walk over one resource: collects what is wrong, and on the way its references and
 * identifiers.
 *
 * <p>Recursive; the depth of the tree was limited when it was read.
 */
final class ResourceWalk {

  /** More faults than this are counted as "and others": nobody repairs hundreds at once. */
  static final int MAX_ISSUES = 20;

  private static final String RESOURCE_TYPE = "resourceType";
  private static final String REFERENCE = "reference";

  private final ElementShapes shapes;
  private final boolean intoResources;
  private final @Nullable String place;
  private final ExpressionPath path;
  private final List<Issue> issues = new ArrayList<>();
  private final List<ReferenceSite> references = new ArrayList<>();
  private final Set<String> containedIds = new HashSet<>();

  /**
   * Starts a walk.
   *
   * @param type type of the resource
   * @param place what stands for the type in the expressions of faults; null for the type itself
   * @param intoResources whether resources that are elements, as in a Bundle, are walked too
   */
  ResourceWalk(ElementShapes shapes, String type, @Nullable String place, boolean intoResources) {
    this.shapes = shapes;
    this.path = new ExpressionPath(type);
    this.place = place;
    this.intoResources = intoResources;
  }

  /** Walks a resource of a type that exists. */
  void resource(ObjectNode resource, String type) {
    ElementShape shape = shapes.resource(type);
    if (shape == null) {
      throw new IllegalArgumentException("no resource type " + type);
    }
    object(resource, shape, true);
  }

  /**
   * The checked resource.
   *
   * @throws FhirRequestException if anything is wrong with it
   */
  CheckedResource result(ObjectNode resource, String type) {
    List<IdentifierCriterion> identifiers = IdentifierCriterion.of(type, resource);
    for (ReferenceSite site : references) {
      for (Issue issue : ReferenceRules.faults(site.reference(), containedIds)) {
        add(issue.kind(), site.expression() + "." + REFERENCE, issue.text());
      }
    }
    throwIfFaulty();
    return new CheckedResource(type, resource, references, identifiers);
  }

  void throwIfFaulty() {
    if (!issues.isEmpty()) {
      throw new FhirRequestException(issues);
    }
  }

  private void object(ObjectNode object, ElementShape shape, boolean resource) {
    long seen = 0;
    int elements = 0;
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String name = field.getKey();
      if (resource && name.equals(RESOURCE_TYPE)) {
        continue;
      }
      elements++;
      Property property = shape.property(name);
      int mark = path.push(name);
      if (property == null) {
        unknown(name);
      } else {
        long bit = 1L << property.ordinal();
        if ((seen & bit) != 0 && hasOtherVariant(object, shape, property)) {
          fault(FailureKind.STRUCTURE, "Only one variant of a choice of types may be there.");
        }
        seen |= bit;
        property(object, property, field.getValue());
      }
      path.pop(mark);
    }
    if (elements == 0 && !resource) {
      fault(FailureKind.STRUCTURE, "The object is empty; leave the element out instead.");
    }
    missing(shape, shape.required() & ~seen);
    rules(object, shape);
  }

  private void missing(ElementShape shape, long ordinals) {
    for (long rest = ordinals; rest != 0; rest &= rest - 1) {
      int mark = path.push(shape.element(Long.numberOfTrailingZeros(rest)));
      fault(FailureKind.REQUIRED, "This element is required and is missing.");
      path.pop(mark);
    }
  }

  private void addReference(ObjectNode element, String reference) {
    String expression = path.toString();
    try {
      references.add(new ReferenceSite(element, expression, ReferenceRules.condition(reference)));
    } catch (FhirRequestException e) {
      for (Issue issue : e.issues()) {
        add(issue.kind(), expression + "." + REFERENCE, issue.text());
      }
    }
  }

  private void rules(ObjectNode object, ElementShape shape) {
    if (shape.name().equals("Reference")) {
      JsonNode reference = object.get(REFERENCE);
      if (reference != null && reference.isTextual()) {
        addReference(object, reference.textValue());
      }
    } else if (shape.name().equals("Identifier") && Identifiers.isTooLong(object)) {
      fault(
          FailureKind.VALUE,
          "System and value together are longer than "
              + Identifiers.MAX_BYTES
              + " bytes in UTF-8.");
    } else if (shape.name().equals("Extension") && object.has("extension")) {
      for (String name : (Iterable<String>) object::fieldNames) {
        if (name.startsWith("value") || name.startsWith("_value")) {
          fault(FailureKind.INVARIANT, "An extension has a value or extensions, not both (ext-1).");
          return;
        }
      }
    }
  }

  private static boolean hasOtherVariant(ObjectNode object, ElementShape shape, Property one) {
    for (String name : (Iterable<String>) object::fieldNames) {
      Property other = shape.property(name);
      if (other != null && other.ordinal() == one.ordinal() && !other.base().equals(one.base())) {
        return true;
      }
    }
    return false;
  }

  private void unknown(String name) {
    // The name came from outside: it is repeated only if it could be an element's name.
    String what = TextRules.isElementName(name) ? "This element is" : "An element here is";
    fault(FailureKind.STRUCTURE, what + " not defined in FHIR R4.");
  }

  private void property(ObjectNode owner, Property property, JsonNode value) {
    if (!property.repeats()) {
      value(property, value);
      return;
    }
    if (!(value instanceof ArrayNode array)) {
      fault(FailureKind.STRUCTURE, "This element repeats; it must be a JSON array.");
      return;
    }
    if (array.isEmpty()) {
      fault(FailureKind.STRUCTURE, "The array is empty; leave the element out instead.");
    }
    if (property.max() > 1 && array.size() > property.max()) {
      fault(FailureKind.STRUCTURE, "At most " + property.max() + " values are allowed here.");
    }
    ArrayNode partner = partner(owner, property, array);
    for (int i = 0; i < array.size(); i++) {
      int mark = path.index(i);
      JsonNode item = array.get(i);
      boolean filler = item.isNull() && partner != null && partner.hasNonNull(i);
      if (!filler) {
        value(property, item);
      }
      path.pop(mark);
    }
  }

  /** The array of values for that of siblings and the reverse, which null items refer to. */
  private @Nullable ArrayNode partner(ObjectNode owner, Property property, ArrayNode array) {
    String name =
        switch (property.kind()) {
          case PRIMITIVE -> "_" + property.name();
          case SIBLING -> property.base();
          default -> null;
        };
    if (name == null || !(owner.get(name) instanceof ArrayNode partner)) {
      return null;
    }
    if (partner.size() != array.size() && property.kind() == Kind.SIBLING) {
      fault(FailureKind.STRUCTURE, "This array must be as long as the one of the values.");
    }
    return partner;
  }

  private void value(Property property, JsonNode value) {
    if (value.isNull()) {
      fault(FailureKind.STRUCTURE, "The value is null; leave the element out instead.");
      return;
    }
    switch (property.kind()) {
      case PRIMITIVE -> primitive(property, value);
      case ELEMENT, SIBLING -> {
        ElementShape shape = property.shape();
        if (shape != null && value instanceof ObjectNode object) {
          object(object, shape, false);
        } else {
          fault(FailureKind.STRUCTURE, "This element must be a JSON object.");
        }
      }
      case RESOURCE -> inner(value, intoResources);
      case CONTAINED -> contained(value);
    }
  }

  private void primitive(Property property, JsonNode value) {
    PrimitiveType type = property.primitive();
    PrimitiveType.Fault fault = type == null ? null : type.fault(value);
    if (fault != null) {
      fault(fault.kind(), fault.text());
    } else if (!property.codes().isEmpty() && !property.codes().contains(value.textValue())) {
      fault(
          FailureKind.CODE,
          "This code is not allowed here. Allowed are "
              + String.join(", ", property.codes())
              + ".");
    }
  }

  private void contained(JsonNode value) {
    if (!inner(value, true)) {
      return;
    }
    JsonNode id = value.get("id");
    if (id == null) {
      fault(FailureKind.INVARIANT, "A contained resource needs an id to be referred to.");
    } else if (!containedIds.add(id.asText())) {
      fault(FailureKind.INVARIANT, "Two contained resources have the same id.");
    }
    if (value.has("contained")) {
      fault(FailureKind.INVARIANT, "A contained resource cannot contain another (dom-2).");
    }
  }

  private boolean inner(JsonNode value, boolean walk) {
    if (!(value instanceof ObjectNode resource)) {
      fault(FailureKind.STRUCTURE, "A resource must be a JSON object.");
      return false;
    }
    if (!walk) {
      return true;
    }
    JsonNode type = resource.get(RESOURCE_TYPE);
    ElementShape shape =
        type != null && type.isTextual() ? shapes.resource(type.textValue()) : null;
    if (shape == null) {
      fault(FailureKind.STRUCTURE, "The resourceType is missing or not one of FHIR R4.");
      return false;
    }
    object(resource, shape, true);
    return true;
  }

  private void fault(FailureKind kind, String text) {
    add(kind, path.toString(), text);
  }

  private void add(FailureKind kind, String expression, String text) {
    if (issues.size() < MAX_ISSUES) {
      issues.add(new Issue(kind, OperationOutcomes.rebased(expression, place), text));
    } else if (issues.size() == MAX_ISSUES) {
      issues.add(new Issue(kind, null, "There are more faults, which are not listed."));
    }
  }
}
