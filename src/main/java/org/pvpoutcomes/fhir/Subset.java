package org.pvpoutcomes.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.fhir.ElementShape.Kind;
import org.pvpoutcomes.fhir.ElementShape.Property;

/**
 * Parts of a resource for {@code _summary} and {@code _elements} (FHIR R4 search.html#summary and
 * #elements). Each part keeps id, meta and what is mandatory, and is tagged SUBSETTED, so that
 * nobody updates with it. The tree that is given is left as it is. Thread-safe.
 */
@Singleton
class Subset {

  private static final String SYSTEM = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";
  private static final String CODE = "SUBSETTED";
  private static final Set<String> ALWAYS = Set.of("id", "meta", "implicitRules");

  private final ElementShapes shapes;

  @Inject
  Subset(ResourceChecker checker) {
    this(checker.shapes());
  }

  Subset(ElementShapes shapes) {
    this.shapes = shapes;
  }

  /** Where the tag SUBSETTED is among the tags of a resource; -1 if it has none. */
  static int tagOf(JsonNode resource) {
    JsonNode tags = resource.path("meta").path("tag");
    for (int i = 0; i < tags.size(); i++) {
      if (isTag(tags.get(i))) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isTag(JsonNode tag) {
    return tag.path("system").asText().equals(SYSTEM) && tag.path("code").asText().equals(CODE);
  }

  /** {@code _summary=true}: the elements that R4 marks as part of a summary, at every level. */
  ObjectNode summary(ObjectNode resource) {
    return tagged(summary(resource, shape(resource), true));
  }

  /** {@code _summary=text}: text, id, meta and the mandatory elements of the top level. */
  ObjectNode text(ObjectNode resource) {
    return elements(resource, Set.of("text"));
  }

  /** {@code _summary=data}: everything but the text. */
  ObjectNode data(ObjectNode resource) {
    ObjectNode data = resource.deepCopy();
    data.remove("text");
    return tagged(data);
  }

  /**
   * {@code _elements}: the named elements of the top level, and the mandatory ones.
   *
   * @param names FHIR names of elements, {@code value} for {@code value[x]}; names that the type
   *     does not have select nothing
   */
  ObjectNode elements(ObjectNode resource, Set<String> names) {
    ElementShape shape = shape(resource);
    ObjectNode part = resource.objectNode();
    for (Map.Entry<String, JsonNode> field : resource.properties()) {
      Property property = shape.property(field.getKey());
      if (property == null
          || ALWAYS.contains(property.base())
          || names.contains(shape.element(property.ordinal()))
          || has(shape.required(), property)) {
        part.set(field.getKey(), field.getValue().deepCopy());
      }
    }
    return tagged(part);
  }

  private ElementShape shape(ObjectNode resource) {
    ElementShape shape = shapes.resource(resource.path("resourceType").asText());
    if (shape == null) {
      throw new IllegalArgumentException("not a resource of FHIR R4");
    }
    return shape;
  }

  private static boolean has(long ordinals, Property property) {
    return (ordinals & 1L << property.ordinal()) != 0;
  }

  private ObjectNode summary(ObjectNode object, ElementShape shape, boolean resource) {
    ObjectNode part = object.objectNode();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String name = field.getKey();
      Property property = shape.property(name);
      if (property == null || (resource ? ALWAYS.contains(property.base()) : name.equals("id"))) {
        part.set(name, field.getValue().deepCopy());
      } else if (has(shape.summary() | shape.required(), property)
          && !(property.kind() == Kind.SIBLING && hasValues(object.get(property.base())))) {
        JsonNode value = summary(field.getValue(), property);
        if (!value.isContainerNode() || !value.isEmpty()) {
          part.set(name, value);
        }
      }
    }
    return part;
  }

  /**
   * Whether a primitive has all its values. Extensions are no part of a summary (R4 Element): a
   * primitive keeps them only where they stand for a value, as data-absent-reason does.
   */
  private static boolean hasValues(@Nullable JsonNode value) {
    return value != null && value.valueStream().noneMatch(JsonNode::isNull);
  }

  private JsonNode summary(JsonNode value, Property property) {
    ElementShape shape = property.shape();
    // An extension that is needed is needed whole.
    if (property.kind() != Kind.ELEMENT || shape == null || shape.name().equals("Extension")) {
      return value.deepCopy();
    }
    if (value instanceof ArrayNode array) {
      ArrayNode parts = array.arrayNode();
      for (JsonNode item : array) {
        JsonNode part = summary(item, property);
        if (!part.isEmpty()) {
          parts.add(part);
        }
      }
      return parts;
    }
    return summary((ObjectNode) value, shape, false);
  }

  private static ObjectNode tagged(ObjectNode part) {
    ObjectNode meta =
        part.get("meta") instanceof ObjectNode own ? own.deepCopy() : part.objectNode();
    ArrayNode tags = meta.get("tag") instanceof ArrayNode own ? own : meta.putArray("tag");
    if (tagOf(part) >= 0) {
      return part;
    }
    tags.addObject().put("system", SYSTEM).put("code", CODE);
    part.set("meta", meta);
    return part;
  }
}
