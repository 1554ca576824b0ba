package org.pvpoutcomes.fhir;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * FHIR XML at the edge (FHIR R4 xml.html): the same trees as those of {@link JsonReader}, read from
 * XML and written to it. JSON is what is kept; src/docs/adr/0014 says why.
 *
 * <p>Nothing is lost on the way but comments, white space between elements, and the spelling of
 * XHTML (quotes, prefixes, empty tags); decimals keep their digits. Thread-safe.
 */
@Singleton
class XmlFormat {

  private final ElementShapes shapes;
  private final int maxDepth;

  @Inject
  XmlFormat(ResourceChecker checker, FhirConfig config) {
    this(checker.shapes(), config.maxDepth());
  }

  /** Reads trees of objects and arrays nested up to {@code maxDepth}. */
  XmlFormat(ElementShapes shapes, int maxDepth) {
    this.shapes = shapes;
    this.maxDepth = maxDepth;
  }

  /**
   * Reads one resource. Elements and attributes are those of FHIR R4; whether values, cardinalities
   * and codes are right is for {@link ResourceChecker} to say.
   *
   * @param body UTF-8
   * @throws FhirRequestException MALFORMED for what is not well-formed XML, has a DTD, is not UTF-8
   *     or is nested too deep; STRUCTURE for elements, attributes and text that FHIR R4 does not
   *     have; TOO_LARGE beyond {@link JsonReader#MAX_TOKENS}; with line and column, without content
   */
  ObjectNode read(byte[] body) {
    return XmlReader.read(shapes, maxDepth, body);
  }

  /**
   * Writes a resource, in UTF-8 with an XML declaration.
   *
   * @param resource a tree that is well-formed FHIR R4 of any type
   * @param pretty whether every element stands on its own indented line; narratives are left as
   *     they are, for white space counts in them
   * @throws IllegalArgumentException if the tree has what FHIR R4 does not define
   */
  byte[] write(ObjectNode resource, boolean pretty) {
    return new XmlWriter(shapes, pretty).write(resource);
  }
}
