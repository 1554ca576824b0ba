package org.pvpoutcomes.ingest;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.pvpoutcomes.record.CheckedResource.ReferenceSite;
import org.pvpoutcomes.record.IdentifierCriterion;

/**
 * All conditions of one transaction: those of conditional deletes, creates and updates, and those
 * that conditional references state (FHIR R4 http.html#trules).
 */
final class Conditions {

  private Conditions() {}

  /**
   * Every condition once.
   *
   * @throws WriteRefusedException for two writes with the same condition, unless the one deletes
   *     what the other creates anew; and for a write whose resource does not meet its own
   *     condition: sent again, it would be created again
   */
  static Set<IdentifierCriterion> of(List<Write> writes) {
    Set<IdentifierCriterion> ofDeletes = new LinkedHashSet<>();
    Set<IdentifierCriterion> conditions = new LinkedHashSet<>();
    for (int i = 0; i < writes.size(); i++) {
      IdentifierCriterion condition = writes.get(i).condition();
      boolean deletes = writes.get(i).kind() == Write.Kind.DELETE;
      if (condition != null
          && !deletes
          && !writes.get(i).resource().identifiers().contains(condition)) {
        throw new WriteRefusedException(
            WriteRefusedException.Reason.CONDITION_NOT_MET,
            i,
            writes.get(i).type() + ".identifier",
            "The resource does not have the identifier of its condition, so that sending it again"
                + " would create it again. In a URL, a plus sign is a space; write its percent code. To change an"
                + " identifier, update the resource by its id");
      }
      if (condition != null && !(deletes ? ofDeletes : conditions).add(condition)) {
        throw new WriteRefusedException(
            WriteRefusedException.Reason.DUPLICATE_ENTRY,
            i,
            writes.get(i).type(),
            "Another entry of this Bundle has the same condition; send one of them");
      }
    }
    conditions.addAll(ofDeletes);
    for (Write write : writes) {
      for (ReferenceSite site : write.resource().references()) {
        if (site.condition() != null) {
          conditions.add(site.condition());
        }
      }
    }
    return conditions;
  }
}
