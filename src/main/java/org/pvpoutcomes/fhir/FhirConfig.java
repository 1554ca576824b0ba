package org.pvpoutcomes.fhir;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.LocalDate;
import java.util.Optional;

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
   * Longest URL, in bytes, path and query together. A longer one is answered with 414. A search
   * whose links to pages could become longer is refused, too, also if it came as a form: nobody
   * could follow them. The default holds the 1,000 values that a search may have, of 60 bytes each.
   * {@code quarkus.http.limits.max-initial-line-length}, {@code max-header-size} and {@code
   * max-header-list-size} must be larger, or the HTTP layer answers first, and not with an
   * OperationOutcome.
   */
  @WithDefault("65536")
  @Min(2048)
  @Max(120_000)
  int maxUrlLength();

  /**
   * Most matches on one page of a search or a history, whatever {@code _count} asks for. Resources
   * that {@code _include} and {@code _revinclude} add come on top of it.
   */
  @WithDefault("1000")
  @Min(1)
  @Max(10_000)
  int maxPageSize();

  /** Matches on one page of a search or a history without {@code _count}. */
  @WithDefault("50")
  @Min(1)
  int defaultPageSize();

  /**
   * Most resources that {@code _include} and {@code _revinclude} add to one page, whose contents
   * may have 32 MiB together. A page that would need more is refused, and says so: half of what
   * belongs together is worse than nothing.
   */
  @WithDefault("5000")
  @Min(1)
  int maxIncluded();

  /**
   * Base URL that links, Location and fullUrl begin with, without a slash at the end. By default
   * that of the request; behind a gateway, what the outside sees.
   */
  Optional<String> baseUrl();

  /**
   * Date of the CapabilityStatement, ISO 8601. It says when the statement was last changed, so it
   * changes with the statement and not with the clock.
   */
  @WithDefault("2026-11-25")
  LocalDate capabilitiesDate();
}
