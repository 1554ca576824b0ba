package org.pvpoutcomes.fhir;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.ingest.Write;

/**
 * A Bundle that asks for writes.
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
   * One entry: a write, or why it is none.
   *
   * @param write what it asks for; null if it is refused
   * @param refusal why it is refused; null if it is not
   */
  record Entry(@Nullable Write write, @Nullable FhirRequestException refusal) {}
}
