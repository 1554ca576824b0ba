package org.pvpoutcomes.protocol;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.ProtocolFormat;
import org.pvpoutcomes.cohort.StudyVersion;

/** The versions of a study, from the first. */
public record VersionsReport(String study, List<VersionReport> versions) {

  /** Copies the list. */
  public VersionsReport {
    versions = List.copyOf(versions);
  }

  /**
   * A version.
   *
   * @param state {@code queued}, {@code deriving}, {@code active} or {@code replaced}
   * @param mediaType of its document
   * @param created when it was added; null for a study that ships with the service
   * @param document path of its document
   */
  public record VersionReport(
      int version, String state, String mediaType, @Nullable Instant created, String document) {}

  static VersionsReport of(String study, List<StudyVersion> versions) {
    return new VersionsReport(
        study,
        versions.stream()
            .map(
                version ->
                    new VersionReport(
                        version.version(),
                        state(version.state()),
                        version.format().mediaType(),
                        version.created(),
                        path(study, version.version())))
            .toList());
  }

  static VersionsReport shipped(String study) {
    return new VersionsReport(
        study,
        List.of(
            new VersionReport(1, "active", ProtocolFormat.YAML.mediaType(), null, path(study, 1))));
  }

  private static String state(StudyVersion.State state) {
    return switch (state) {
      case QUEUED -> "queued";
      case DERIVING, DERIVED -> "deriving";
      case ACTIVE -> "active";
      case REPLACED, RETIRED -> "replaced";
    };
  }

  private static String path(String study, int version) {
    return "/api/v1/studies/" + study + "/versions/" + version;
  }
}
