package org.pvpoutcomes.fhir;

import java.io.StringReader;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The XHTML of a Narrative (FHIR R4 narrative.html, invariants txt-1 and txt-2): one well-formed
 * div in the XHTML namespace with formatting elements only. Nothing in it may run when a browser
 * shows it: no script, no event attribute, no javascript link. No DTD, so no entities but XML's
 * own.
 */
final class Narratives {

  private static final String XHTML = "http://www.w3.org/1999/xhtml";

  private static final Set<String> ELEMENTS =
      Set.of(
          "p",
          "br",
          "div",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "a",
          "span",
          "b",
          "em",
          "i",
          "strong",
          "small",
          "big",
          "tt",
          "dfn",
          "q",
          "var",
          "abbr",
          "acronym",
          "cite",
          "blockquote",
          "hr",
          "address",
          "bdo",
          "kbd",
          "sub",
          "sup",
          "ul",
          "ol",
          "li",
          "dl",
          "dt",
          "dd",
          "pre",
          "table",
          "caption",
          "colgroup",
          "col",
          "thead",
          "tr",
          "tfoot",
          "tbody",
          "th",
          "td",
          "code",
          "samp",
          "img",
          "map",
          "area");

  private static final Pattern BLANKS = Pattern.compile("[\\x00-\\x20]+");

  /** Schemes of URLs that are programs. */
  private static final Set<String> SCRIPTS = Set.of("javascript:", "vbscript:", "data:text/html");

  private static final XMLInputFactory FACTORY = factory();

  private Narratives() {}

  /** True if the text is such a div. */
  static boolean isAllowed(String text) {
    if (XhtmlText.hasTooManyPrefixes(text)) {
      return false;
    }
    try {
      XMLStreamReader reader = FACTORY.createXMLStreamReader(new StringReader(text));
      try {
        return isAllowed(reader);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException e) {
      return false;
    }
  }

  private static boolean isAllowed(XMLStreamReader reader) throws XMLStreamException {
    boolean root = true;
    while (reader.hasNext()) {
      int event = reader.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        if ((root && !reader.getLocalName().equals("div")) || !isAllowedElement(reader)) {
          return false;
        }
        root = false;
      } else if (event == XMLStreamConstants.DTD
          || event == XMLStreamConstants.ENTITY_REFERENCE
          || event == XMLStreamConstants.PROCESSING_INSTRUCTION) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAllowedElement(XMLStreamReader reader) {
    if (!XHTML.equals(reader.getNamespaceURI()) || !ELEMENTS.contains(reader.getLocalName())) {
      return false;
    }
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      String name = reader.getAttributeLocalName(i).toLowerCase(Locale.ROOT);
      // Browsers skip blanks and control characters before and inside the scheme of a URL.
      String value =
          BLANKS.matcher(reader.getAttributeValue(i)).replaceAll("").toLowerCase(Locale.ROOT);
      if (name.startsWith("on") || SCRIPTS.stream().anyMatch(value::startsWith)) {
        return false;
      }
    }
    return true;
  }

  private static XMLInputFactory factory() {
    // The JDK's own, whatever else is on the class path: its switches below are known to work.
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    return factory;
  }
}
