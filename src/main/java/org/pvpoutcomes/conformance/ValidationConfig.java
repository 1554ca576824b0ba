package org.pvpoutcomes.conformance;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** When resources are validated, and against what. {@code $validate} is always there. */
@ConfigMapping(prefix = "pvp.validation")
public interface ValidationConfig {

  /** What is done with the errors of a resource that is written. */
  enum OnWrite {
    /** It is not validated. */
    OFF,
    /** It is stored, and the sender is told. */
    REPORT,
    /** It is refused. */
    ENFORCE
  }

  /**
   * {@code off}, {@code report} or {@code enforce}. A resource is validated against FHIR R4 and
   * against the profiles that it claims in {@code meta.profile}. The default is off: the structure
   * is checked in any case, senders rarely claim profiles, and the validator takes milliseconds and
   * much memory.
   */
  @WithDefault("off")
  OnWrite onWrite();

  /**
   * Canonical URLs of profiles of this service that every written resource of their type must meet
   * as well, whether it claims them or not; separated by commas. The default is none.
   */
  Optional<List<String>> profiles();

  /**
   * Whether the validator is loaded in the background after the start, rather than by the first
   * request that needs it, which then waits for seconds. The default is to load it exactly if
   * {@code on-write} is not off, so that a service that never validates spends no memory on it.
   */
  Optional<Boolean> warmUp();
}
