package org.pvpoutcomes.cohort;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Protocol;

/**
 * A study and those of its versions that are derived.
 *
 * @param shipped whether it ships with the service, and so cannot be changed
 * @param active the version that answers; null while the first one is being derived
 * @param built the version that will take its place; null for none
 */
public record Study(String id, boolean shipped, @Nullable Version active, @Nullable Version built) {

  /** Refuses a study without any version. */
  public Study {
    if (active == null && built == null) {
      throw new IllegalArgumentException("A study has a version");
    }
  }

  /**
   * A version of a study.
   *
   * @param number from 1
   * @param document as it was sent, or as it ships with the service
   * @param format in which the document is written
   * @param protocol what the document says
   */
  public record Version(int number, String document, ProtocolFormat format, Protocol protocol) {

    /** The version that this document is. */
    static Version read(String study, int number, String document, ProtocolFormat format) {
      return new Version(
          number,
          document,
          format,
          ProtocolReader.read(study + " version " + number, document, format));
    }

    /** The SHA-256 of the document in UTF-8, in hexadecimal digits. */
    public String digest() {
      return DerivationBasis.sha256(document);
    }

    /** Its members. */
    public Dataset dataset() {
      return Dataset.of(protocol, number);
    }
  }

  /** The version from which answers are computed; empty while the first one is being derived. */
  public Optional<Version> answering() {
    return Optional.ofNullable(active);
  }

  /** The version that answers, or will be the first to do so. */
  public Version shown() {
    if (active != null) {
      return active;
    }
    if (built != null) {
      return built;
    }
    throw new IllegalStateException("A study has a version");
  }
}
