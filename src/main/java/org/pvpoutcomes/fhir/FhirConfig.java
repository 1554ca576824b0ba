package org.pvpoutcomes.fhir;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.LocalDate;

/** Limits on what the FHIR endpoint takes, and what it says about itself. */
@ConfigMapping(prefix = "pvp.fhir")
public interface FhirConfig {

  /**
   * Largest request body, in bytes (suffixes K, M, G). A larger one is answered with 413. The
   * default of 32 MiB holds a transaction of some 40,000 Observations, and keeps what one request
   * can make the server allocate well below a small heap. {@code quarkus.http.limits.max-body-size}
   * must be larger, or the HTTP layer answers first, and not with an OperationOutcome.
   */
  @WithDefault("32M")
  MemorySize maxBodySize();

  /**
   * Most entries in one Bundle. A larger one is answered with 413. A transaction holds its locks
   * until the last entry is stored; 20,000 entries take seconds, not minutes.
   */
  @WithDefault("20000")
  @Min(1)
  int maxEntries();

  /**
   * Deepest nesting of JSON objects and arrays. A deeper one is answered with 400. A Questionnaire
   * nested twenty items deep inside a Bundle needs about 90; the upper bound of 900 keeps below the
   * limits of the libraries that read the stored text again.
   */
  @WithDefault("200")
  @Min(20)
  @Max(900)
  int maxDepth();

  /**
   * Date of the CapabilityStatement, ISO 8601. It says when the statement was last changed, so it
   * changes with the statement and not with the clock.
   */
  @WithDefault("2026-11-25")
  LocalDate capabilitiesDate();
}
