package org.pvpoutcomes.fhir;

import java.io.StringReader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * The XHTML of narratives as text, in one spelling: no prefixes, double quotes, no comments. So it
 * can stand inside FHIR XML and inside a JSON string alike.
 */
final class XhtmlText {

  private static final String NAMESPACE = "http://www.w3.org/1999/xhtml";

  private static final XMLInputFactory FACTORY = factory();

  private static final String MAX_ELEMENT_DEPTH = "200";

  private static final String PREFIX = "xmlns:";

  /** More than any tag needs. */
  private static final int MOST_PREFIXES = 16;

  private XhtmlText() {}

  /**
   * Whether a tag declares more namespace prefixes than any needs. Parsers go through all that are
   * in scope for each one and for each name, so that their time grows with the square of the
   * number; hence this looks at the characters before a parser does.
   */
  static boolean hasTooManyPrefixes(CharSequence xml) {
    int declared = 0;
    int matched = 0;
    for (int i = 0; i < xml.length(); i++) {
      char c = xml.charAt(i);
      // No character of "xmlns:" but the first is an x.
      matched = c == PREFIX.charAt(matched) ? matched + 1 : c == 'x' ? 1 : 0;
      if (matched == PREFIX.length()) {
        matched = 0;
        declared++;
      }
      if (c == '<') {
        declared = 0;
      } else if (declared > MOST_PREFIXES) {
        return true;
      }
    }
    return false;
  }

  /**
   * The text of a narrative in that spelling.
   *
   * @throws IllegalArgumentException if it is not well-formed
   */
  static String canonical(String div) {
    try {
      XMLStreamReader reader = FACTORY.createXMLStreamReader(new StringReader(div));
      try {
        reader.nextTag();
        return read(reader);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException e) {
      throw new IllegalArgumentException("a narrative is not well-formed", e);
    }
  }

  /**
   * Reads the element that a reader has just come to, up to its end tag.
   *
   * @throws FhirRequestException STRUCTURE for an element of another namespace
   * @throws XMLStreamException if it is not well-formed or has entities other than XML's own
   */
  static String read(XMLStreamReader reader) throws XMLStreamException {
    StringBuilder text = new StringBuilder();
    int depth = 0;
    boolean open = false; // whether the last start tag still lacks its bracket
    int event = reader.getEventType();
    while (true) {
      switch (event) {
        case XMLStreamConstants.START_ELEMENT -> {
          text.append(open ? ">" : "");
          start(reader, text, depth == 0);
          depth++;
          open = true;
        }
        case XMLStreamConstants.END_ELEMENT -> {
          depth--;
          text.append(open ? "/>" : "</" + reader.getLocalName() + ">");
          open = false;
          if (depth == 0) {
            return text.toString();
          }
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
          text.append(open ? ">" : "").append(escaped(reader.getText(), false));
          open = false;
        }
        case XMLStreamConstants.ENTITY_REFERENCE ->
            throw new XMLStreamException("entity", reader.getLocation());
        default -> {
          // Comments say nothing to the reader of a narrative.
        }
      }
      event = reader.next();
    }
  }

  private static void start(XMLStreamReader reader, StringBuilder text, boolean root) {
    if (!NAMESPACE.equals(reader.getNamespaceURI())) {
      throw new FhirRequestException(
          FailureKind.STRUCTURE, "A narrative has an element that is not of the XHTML namespace.");
    }
    text.append('<').append(reader.getLocalName());
    if (root) {
      text.append(" xmlns=\"").append(NAMESPACE).append('"');
    }
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      String prefix = prefix(reader.getAttributeNamespace(i));
      text.append(' ').append(prefix).append(reader.getAttributeLocalName(i)).append("=\"");
      text.append(escaped(reader.getAttributeValue(i), true)).append('"');
    }
  }

  /** The only namespace that an attribute of XHTML can have: that of {@code xml:lang}. */
  private static String prefix(@Nullable String namespace) {
    return "http://www.w3.org/XML/1998/namespace".equals(namespace) ? "xml:" : "";
  }

  /**
   * A text as it stands in XML. Two code points that JSON has and XML 1.0 cannot have, U+FFFE and
   * U+FFFF, become U+FFFD.
   *
   * @param attribute whether white space must be protected from normalization (XML 1.0 §3.3.3)
   */
  static String escaped(String text, boolean attribute) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append(attribute ? "&quot;" : "\"");
        case '\t' -> escaped.append(attribute ? "&#9;" : "\t");
        case '\n' -> escaped.append(attribute ? "&#10;" : "\n");
        case '\r' -> escaped.append("&#13;");
        case '\uFFFE', '\uFFFF' -> escaped.append('\uFFFD');
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /** A reader without DTDs and entities; the JDK's own, whatever else is on the class path. */
  static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    // The JDK's own limit, 100, would be reported as XML that is not well-formed.
    factory.setProperty("jdk.xml.maxElementDepth", MAX_ELEMENT_DEPTH);
    return factory;
  }
}
