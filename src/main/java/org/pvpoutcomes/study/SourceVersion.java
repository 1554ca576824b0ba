package org.pvpoutcomes.study;

/**
 * The one resource version a fact was read from, so that every figure can be followed back to what
 * was sent.
 *
 * @param type FHIR resource type, such as {@code Observation}
 * @param id logical id of the resource
 * @param version version number, 1 for the first
 * @param testData whether the resource is marked as test data, {@code HTEST}
 */
public record SourceVersion(String type, String id, int version, boolean testData)
    implements Comparable<SourceVersion> {

  /** A version that is not marked as test data. */
  public SourceVersion(String type, String id, int version) {
    this(type, id, version, false);
  }

  /** Refuses blank parts and version numbers below 1. */
  public SourceVersion {
    if (type.isBlank() || id.isBlank() || version < 1) {
      throw new IllegalArgumentException("A source version needs a type, an id and a version >= 1");
    }
  }

  /** The reference other resources use, without version: {@code Observation/123}. */
  public String reference() {
    return type + "/" + id;
  }

  /** The versioned reference: {@code Observation/123/_history/2}. */
  public String versionedReference() {
    return type + "/" + id + "/_history/" + version;
  }

  @Override
  public int compareTo(SourceVersion other) {
    int byType = type.compareTo(other.type);
    if (byType != 0) {
      return byType;
    }
    int byId = id.compareTo(other.id);
    return byId != 0 ? byId : Integer.compare(version, other.version);
  }
}
