package org.pvpoutcomes.study;

/**
 * A business identifier by which a resource names its patient, or that a Patient carries.
 *
 * @param system the namespace, a URI
 * @param value unique within it
 */
public record PatientIdentifier(String system, String value)
    implements Comparable<PatientIdentifier> {

  /** Refuses an identifier without a value. */
  public PatientIdentifier {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("An identifier has a value");
    }
  }

  @Override
  public int compareTo(PatientIdentifier other) {
    int bySystem = system.compareTo(other.system);
    return bySystem != 0 ? bySystem : value.compareTo(other.value);
  }
}
