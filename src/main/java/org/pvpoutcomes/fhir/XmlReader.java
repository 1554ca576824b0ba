package org.pvpoutcomes.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.CharArrayReader;
import java.nio.CharBuffer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.pvpoutcomes.fhir.ElementShape.Kind;
import org.pvpoutcomes.fhir.ElementShape.Property;

/** One FHIR XML body on its way to a tree. */
final class XmlReader {

  private static final String FHIR = "http://hl7.org/fhir";
  private static final String XHTML = "http://www.w3.org/1999/xhtml";
  private static final String SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final XMLInputFactory FACTORY = XhtmlText.factory();

  private final ElementShapes shapes;
  private final int maxDepth;
  private final XMLStreamReader xml;
  private int tokens;

  private XmlReader(ElementShapes shapes, int maxDepth, XMLStreamReader xml) {
    this.shapes = shapes;
    this.maxDepth = maxDepth;
    this.xml = xml;
  }

  static ObjectNode read(ElementShapes shapes, int maxDepth, byte[] body) {
    CharBuffer text = JsonReader.decode(body);
    if (XhtmlText.hasTooManyPrefixes(text)) {
      throw new FhirRequestException(
          FailureKind.MALFORMED, "A tag of the XML declares too many namespace prefixes.");
    }
    try {
      XMLStreamReader xml =
          FACTORY.createXMLStreamReader(
              new CharArrayReader(text.array(), text.arrayOffset(), text.remaining()));
      try {
        return new XmlReader(shapes, maxDepth, xml).document();
      } finally {
        xml.close();
      }
    } catch (XMLStreamException e) {
      Location at = e.getLocation();
      throw new FhirRequestException(
          FailureKind.MALFORMED, "The body is not well-formed XML" + (at == null ? "." : at(at)));
    }
  }

  private ObjectNode document() throws XMLStreamException {
    String encoding = xml.getCharacterEncodingScheme();
    if (encoding != null && !encoding.toUpperCase(Locale.ROOT).equals("UTF-8")) {
      throw refused(FailureKind.MALFORMED, "FHIR XML is UTF-8; the XML declaration names another");
    }
    nextElement();
    ObjectNode resource = resource(1);
    while (xml.hasNext()) {
      event();
    }
    return resource;
  }

  private ObjectNode resource(int depth) throws XMLStreamException {
    ElementShape shape = shapes.resource(xml.getLocalName());
    if (shape == null || !FHIR.equals(xml.getNamespaceURI())) {
      throw refused(FailureKind.STRUCTURE, "A resource of FHIR R4 in its namespace is needed here");
    }
    ObjectNode resource = NODES.objectNode();
    resource.put("resourceType", xml.getLocalName());
    noAttributesBut(Set.of());
    children(resource, shape, depth);
    return resource;
  }

  /** Everything up to the end tag of the element that owns it. */
  private void children(ObjectNode owner, ElementShape shape, int depth) throws XMLStreamException {
    if (depth > maxDepth) {
      throw refused(FailureKind.MALFORMED, "The XML is nested deeper than " + maxDepth + " levels");
    }
    Set<String> siblings = new HashSet<>();
    int last = 0;
    while (nextElement()) {
      String name = xml.getLocalName();
      Property property = shape.property(name);
      boolean xhtml = property != null && property.primitive() == PrimitiveType.XHTML;
      boolean attribute = !owner.has("resourceType") && XmlWriter.isAttribute(shape, name);
      if (property == null
          || property.kind() == Kind.SIBLING
          || attribute
          || !(xhtml ? XHTML : FHIR).equals(xml.getNamespaceURI())) {
        throw refused(FailureKind.STRUCTURE, "An element here is not defined in FHIR R4");
      }
      if (property.ordinal() < last) {
        throw refused(
            FailureKind.STRUCTURE,
            "Elements have an order in XML (FHIR R4 xml.html), and here "
                + name
                + " stands behind "
                + shape.element(last));
      }
      last = property.ordinal();
      if (!property.repeats() && (owner.has(name) || owner.has("_" + name))) {
        throw refused(FailureKind.STRUCTURE, "An element is here twice that does not repeat");
      }
      int inner = property.repeats() ? depth + 2 : depth + 1;
      if (property.kind() == Kind.PRIMITIVE) {
        primitive(owner, property, inner, siblings);
      } else {
        add(owner, property, complex(property, inner));
      }
    }
    siblings.forEach(name -> align(owner, name));
  }

  private static void add(ObjectNode owner, Property property, JsonNode value) {
    if (property.repeats()) {
      owner.withArray(property.name()).add(value);
    } else {
      owner.set(property.name(), value);
    }
  }

