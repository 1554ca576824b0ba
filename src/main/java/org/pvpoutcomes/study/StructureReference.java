package org.pvpoutcomes.study;

import org.jspecify.annotations.Nullable;

/**
 * That a procedure refers to a body structure.
 *
 * @param reference {@code BodyStructure/123}
 * @param role what it is to the procedure
 * @param level of the body site that refers to it; null where the procedure itself does, or where
 *     the body site names none
 */
public record StructureReference(String reference, Role role, @Nullable VertebralLevel level) {

  /** What a body structure is to a procedure. */
  public enum Role {
    /** What was treated. */
    TARGET,
    /** Through which the needle went. */
    APPROACH
  }
}
