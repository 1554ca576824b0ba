package org.pvpoutcomes.study;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.pvpoutcomes.study.Fact.ProcedureFact;

/**
 * A session and its vertebrae.
 *
 * @param vertebrae at least one, in anatomical order
 */
record TreatedSession(Sitting sitting, List<Vertebra> vertebrae) {

  /** The vertebrae of the procedures that the references name, parts included. */
  List<Vertebra> vertebraeOf(Collection<String> references) {
    Set<ProcedureFact> named = sitting.named(references);
    return vertebrae.stream()
        .filter(v -> v.procedures().stream().anyMatch(named::contains))
        .toList();
  }
}
