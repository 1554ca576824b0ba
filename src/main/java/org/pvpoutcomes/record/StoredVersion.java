package org.pvpoutcomes.record;

import java.time.Instant;

/**
 * One version of a resource as it is served.
 *
 * @param type FHIR resource type
 * @param id logical id
 * @param version 1 for the first
 * @param lastUpdated when it was recorded, in whole milliseconds
 * @param content the resource as JSON text, with its {@code id}, {@code meta.versionId} and {@code
 *     meta.lastUpdated}
 */
public record StoredVersion(
    String type, String id, int version, Instant lastUpdated, String content) {}
