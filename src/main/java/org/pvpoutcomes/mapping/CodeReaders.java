package org.pvpoutcomes.mapping;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.pvpoutcomes.vocabulary.Canonical;

/**
 * Which resource types are read by way of which of our code systems. A type too many costs time, a
 * type too few would leave stored resources as they are after a change of codes.
 */
final class CodeReaders {

  private static final Set<String> MEASURED = Set.of("Observation", "QuestionnaireResponse");
  private static final Set<String> MEDICATIONS =
      Set.of("MedicationStatement", "MedicationAdministration");

  /** Code systems that only some types read; the others are read everywhere. */
  private static final Map<String, Set<String>> ONLY =
      Map.of(
          Canonical.PROCEDURE_KIND,
          Set.of("Procedure"),
          Canonical.PRIMARY_TUMOUR,
          Set.of("Condition"),
          Canonical.DIAGNOSIS,
          Set.of("Condition"),
          Canonical.MEASURE,
          MEASURED,
          Canonical.PAIN_SCALE,
          MEASURED,
          Canonical.QLQ_BM22_ITEM,
          MEASURED,
          Canonical.OPIOID,
          MEDICATIONS,
          Canonical.OPIOID_ROUTE,
          MEDICATIONS);

  /** None carries a code of a place, an event or an extension that the study reads. */
  private static final Set<String> WITHOUT_PLACES =
      Set.of("Patient", "QuestionnaireResponse", "MedicationStatement", "MedicationAdministration");

  private CodeReaders() {}

  /**
   * The types that read {@code system}.
   *
   * @param mapped all types that are read
   */
  static Set<String> of(String system, Set<String> mapped) {
    Set<String> only = ONLY.get(system);
    if (only != null) {
      return only;
    }
    return mapped.stream()
        .filter(type -> !WITHOUT_PLACES.contains(type))
        .collect(Collectors.toUnmodifiableSet());
  }
}
