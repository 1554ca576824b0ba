package org.pvpoutcomes.cohort;

/** How a protocol document is written. */
public enum ProtocolFormat {
  /** RFC 8259. */
  JSON("application/json"),
  /** YAML 1.1, without aliases. */
  YAML("application/yaml");

  private final String mediaType;

  ProtocolFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  /** The registered media type (RFC 8259, RFC 9512). */
  public String mediaType() {
    return mediaType;
  }

  /** The format with this media type. */
  static ProtocolFormat of(String mediaType) {
    return mediaType.equals(JSON.mediaType) ? JSON : YAML;
  }
}
