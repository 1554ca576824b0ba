package org.pvpoutcomes.record;

/**
 * What the resource of a conditional interaction, or the target of a conditional reference, must
 * meet (FHIR R4 http.html#cond-update, #trules).
 */
public sealed interface Condition permits IdentifierCriterion, Criteria {

  /** The resource type that the search is on. */
  String type();

  /** The same text for the same condition: by it, requests that state it follow one another. */
  String lockName();
}
