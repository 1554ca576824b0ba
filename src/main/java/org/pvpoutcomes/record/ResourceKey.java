package org.pvpoutcomes.record;

/**
 * Which resource, whatever its version.
 *
 * @param type FHIR resource type
 * @param id logical id
 */
public record ResourceKey(String type, String id) implements Comparable<ResourceKey> {

  /** The literal reference to it: {@code Patient/123}. */
  public String reference() {
    return type + "/" + id;
  }

  @Override
  public int compareTo(ResourceKey other) {
    int byType = type.compareTo(other.type);
    return byType != 0 ? byType : id.compareTo(other.id);
  }
}
