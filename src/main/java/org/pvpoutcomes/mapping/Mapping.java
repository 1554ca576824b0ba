package org.pvpoutcomes.mapping;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Fact;
import org.pvpoutcomes.study.PatientIdentifier;
import org.pvpoutcomes.study.PatientReplacement;

/**
 * What one resource version means for the study.
 *
 * @param patient literal reference to the patient it is about ({@code Patient/123}; a Patient is
 *     about itself); null where it names none
 * @param facts in the order the resource says them; empty where nothing concerns the study
 * @param findings in the order they were made
 * @param unmapped each once, in the order they were met
 * @param subject the identifier by which it names its patient; null where it has a literal
 *     reference, and where it has neither
 * @param replacements what a Patient says about which Patient replaced which
 */
public record Mapping(
    @Nullable String patient,
    List<Fact> facts,
    List<Finding> findings,
    List<UnmappedCode> unmapped,
    @Nullable PatientIdentifier subject,
    List<PatientReplacement> replacements) {

  /** Copies the lists; refuses two names for one patient. */
  public Mapping {
    facts = List.copyOf(facts);
    findings = List.copyOf(findings);
    unmapped = List.copyOf(unmapped);
    replacements = List.copyOf(replacements);
    if (patient != null && subject != null) {
      throw new IllegalArgumentException("A literal reference counts before an identifier");
    }
  }

  /** Of a resource that names its patient by a literal reference, or not at all. */
  public Mapping(
      @Nullable String patient,
      List<Fact> facts,
      List<Finding> findings,
      List<UnmappedCode> unmapped) {
    this(patient, facts, findings, unmapped, null, List.of());
  }

  /** Whether there is nothing to keep of it. */
  public boolean saysNothing() {
    return facts.isEmpty() && findings.isEmpty() && unmapped.isEmpty();
  }
}
