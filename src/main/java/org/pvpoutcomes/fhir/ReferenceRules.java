package org.pvpoutcomes.fhir;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.record.Condition;

/** What a literal reference must be, seen from its own resource, and what it asks for. */
final class ReferenceRules {

  private ReferenceRules() {}

  /**
   * What is wrong with a reference inside its resource: a local one must name a contained resource
   * (FHIR R4 references.html, invariant ref-1).
   *
   * @param containedIds ids of the contained resources
   * @return issues without a place; empty if nothing is wrong
   */
  static List<Issue> faults(String reference, Set<String> containedIds) {
    if (reference.startsWith("#")) {
      boolean known = reference.length() == 1 || containedIds.contains(reference.substring(1));
      return known
          ? List.of()
          : List.of(
              new Issue(FailureKind.INVARIANT, null, "No contained resource has that id (ref-1)."));
    }
    return List.of();
  }

  /**
   * What a conditional reference, one that is a search, asks for (FHIR R4 http.html#trules).
   *
   * @return null for any other reference
   * @throws FhirRequestException if the search cannot be carried out
   */
  static @Nullable Condition condition(String reference) {
    int query = reference.indexOf('?');
    if (query <= 0 || !reference.chars().limit(query).allMatch(Character::isLetter)) {
      return null;
    }
    return Conditions.parse(
        reference.substring(0, query), reference.substring(query + 1), null, null);
  }
}
