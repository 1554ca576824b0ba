package org.pvpoutcomes.fhir;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeDeclaredChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition.ChildTypeEnum;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildAny;
import ca.uhn.fhir.context.RuntimeChildChoiceDefinition;
import ca.uhn.fhir.context.RuntimeChildContainedResources;
import ca.uhn.fhir.context.RuntimeChildDirectResource;
import ca.uhn.fhir.context.RuntimeChildExtension;
import ca.uhn.fhir.context.RuntimeChildPrimitiveEnumerationDatatypeDefinition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hl7.fhir.instance.model.api.IBaseEnumFactory;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.fhir.ElementShape.Kind;
import org.pvpoutcomes.fhir.ElementShape.Property;

/**
 * Turns HAPI's runtime definitions of FHIR R4 into {@link ElementShape}s, one resource type at a
 * time, on first use.
 */
final class ElementShapes {

  /**
   * Types that HAPI lists for {@code Extension.value[x]} and FHIR R4 does not
   * (extensibility.html#Extension, datatypes.html#open).
   */
  private static final Set<String> NOT_OPEN =
      Set.of(
          "Extension",
          "Narrative",
          "xhtml",
          "ElementDefinition",
          "MarketingStatus",
          "Population",
          "ProdCharacteristic",
          "ProductShelfLife",
          "SubstanceAmount");

  private final FhirContext context;
  private final Set<String> resourceTypes;
  private final Map<String, ElementShape> resources = new ConcurrentHashMap<>();
  private final IdentityHashMap<BaseRuntimeElementDefinition<?>, ElementShape> shapes =
      new IdentityHashMap<>();
  private final BaseRuntimeChildDefinition extensionUrl;
  private final ElementShape extension;
  private final ElementShape sibling = new ElementShape("Element");

  ElementShapes(FhirContext context) {
    this.context = context;
    this.resourceTypes = Set.copyOf(context.getResourceTypes());
    if (!(context.getElementDefinition("Extension")
        instanceof BaseRuntimeElementCompositeDefinition<?> definition)) {
      throw new IllegalStateException("HAPI defines no Extension");
    }
    this.extensionUrl = definition.getChildByName("url");
    // Extensions hold extensions, so this shape is known to all before it is filled.
    this.extension = new ElementShape("Extension");
    shapes.put(definition, extension);
    Property id =
        new Property("id", "id", 0, Kind.PRIMITIVE, 1, PrimitiveType.STRING, Set.of(), null);
    sibling.fill(
        List.of("id", "extension"),
        0,
        0,
        List.of(id, of("extension", 1, Kind.ELEMENT, -1, extension)));
    fill(extension, definition);
  }

  /** The shape of a resource type; null if FHIR R4 has no such type. */
  @Nullable ElementShape resource(String type) {
    ElementShape known = resources.get(type);
    if (known != null) {
      return known;
    }
    if (!resourceTypes.contains(type)) {
      return null;
    }
    synchronized (shapes) {
      ElementShape shape = shape(context.getResourceDefinition(type));
      resources.put(type, shape);
      return shape;
    }
  }

  /** The shape of every extension. */
  ElementShape extension() {
    return extension;
  }

  /** The shape of the id and extensions of a primitive value. */
  ElementShape sibling() {
    return sibling;
  }

  /** Types refer to each other in circles, so a shape is registered before it is filled. */
  private ElementShape shape(BaseRuntimeElementDefinition<?> definition) {
    ElementShape known = shapes.get(definition);
    if (known != null) {
      return known;
    }
    ElementShape shape = new ElementShape(definition.getName());
    shapes.put(definition, shape);
    fill(shape, (BaseRuntimeElementCompositeDefinition<?>) definition);
    return shape;
  }

  private void fill(ElementShape shape, BaseRuntimeElementCompositeDefinition<?> composite) {
    List<String> elements = new ArrayList<>();
    List<Property> properties = new ArrayList<>();
    long required = 0;
    long summary = 0;
    for (BaseRuntimeChildDefinition child : composite.getChildrenAndExtension()) {
      int ordinal = elements.size();
      if (ordinal == Long.SIZE) {
        throw new IllegalStateException(shape.name() + " has more than 64 elements");
      }
      String element = child.getElementName();
      elements.add(element);
      if (child.getMin() > 0) {
        required |= 1L << ordinal;
      }
      if (child instanceof BaseRuntimeDeclaredChildDefinition declared && declared.isSummary()) {
        summary |= 1L << ordinal;
      }
      addProperties(child, ordinal, properties);
    }
    shape.fill(elements, required, summary, properties);
  }

