package org.pvpoutcomes.mapping;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Fact;

/**
 * What one resource version means for the study.
 *
 * @param patient literal reference to the patient it is about ({@code Patient/123}; a Patient is
 *     about itself); null where it names none
 * @param facts in the order the resource says them; empty where nothing concerns the study
 * @param findings in the order they were made
 */
public record Mapping(@Nullable String patient, List<Fact> facts, List<Finding> findings) {

  /** Copies the lists. */
  public Mapping {
    facts = List.copyOf(facts);
    findings = List.copyOf(findings);
  }
}
