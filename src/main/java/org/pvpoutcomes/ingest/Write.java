package org.pvpoutcomes.ingest;

import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.record.CheckedResource;
import org.pvpoutcomes.record.IdentifierCriterion;

/**
 * One resource that a caller asks to be stored.
 *
 * @param kind create or update
 * @param type FHIR resource type
 * @param id the id to update; null for a create and for a conditional update
 * @param condition the condition of a conditional create or update; null for an unconditional one
 * @param fullUrl the entry's {@code fullUrl} inside a Bundle, by which other entries refer to it;
 *     null outside a Bundle
 * @param resource the resource; storing it sets its id, its meta and its references
 */
public record Write(
    Kind kind,
    String type,
    @Nullable String id,
    @Nullable IdentifierCriterion condition,
    @Nullable String fullUrl,
    CheckedResource resource) {

  /** What is asked. */
  public enum Kind {
    /** {@code POST}. With a condition: only if nothing matches. */
    CREATE,
    /**
     * {@code PUT}. With an id: create it under that id if it does not exist. With a condition:
     * update the match, or create.
     */
    UPDATE
  }
}
