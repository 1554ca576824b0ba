package org.pvpoutcomes.mapping;

import java.math.BigDecimal;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.UnusableReason;

/**
 * A number with its unit.
 *
 * @param value as written, however precise
 * @param unit {@link Unit#NONE} for a number without one
 */
record Measured(BigDecimal value, Unit unit) {

  /** FHIR R4 extension that says on an element itself why it has no value. */
  private static final String ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

  /**
   * The number that a Quantity, an integer or a decimal is; null, with a finding, for anything
   * else. Where a reason says that the value is absent, a number beside it is not one.
   *
   * @param absent whether there is a dataAbsentReason
   * @param place FHIRPath of what has the value: the Observation, its component, an answer
   */
  static @Nullable Measured of(
      @Nullable Type value, boolean absent, String place, Findings findings) {
    UnusableReason reason = reason(value, absent);
    if (reason == UnusableReason.VALUE_ABSENT) {
      findings.add(Rule.DATA_ABSENT, place + (absent ? ".dataAbsentReason" : ".value"));
      return null;
    }
    if (reason == UnusableReason.VALUE_MISSING) {
      findings.add(Rule.VALUE_MISSING, place + ".value");
      return null;
    }
    if (value instanceof IntegerType integer && integer.hasValue()) {
      return new Measured(BigDecimal.valueOf(integer.getValue()), Unit.NONE);
    }
    if (value instanceof DecimalType decimal && decimal.hasValue()) {
      return new Measured(decimal.getValue(), Unit.NONE);
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

  /** Why {@link #of} gives null where it does. */
  static UnusableReason reason(@Nullable Type value, boolean absent) {
    if (absent || (value != null && saysAbsent(value))) {
      return UnusableReason.VALUE_ABSENT;
    }
    return value == null || value.isEmpty()
        ? UnusableReason.VALUE_MISSING
        : UnusableReason.VALUE_NOT_READABLE;
  }

  private static boolean saysAbsent(Type value) {
    return value.hasExtension(ABSENT)
        || (value instanceof Quantity quantity && quantity.getValueElement().hasExtension(ABSENT));
  }
}
