package org.pvpoutcomes.record;

/**
 * The search {@code identifier=system|value} that nearly all conditional interactions use.
 *
 * @param type resource type the search is on
 * @param system identifier system; empty for {@code |value}, an identifier without a system
 * @param value identifier value
 */
public record IdentifierCriterion(String type, String system, String value)
    implements Condition, Comparable<IdentifierCriterion> {

  @Override
  public String lockName() {
    return toString();
  }

  @Override
  public int compareTo(IdentifierCriterion other) {
    int byType = type.compareTo(other.type);
    if (byType != 0) {
      return byType;
    }
    int bySystem = system.compareTo(other.system);
    return bySystem != 0 ? bySystem : value.compareTo(other.value);
  }
}
