package org.pvpoutcomes.mapping;

import org.hl7.fhir.r4.model.Quantity;
import org.pvpoutcomes.vocabulary.Canonical;

/**
 * The unit of a value as a code.
 *
 * @param system code system of the unit
 * @param code the unit
 */
record Unit(String system, String code) {

  /** No unit: the unity of UCUM. */
  static final Unit NONE = new Unit(Canonical.UCUM, "1");

  /**
   * The unit of {@code quantity}: its code; where it has neither code nor system, its text read as
   * UCUM, because a plain {@code "unit": "mL"} is the same statement; where it has no text either,
   * {@link #NONE}.
   */
  static Unit of(Quantity quantity) {
    if (quantity.hasCode()) {
      return new Unit(quantity.hasSystem() ? quantity.getSystem() : "", quantity.getCode());
    }
    if (quantity.hasSystem() || !quantity.hasUnit()) {
      return quantity.hasSystem() ? new Unit(quantity.getSystem(), "") : NONE;
    }
    return new Unit(Canonical.UCUM, quantity.getUnit());
  }

  /** Whether this is the UCUM unit {@code unit}. */
  boolean is(String unit) {
    return system.equals(Canonical.UCUM) && code.equals(unit);
  }

  /** Whether this is a number without a unit and a note on it, {@code {score}} (UCUM §12). */
  boolean isAnnotation() {
    return system.equals(Canonical.UCUM) && code.startsWith("{") && code.endsWith("}");
  }
}