  private void addProperties(
      BaseRuntimeChildDefinition child, int ordinal, List<Property> properties) {
    String element = child.getElementName();
    int max = child.getMax();
    if (child instanceof RuntimeChildContainedResources) {
      properties.add(of(element, ordinal, Kind.CONTAINED, max, null));
    } else if (child instanceof RuntimeChildDirectResource) {
      properties.add(of(element, ordinal, Kind.RESOURCE, max, null));
    } else if (child instanceof RuntimeChildExtension) {
      properties.add(of(element, ordinal, Kind.ELEMENT, max, extension));
    } else if (child instanceof RuntimeChildChoiceDefinition) {
      addVariants(child, ordinal, properties);
    } else {
      add(element, child, type(child, element), ordinal, properties);
    }
  }

  private void addVariants(
      BaseRuntimeChildDefinition child, int ordinal, List<Property> properties) {
    String element = child.getElementName();
    for (String jsonName : new LinkedHashSet<>(child.getValidChildNames())) {
      BaseRuntimeElementDefinition<?> type = type(child, jsonName);
      String name = type.getName();
      boolean open = !(child instanceof RuntimeChildAny && NOT_OPEN.contains(name));
      // HAPI also answers to names of reference targets, such as valueGroup; FHIR does not.
      String fhirName = element + Character.toUpperCase(name.charAt(0)) + name.substring(1);
      if (open && jsonName.equals(fhirName)) {
        add(jsonName, child, type, ordinal, properties);
      }
    }
  }

  private void add(
      String jsonName,
      BaseRuntimeChildDefinition child,
      BaseRuntimeElementDefinition<?> type,
      int ordinal,
      List<Property> properties) {
    int max = child.getMax();
    ChildTypeEnum kind = type.getChildType();
    if (kind != ChildTypeEnum.PRIMITIVE_DATATYPE
        && kind != ChildTypeEnum.ID_DATATYPE
        && kind != ChildTypeEnum.PRIMITIVE_XHTML_HL7ORG) {
      properties.add(of(jsonName, ordinal, Kind.ELEMENT, max, shape(type)));
      return;
    }
    PrimitiveType primitive = PrimitiveType.named(type.getName());
    properties.add(
        new Property(
            jsonName, jsonName, ordinal, Kind.PRIMITIVE, max, primitive, codes(child), null));
    // Ids of elements and urls of extensions are plain strings in R4 and cannot have extensions.
    boolean plain = jsonName.equals("id") || child.equals(extensionUrl);
    if (!plain && primitive != PrimitiveType.XHTML) {
      properties.add(
          new Property(
              "_" + jsonName, jsonName, ordinal, Kind.SIBLING, max, null, Set.of(), sibling));
    }
  }

  private static Property of(
      String name, int ordinal, Kind kind, int max, @Nullable ElementShape shape) {
    return new Property(name, name, ordinal, kind, max, null, Set.of(), shape);
  }

  private static BaseRuntimeElementDefinition<?> type(
      BaseRuntimeChildDefinition child, String jsonName) {
    BaseRuntimeElementDefinition<?> type = child.getChildByName(jsonName);
    if (type == null) {
      throw new IllegalStateException("HAPI defines no type for " + jsonName);
    }
    return type;
  }

  /** The codes of a required binding, in HAPI's order. */
  private static Set<String> codes(BaseRuntimeChildDefinition child) {
    if (!(child instanceof RuntimeChildPrimitiveEnumerationDatatypeDefinition bound)
        || !(bound.getInstanceConstructorArguments() instanceof IBaseEnumFactory<?> factory)) {
      return Set.of();
    }
    Set<String> codes = new LinkedHashSet<>();
    for (Enum<?> constant : bound.getBoundEnumType().getEnumConstants()) {
      // HAPI adds a constant for "no code", which is no code.
      if (!constant.name().equals("NULL")) {
        codes.add(code(factory, constant));
      }
    }
    return Collections.unmodifiableSet(codes);
  }

  private static <E extends Enum<?>> String code(IBaseEnumFactory<E> factory, Enum<?> constant) {
    @SuppressWarnings("unchecked") // HAPI pairs each enumeration with the factory of its own type.
    E own = (E) constant;
    return factory.toCode(own);
  }
}
