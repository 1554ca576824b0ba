package org.pvpoutcomes.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A resource as it was received, known to be well-formed FHIR R4, with the places that the record
 * needs, found while it was checked.
 *
 * @param type FHIR resource type
 * @param content the resource; who stores it may set its id, its meta and the references below
 * @param references every Reference element that has a literal, also in contained resources
 * @param identifiers the resource's own business identifiers that have a value
 */
public record CheckedResource(
    String type,
    ObjectNode content,
    List<ReferenceSite> references,
    List<IdentifierCriterion> identifiers) {

  /** Copies the lists. */
  public CheckedResource {
    references = List.copyOf(references);
    identifiers = List.copyOf(identifiers);
  }

  /**
   * One Reference element.
   *
   * @param element the element, which has a text {@code reference}
   * @param expression its FHIRPath from the resource type: {@code Observation.subject}
   * @param condition what a conditional reference ({@code Patient?identifier=system|value}) asks
   *     for; null for any other reference
   * @param reference the literal reference as it was received, whatever it is resolved to
   */
  public record ReferenceSite(
      ObjectNode element, String expression, @Nullable Condition condition, String reference) {

    /** A site that has not been resolved yet. */
    public ReferenceSite(ObjectNode element, String expression, @Nullable Condition condition) {
      this(element, expression, condition, element.get("reference").textValue());
    }
  }
}
