package org.pvpoutcomes.ingest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.record.CheckedResource;
import org.pvpoutcomes.record.Condition;

/**
 * One resource that a caller asks to be stored, changed or deleted. Made by one of the factories;
 * {@link #named} and {@link #expecting} add what only some have.
 *
 * @param kind delete, create, update or patch
 * @param type FHIR resource type
 * @param id the id to delete, update or patch; null for a create and for what has a condition
 * @param condition the condition of a conditional interaction; null for an unconditional one
 * @param versionMatch what the current version must be; {@link VersionMatch#ANY} for a create
 * @param fullUrl the entry's {@code fullUrl} inside a Bundle, by which other entries refer to it;
 *     null outside a Bundle and for a delete, to which nothing can refer
 * @param resource the resource; storing it sets its id, its meta and its references. Empty for a
 *     delete and for a patch, whose resource is known only once it is applied
 * @param patch the change; null unless it is a patch
 */
public record Write(
    Kind kind,
    String type,
    @Nullable String id,
    @Nullable Condition condition,
    VersionMatch versionMatch,
    @Nullable String fullUrl,
    CheckedResource resource,
    @Nullable Patch patch) {

  /**
   * Refuses what no interaction is.
   *
   * @throws IllegalArgumentException if the parts do not fit together: a delete without either id
   *     or condition would be a delete of everything
   */
  public Write {
    boolean oneTarget = (id == null) != (condition == null);
    if (kind == Kind.CREATE ? id != null : !oneTarget) {
      throw new IllegalArgumentException(kind + " with another target than it can have");
    }
    if (condition != null && !condition.type().equals(type)) {
      throw new IllegalArgumentException("The condition is on another type");
    }
    if (!resource.type().equals(type)) {
      throw new IllegalArgumentException("The resource is of another type");
    }
    if ((patch != null) != (kind == Kind.PATCH)) {
      throw new IllegalArgumentException("A patch, and nothing else, has a patch");
    }
    if (kind == Kind.CREATE && !versionMatch.equals(VersionMatch.ANY)) {
      throw new IllegalArgumentException("What is new has no version to match");
    }
    if (kind == Kind.DELETE && fullUrl != null) {
      throw new IllegalArgumentException("Nothing can refer to what is deleted");
    }
  }

  /** {@code DELETE [type]/[id]}. */
  public static Write delete(String type, String id) {
    return new Write(Kind.DELETE, type, id, null, VersionMatch.ANY, null, nothing(type), null);
  }

  /** {@code DELETE [type]?[condition]}, of a single resource. */
  public static Write delete(Condition condition) {
    CheckedResource nothing = nothing(condition.type());
    return new Write(
        Kind.DELETE, condition.type(), null, condition, VersionMatch.ANY, null, nothing, null);
  }

  /**
   * {@code POST [type]}.
   *
   * @param condition of {@code If-None-Exist}; null to create it in any case
   */
  public static Write create(CheckedResource resource, @Nullable Condition condition) {
    return new Write(
        Kind.CREATE, resource.type(), null, condition, VersionMatch.ANY, null, resource, null);
  }

  /** {@code PUT [type]/[id]}. */
  public static Write update(String id, CheckedResource resource) {
    return new Write(
        Kind.UPDATE, resource.type(), id, null, VersionMatch.ANY, null, resource, null);
  }

  /** {@code PUT [type]?[condition]}. */
  public static Write update(Condition condition, CheckedResource resource) {
    return new Write(
        Kind.UPDATE, resource.type(), null, condition, VersionMatch.ANY, null, resource, null);
  }

  /** {@code PATCH [type]/[id]}. */
  public static Write patch(String type, String id, Patch patch) {
    return new Write(Kind.PATCH, type, id, null, VersionMatch.ANY, null, nothing(type), patch);
  }

  /** {@code PATCH [type]?[condition]}. */
  public static Write patch(Condition condition, Patch patch) {
    CheckedResource nothing = nothing(condition.type());
    return new Write(
        Kind.PATCH, condition.type(), null, condition, VersionMatch.ANY, null, nothing, patch);
  }

  /** The same, as an entry of a Bundle; not for a delete. */
  public Write named(@Nullable String fullUrlOfEntry) {
    return new Write(kind, type, id, condition, versionMatch, fullUrlOfEntry, resource, patch);
  }

  /** The same, with a precondition on the current version; not for a create. */
  public Write expecting(VersionMatch current) {
    return new Write(kind, type, id, condition, current, fullUrl, resource, patch);
  }

  /** The same patch, now that its resource is known. */
  Write patched(CheckedResource result) {
    return new Write(kind, type, id, condition, versionMatch, fullUrl, result, patch);
  }

  private static CheckedResource nothing(String type) {
    return new CheckedResource(type, JsonNodeFactory.instance.objectNode(), List.of(), List.of());
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
    UPDATE,
    /** {@code PATCH}. The resource must exist. Processed together with updates. */
    PATCH
  }
}
