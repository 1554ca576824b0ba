package org.pvpoutcomes.ingest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.record.CheckedResource;
import org.pvpoutcomes.record.IdentifierCriterion;

/**
 * One resource that a caller asks to be stored or deleted.
 *
 * @param kind delete, create or update
 * @param type FHIR resource type
 * @param id the id to delete or update; null for a create and for what has a condition
 * @param condition the condition of a conditional interaction; null for an unconditional one
 * @param fullUrl the entry's {@code fullUrl} inside a Bundle, by which other entries refer to it;
 *     null outside a Bundle and for a delete, to which nothing can refer
 * @param resource the resource; storing it sets its id, its meta and its references. Empty for a
 *     delete, which brings no identifiers and no references
 */
public record Write(
    Kind kind,
    String type,
    @Nullable String id,
    @Nullable IdentifierCriterion condition,
    @Nullable String fullUrl,
    CheckedResource resource) {

  /**
   * A delete.
   *
   * @param id the id to delete; null if there is a condition
   * @param condition what the resource to delete must match; null if there is an id
   * @throws IllegalArgumentException unless there is exactly one of them: without either, it would
   *     be a delete of everything
   */
  public static Write delete(
      String type, @Nullable String id, @Nullable IdentifierCriterion condition) {
    if ((id == null) == (condition == null)) {
      throw new IllegalArgumentException("A delete has an id or a condition");
    }
    CheckedResource nothing =
        new CheckedResource(type, JsonNodeFactory.instance.objectNode(), List.of(), List.of());
    return new Write(Kind.DELETE, type, id, condition, null, nothing);
  }

  /** What is asked, in the order in which a Bundle is processed (FHIR R4 http.html#trules). */
  public enum Kind {
    /** {@code DELETE}. Nothing happens if there is no such resource, or no match. */
    DELETE,
    /** {@code POST}. With a condition: only if nothing matches. */
    CREATE,
    /**
     * {@code PUT}. With an id: create it under that id if it does not exist. With a condition:
     * update the match, or create.
     */
    UPDATE
  }
}
