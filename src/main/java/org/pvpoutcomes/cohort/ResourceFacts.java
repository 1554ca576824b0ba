package org.pvpoutcomes.cohort;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Fact;

/**
 * What the current version of one resource says to the study.
 *
 * @param patient literal reference ({@code Patient/123}); null when the resource names none
 * @param facts never empty unless there are findings
 * @param findings JSON array, as the mapping's caller wrote it
 */
public record ResourceFacts(
    String type,
    String id,
    int version,
    @Nullable String patient,
    List<Fact> facts,
    String findings) {

  /** Copies the list. */
  public ResourceFacts {
    facts = List.copyOf(facts);
  }
}
