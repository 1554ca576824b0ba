package org.pvpoutcomes.mapping;

import java.math.BigDecimal;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/**
 * A number with its unit.
 *
 * @param value as written, however precise
 * @param unit {@link Unit#NONE} for a number without one
 */
record Measured(BigDecimal value, Unit unit) {

  /**
   * The number that a Quantity or an integer is; null, with a finding, for anything else.
   *
   * @param absent whether a dataAbsentReason stands in place of the value
   * @param place FHIRPath of the Observation or its component
   */
  static @Nullable Measured of(
      @Nullable Type value, boolean absent, String place, Findings findings) {
    if (value == null || value.isEmpty()) {
      findings.add(
          absent ? Rule.DATA_ABSENT : Rule.VALUE_MISSING,
          place + (absent ? ".dataAbsentReason" : ".value"));
      return null;
    }
    if (value instanceof IntegerType integer && integer.hasValue()) {
      return new Measured(BigDecimal.valueOf(integer.getValue()), Unit.NONE);
    }
    if (!(value instanceof Quantity quantity) || !quantity.hasValue()) {
      findings.add(Rule.VALUE_NOT_A_NUMBER, place + ".value");
      return null;
    }
    if (quantity.hasComparator()) {
      findings.add(Rule.VALUE_WITH_COMPARATOR, place + ".value.comparator");
      return null;
    }
    return new Measured(quantity.getValue(), Unit.of(quantity));
  }
}
