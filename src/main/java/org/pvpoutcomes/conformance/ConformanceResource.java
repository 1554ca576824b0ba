package org.pvpoutcomes.conformance;

import java.time.Instant;

/**
 * A conformance resource that comes with the service.
 *
 * @param type its resource type
 * @param id the last segment of its canonical URL
 * @param url its canonical URL
 * @param json the resource with id and meta; a single line
 * @param lastUpdated when it was last changed, as in its meta
 * @param constrainedType for a StructureDefinition, the type that it constrains; empty for others
 */
public record ConformanceResource(
    String type, String id, String url, String json, Instant lastUpdated, String constrainedType) {

  /** The version that all of them have: they change with the service, and not while it runs. */
  public static final int VERSION = 1;
}
