package org.pvpoutcomes.cohort;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Fact;
import org.pvpoutcomes.study.PatientIdentifier;

/**
 * What the current version of one resource says to the study.
 *
 * @param patient literal reference ({@code Patient/123}); null when the resource names none
 * @param subject the identifier by which it names its patient; null where it does not
 * @param facts never empty unless there are findings or unmapped codes
 * @param findings JSON array, as the mapping's caller wrote it
 * @param unmapped codes that the vocabulary does not decide on, each once
 */
public record ResourceFacts(
    String type,
    String id,
    int version,
    @Nullable String patient,
    @Nullable PatientIdentifier subject,
    List<Fact> facts,
    String findings,
    List<CodeAt> unmapped) {

  /** Copies the lists. */
  public ResourceFacts {
    facts = List.copyOf(facts);
    unmapped = List.copyOf(unmapped);
  }
}