  private ObjectNode complex(Property property, int depth) throws XMLStreamException {
    ElementShape shape = property.shape();
    if (shape != null) {
      return element(shape, depth);
    }
    noAttributesBut(Set.of());
    if (!nextElement()) {
      throw refused(FailureKind.STRUCTURE, "A resource is needed inside this element");
    }
    ObjectNode resource = resource(depth);
    if (nextElement()) {
      throw refused(FailureKind.STRUCTURE, "Only one resource can be inside this element");
    }
    return resource;
  }

  private ObjectNode element(ElementShape shape, int depth) throws XMLStreamException {
    ObjectNode element = NODES.objectNode();
    boolean extension = shape.name().equals("Extension");
    noAttributesBut(extension ? Set.of("id", "url") : Set.of("id"));
    copyAttribute("id", element);
    copyAttribute("url", element);
    children(element, shape, depth);
    if (element.isEmpty()) {
      throw refused(FailureKind.STRUCTURE, "The element is empty; leave it out instead");
    }
    return element;
  }

  private void primitive(ObjectNode owner, Property property, int depth, Set<String> siblings)
      throws XMLStreamException {
    String name = property.name();
    if (property.primitive() == PrimitiveType.XHTML) {
      owner.put(name, XhtmlText.read(xml));
      return;
    }
    boolean plain = name.equals("id");
    noAttributesBut(plain ? Set.of("value") : Set.of("id", "value"));
    String text = xml.getAttributeValue(null, "value");
    JsonNode value = text == null ? NODES.nullNode() : XmlValues.value(property, text);
    ObjectNode sibling = NODES.objectNode();
    copyAttribute("id", sibling);
    children(sibling, shapes.sibling(), depth);
    if (plain && !sibling.isEmpty()) {
      throw refused(FailureKind.STRUCTURE, "The id of a resource has no extensions");
    }
    if (value.isNull() && sibling.isEmpty()) {
      throw refused(FailureKind.STRUCTURE, "The element is empty; leave it out instead");
    }
    if (property.repeats()) {
      owner.withArray(name).add(value);
      if (!sibling.isEmpty()) {
        ArrayNode others = owner.withArray("_" + name);
        fill(others, owner.get(name).size() - 1);
        others.add(sibling);
        siblings.add(name);
      }
    } else {
      if (!value.isNull()) {
        owner.set(name, value);
      }
      if (!sibling.isEmpty()) {
        owner.set("_" + name, sibling);
      }
    }
  }

  /** Both arrays of one length, and no array of values where there are none (json.html). */
  private static void align(ObjectNode owner, String name) {
    ArrayNode values = (ArrayNode) owner.get(name);
    fill((ArrayNode) owner.get("_" + name), values.size());
    for (JsonNode value : values) {
      if (!value.isNull()) {
        return;
      }
    }
    owner.remove(name);
  }

  private static void fill(ArrayNode array, int size) {
    while (array.size() < size) {
      array.addNull();
    }
  }

  private void copyAttribute(String name, ObjectNode to) {
    String value = xml.getAttributeValue(null, name);
    if (value != null) {
      to.put(name, value);
    }
  }

  private void noAttributesBut(Set<String> allowed) {
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      String namespace = xml.getAttributeNamespace(i);
      boolean known =
          (namespace == null || namespace.isEmpty())
              ? allowed.contains(xml.getAttributeLocalName(i))
              : (namespace.equals(SCHEMA_INSTANCE)
                  && xml.getAttributeLocalName(i).equals("schemaLocation"));
      if (!known) {
        throw refused(FailureKind.STRUCTURE, "An attribute here is not defined in FHIR R4");
      }
    }
    count(2 * xml.getAttributeCount());
  }

  /** Goes to the next start tag: true. Or to the end tag before it: false. */
  private boolean nextElement() throws XMLStreamException {
    while (true) {
      int event = event();
      if (event == XMLStreamConstants.START_ELEMENT) {
        count(2);
        return true;
      }
      if (event == XMLStreamConstants.END_ELEMENT) {
        return false;
      }
    }
  }

  private int event() throws XMLStreamException {
    int event = xml.next();
    switch (event) {
      case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
          throw refused(FailureKind.MALFORMED, "FHIR XML has no DTD and no entities");
      case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
        if (!xml.isWhiteSpace()) {
          throw refused(FailureKind.STRUCTURE, "Text here is not defined in FHIR R4");
        }
      }
      default -> {
        // Comments and processing instructions are not part of the resource.
      }
    }
    return event;
  }

  private void count(int more) {
    tokens += more;
    if (tokens > JsonReader.MAX_TOKENS) {
      throw refused(
          FailureKind.TOO_LARGE,
          "The XML has too many elements and attributes; send the resources in several Bundles");
    }
  }

  private FhirRequestException refused(FailureKind kind, String text) {
    return new FhirRequestException(kind, text + at(xml.getLocation()));
  }

  private static String at(Location at) {
    return " (line " + at.getLineNumber() + ", column " + at.getColumnNumber() + ").";
  }
}
