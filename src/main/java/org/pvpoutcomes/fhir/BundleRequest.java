package org.pvpoutcomes.fhir;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Bundle of requests.
 *
 * @param kind transaction or batch
 * @param entries in the order of the Bundle
 */
record BundleRequest(Kind kind, List<Entry> entries) {

  BundleRequest {
    entries = List.copyOf(entries);
  }

  /** How entries belong together. */
  enum Kind {
    /** All or nothing. */
    TRANSACTION,
    /** Each on its own. */
    BATCH
  }

  /**
   * One entry: a request, or why it is none.
   *
   * @param planned what it asks for; null if it is refused
   * @param refusal why it is refused; null if it is not
   */
  record Entry(@Nullable Planned planned, @Nullable FhirRequestException refusal) {}
}
