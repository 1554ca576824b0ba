package org.pvpoutcomes.record;

import java.time.Instant;

/**
 * One version of a resource as it is served; or its deletion, which is a version of its own and has
 * nothing to serve.
 *
 * @param type FHIR resource type
 * @param id logical id
 * @param version 1 for the first
 * @param lastUpdated when it was recorded, in whole milliseconds
 * @param content the resource as JSON text, with its {@code id}, {@code meta.versionId} and {@code
 *     meta.lastUpdated}; empty for a deletion
 */
public record StoredVersion(
    String type, String id, int version, Instant lastUpdated, String content) {

  /** Refuses a first version without content: what was never there cannot be deleted. */
  public StoredVersion {
    if (content.isEmpty() && version == 1) {
      throw new IllegalArgumentException("A deletion cannot be the first version");
    }
  }

  /** The version that deletes {@code before}. */
  public static StoredVersion deletionOf(StoredVersion before, Instant when) {
    return new StoredVersion(before.type(), before.id(), before.version() + 1, when, "");
  }

  /** Whether the resource is deleted as of this version. */
  public boolean isDeletion() {
    return content.isEmpty();
  }
}
