package org.pvpoutcomes.mapping;

import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Observation.ObservationReferenceRangeComponent;
import org.hl7.fhir.r4.model.Quantity;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.mapping.StudyConcept.PainScale;

/**
 * Pain scores on the common scale of 0 to 10, in steps of a thousandth.
 *
 * <p>Whether a score runs to 10 or to 100 is taken from what the resource says, never from the size
 * of the number, because 8 may be 8 of 10 or 8 of 100:
 *
 * <ol>
 *   <li>a length: millimetres of the usual line of 100 mm (Hawker et al. 2011, Arthritis Care Res
 *       63 Suppl 11:S240) run to 100, centimetres to 10;
 *   <li>a code that defines its range (LOINC 72514-3 is 0-10), through {@code pain-scale};
 *   <li>a reference range from 0 (or without low) to 10 or to 100 in the unit of the value; other
 *       ranges, such as a clinical normal range, say nothing about the scale;
 *   <li>only where none of these speaks, the unit through {@code pain-scale}: a site states once
 *       that its {@code {score}} runs to 10.
 * </ol>
 *
 * <p>Of the first three, those that speak must agree.
 */
final class PainReader {

  /** Steps per unit of the 0 to 10 scale. */
  private static final int STEPS = 1000;

  private static final BigDecimal TEN = BigDecimal.TEN;
  private static final BigDecimal HUNDRED = new BigDecimal(100);

  private final Codes codes;
  private final Findings findings;

  PainReader(Reading reading) {
    this.codes = reading.codes();
    this.findings = reading.findings();
  }

  /**
   * The score in steps; empty, with a finding, when the scale is unknown or contradictory, or the
   * number lies off it.
   *
   * @param place FHIRPath of the Observation or its component
   */
  OptionalInt steps(
      Measured measured,
      CodeableConcept code,
      List<ObservationReferenceRangeComponent> ranges,
      String place) {
    Set<PainScale> said = saidByResource(measured.unit(), code, ranges);
    if (said.size() > 1) {
      findings.add(Rule.VAS_SCALE_CONTRADICTORY, place);
      return OptionalInt.empty();
    }
    Optional<PainScale> scale =
        said.stream()
            .findFirst()
            .or(
                () ->
                    codes.one(
                        StudyConcept.PAIN_SCALE, measured.unit().system(), measured.unit().code()));
    if (scale.isEmpty()) {
      findings.add(Rule.VAS_SCALE_UNKNOWN, place);
      return OptionalInt.empty();
    }
    return onScale(measured.value(), scale.get(), place + ".value");
  }

  private OptionalInt onScale(BigDecimal value, PainScale scale, String expression) {
    if (value.signum() < 0 || value.compareTo(BigDecimal.valueOf(scale.maximum())) > 0) {
      findings.add(Rule.VAS_OFF_SCALE, expression);
      return OptionalInt.empty();
    }
    FixedPoint steps = FixedPoint.of(value, scale == PainScale.ZERO_TO_TEN ? STEPS : STEPS / 10);
    if (steps.rounded()) {
      findings.add(Rule.VALUE_ROUNDED, expression);
    }
    return OptionalInt.of(steps.steps());
  }

  private Set<PainScale> saidByResource(
      Unit unit, CodeableConcept code, List<ObservationReferenceRangeComponent> ranges) {
    Set<PainScale> said = EnumSet.noneOf(PainScale.class);
    if (unit.is("mm")) {
      said.add(PainScale.ZERO_TO_HUNDRED);
    } else if (unit.is("cm")) {
      said.add(PainScale.ZERO_TO_TEN);
    }
    said.addAll(codes.all(StudyConcept.PAIN_SCALE, code));
    for (ObservationReferenceRangeComponent range : ranges) {
      PainScale scale = scale(range, unit);
      if (scale != null) {
        said.add(scale);
      }
    }
    return said;
  }

  private static @Nullable PainScale scale(ObservationReferenceRangeComponent range, Unit unit) {
    Quantity high = range.getHigh();
    boolean fromZero = !range.getLow().hasValue() || range.getLow().getValue().signum() == 0;
    Unit rangeUnit = Unit.of(high);
    if (!high.hasValue() || !fromZero || !(rangeUnit.equals(Unit.NONE) || rangeUnit.equals(unit))) {
      return null;
    }
    if (high.getValue().compareTo(TEN) == 0) {
      return PainScale.ZERO_TO_TEN;
    }
    return high.getValue().compareTo(HUNDRED) == 0 ? PainScale.ZERO_TO_HUNDRED : null;
  }
}
