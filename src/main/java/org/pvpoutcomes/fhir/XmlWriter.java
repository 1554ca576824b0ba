package org.pvpoutcomes.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.fhir.ElementShape.Kind;
import org.pvpoutcomes.fhir.ElementShape.Property;

/** One tree on its way to FHIR XML: elements in the order of their definition. */
final class XmlWriter {

  private static final String NAMESPACE = "http://hl7.org/fhir";

  private final ElementShapes shapes;
  private final boolean pretty;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Writer out = new OutputStreamWriter(bytes, StandardCharsets.UTF_8);
  private int depth;

  XmlWriter(ElementShapes shapes, boolean pretty) {
    this.shapes = shapes;
    this.pretty = pretty;
  }

  byte[] write(ObjectNode resource) {
    try {
      out.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
      resource(resource, true);
      out.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory could not be written", e);
    }
  }

  private void resource(ObjectNode resource, boolean root) throws IOException {
    String type = resource.path("resourceType").asText();
    ElementShape shape = shapes.resource(type);
    if (shape == null) {
      throw new IllegalArgumentException("not a resource of FHIR R4");
    }
    open(type);
    if (root) {
      attribute("xmlns", NAMESPACE);
    }
    content(resource, shape, true);
    close(type);
  }

  /** The rest of a start tag, and what follows it up to the end tag. */
  private void content(ObjectNode object, ElementShape shape, boolean resource) throws IOException {
    @Nullable Property[] present = new Property[Long.SIZE];
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      Property property = shape.property(field.getKey());
      if (property != null) {
        present[property.ordinal()] = property;
      } else if (!resource || !field.getKey().equals("resourceType")) {
        throw new IllegalArgumentException(shape.name() + " has an element unknown to FHIR R4");
      }
    }
    if (!resource) {
      attributes(object, shape);
    }
    out.write('>');
    for (Property property : present) {
      if (property != null && (resource || !isAttribute(shape, property.base()))) {
        element(object, property, shape);
      }
    }
  }

  private void attributes(ObjectNode object, ElementShape shape) throws IOException {
    for (String name : new String[] {"id", "url"}) {
      if (isAttribute(shape, name) && object.has(name)) {
        attribute(name, object.get(name).asText());
      }
    }
  }

  /** Ids of elements and urls of extensions are attributes (FHIR R4 xml.html). */
  static boolean isAttribute(ElementShape shape, String name) {
    return name.equals("id") || (name.equals("url") && shape.name().equals("Extension"));
  }

  private void element(ObjectNode owner, Property property, ElementShape shape) throws IOException {
    String name = property.base();
    JsonNode values = owner.path(name);
    JsonNode siblings = owner.path("_" + name);
    Property main = shape.property(name);
    if (main == null) {
      throw new IllegalArgumentException(shape.name() + " has no " + name);
    }
    if (values instanceof ArrayNode || siblings instanceof ArrayNode) {
      for (int i = 0; i < Math.max(values.size(), siblings.size()); i++) {
        value(main, values.path(i), siblings.path(i));
      }
    } else {
      value(main, values, siblings);
    }
  }

  private void value(Property property, JsonNode value, JsonNode sibling) throws IOException {
    String name = property.name();
    if (property.primitive() == PrimitiveType.XHTML) {
      lineBreak();
      out.write(XhtmlText.canonical(value.asText()));
      return;
    }
    open(name);
    if (property.kind() == Kind.PRIMITIVE) {
      if (sibling.has("id")) {
        attribute("id", sibling.get("id").asText());
      }
      if (value.isValueNode() && !value.isNull()) {
        attribute("value", value.isBigDecimal() ? value.decimalValue().toString() : value.asText());
      }
      extensions(name, sibling);
      return;
    }
    ElementShape shape = property.shape();
    if (shape != null) {
      content((ObjectNode) value, shape, false);
    } else {
      out.write('>');
      resource((ObjectNode) value, false);
    }
    close(name);
  }

  private void extensions(String name, JsonNode sibling) throws IOException {
    if (!sibling.has("extension")) {
      out.write("/>");
      depth--;
      return;
    }
    out.write('>');
    ElementShape extension = shapes.extension();
    for (JsonNode item : sibling.get("extension")) {
      open("extension");
      content((ObjectNode) item, extension, false);
      close("extension");
    }
    close(name);
  }

  private void open(String name) throws IOException {
    lineBreak();
    out.write('<');
    out.write(name);
    depth++;
  }

  private void close(String name) throws IOException {
    depth--;
    lineBreak();
    out.write("</");
    out.write(name);
    out.write('>');
  }

  private void lineBreak() throws IOException {
    if (pretty) {
      out.write('\n');
      out.write("  ".repeat(depth));
    }
  }

  private void attribute(String name, String value) throws IOException {
    out.write(' ');
    out.write(name);
    out.write("=\"");
    out.write(XhtmlText.escaped(value, true));
    out.write('"');
  }
}
