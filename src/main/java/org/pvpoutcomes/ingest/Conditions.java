package org.pvpoutcomes.ingest;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.pvpoutcomes.ingest.Write.Kind;
import org.pvpoutcomes.ingest.WriteRefusedException.Reason;
import org.pvpoutcomes.record.CheckedResource.ReferenceSite;
import org.pvpoutcomes.record.Condition;
import org.pvpoutcomes.record.Criteria;
import org.pvpoutcomes.record.Criterion;
import org.pvpoutcomes.record.IdentifierCriterion;

/**
 * All conditions of one transaction: those of conditional interactions, and those that conditional
 * references state (FHIR R4 http.html#trules).
 */
final class Conditions {

  private Conditions() {}

  /**
   * Every condition once.
   *
   * @throws WriteRefusedException for two writes with the same condition, unless the one deletes
   *     what the other creates anew; for a write whose resource does not have the identifier of its
   *     own condition: sent again, it would be created again; and for a condition that cannot be
   *     decided for what this transaction writes
   */
  static Set<Condition> of(List<Write> writes) {
    Set<Condition> ofDeletes = new HashSet<>();
    Set<Condition> ofOthers = new HashSet<>();
    Set<Condition> conditions = new LinkedHashSet<>();
    for (int i = 0; i < writes.size(); i++) {
      Write write = writes.get(i);
      Condition condition = write.condition();
      if (condition != null) {
        refuseUnlessMet(i, write, condition);
        if (!(write.kind() == Kind.DELETE ? ofDeletes : ofOthers).add(condition)) {
          throw new WriteRefusedException(
              Reason.DUPLICATE_ENTRY,
              i,
              write.type(),
              "Another entry of this Bundle has the same condition; send one of them");
        }
        conditions.add(condition);
      }
    }
    conditions.addAll(ofReferences(writes));
    return conditions;
  }

  /**
   * Those of conditional references alone.
   *
   * @throws WriteRefusedException for one that cannot be decided for what this transaction writes
   */
  static Set<Condition> ofReferences(List<Write> writes) {
    Set<Condition> conditions = new LinkedHashSet<>();
    for (int i = 0; i < writes.size(); i++) {
      for (ReferenceSite site : writes.get(i).resource().references()) {
        Condition condition = site.condition();
        if (condition != null) {
          refuseUndecidable(i, site.expression(), condition);
          conditions.add(condition);
        }
      }
    }
    return conditions;
  }

  /** Only what stores a resource by its condition must meet it; a patch and a delete find one. */
  private static void refuseUnlessMet(int entry, Write write, Condition condition) {
    if (write.kind() == Kind.DELETE || write.kind() == Kind.PATCH) {
      return;
    }
    refuseUndecidable(entry, write.type(), condition);
    if (condition instanceof IdentifierCriterion identifier
        && !write.resource().identifiers().contains(identifier)) {
      throw new WriteRefusedException(
          Reason.CONDITION_NOT_MET,
          entry,
          write.type() + ".identifier",
          "The resource does not have the identifier of its condition, so that sending it again"
              + " would create it again. In a URL, a plus sign is a space; write its percent code. To change an"
              + " identifier, update the resource by its id");
    }
  }

  /**
   * Whether what is written meets it must be known before it is stored, and from itself: the time
   * of its version is not given yet, and another resource may be on its way too.
   */
  private static void refuseUndecidable(int entry, String expression, Condition condition) {
    if (condition instanceof Criteria criteria) {
      for (Criterion criterion : criteria.all()) {
        if (criterion instanceof Criterion.Chain) {
          throw new WriteRefusedException(
              Reason.CONDITION_NOT_MET,
              entry,
              expression,
              "The condition looks into another resource, which is possible only to delete or patch."
                  + " Name the other resource by its reference, or by the identifier that the"
                  + " reference itself carries: subject:identifier=system|value");
        }
        if (criterion instanceof Criterion.LastUpdated) {
          throw new WriteRefusedException(
              Reason.CONDITION_NOT_MET,
              entry,
              expression,
              "The condition asks for _lastUpdated, which the server sets, so that no resource can"
                  + " be made to meet it; leave that parameter out");
        }
      }
    }
  }
}
