package org.pvpoutcomes.mapping;

import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Observation.ObservationReferenceRangeComponent;
import org.hl7.fhir.r4.model.Quantity;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.mapping.StudyConcept.PainScale;
import org.pvpoutcomes.study.UnusableReason;

/**
 * Pain scores on the common scale of 0 to 10, in steps of a thousandth.
 *
 * <p>Whether a score runs to 10 or to 100 is taken from what is said about it, never from the size
 * of the number, because 8 may be 8 of 10 or 8 of 100:
 *
 * <ol>
 *   <li>the resource says it:
 *       <ul>
 *         <li>the unit: millimetres of the usual line of 100 mm (Hawker et al. 2011, Arthritis Care
 *             Res 63 Suppl 11:S240) and percent of the line or scale run to 100, centimetres to 10;
 *         <li>a code that defines its range (LOINC 72514-3 is 0-10), through {@code pain-scale};
 *         <li>a reference range from 0 (or without low) to 10 or to 100 in the unit of the value;
 *             other ranges, such as a clinical normal range, and a range in words say nothing;
 *       </ul>
 *   <li>else its source through {@code pain-scale}, see {@link PainSource}: so one hospital's
 *       {@code {score}} can run to 10 and another one's to 100;
 *   <li>else the unit through {@code pain-scale}: a site states once that its {@code {score}} runs
 *       to 10.
 * </ol>
 *
 * <p>All that speak in one step must agree, and no reference range may reach beyond the scale.
 */
final class PainReader {

  /** Steps per unit of the 0 to 10 scale. */
  private static final int STEPS = 1000;

  private static final BigDecimal TEN = BigDecimal.TEN;
  private static final BigDecimal HUNDRED = new BigDecimal(100);

  private final Codes codes;
  private final Findings findings;
  private final Unmapped unmapped;
  private final PainSource source;

  PainReader(Reading reading, PainSource source) {
    this.codes = reading.codes();
    this.findings = reading.findings();
    this.unmapped = reading.unmapped();
    this.source = source;
  }

  /**
   * The score in steps; none, with a finding, when the scale is unknown or contradictory, or the
   * number lies off it.
   *
   * @param place FHIRPath of the Observation or its component
   */
  Amount steps(
      Measured measured,
      CodeableConcept code,
      List<ObservationReferenceRangeComponent> ranges,
      String place) {
    Unit unit = measured.unit();
    Set<PainScale> said = saidByResource(unit, code, ranges);
    if (said.isEmpty()) {
      said = source.scales();
    }
    if (said.isEmpty()) {
      said =
          Set.copyOf(
              codes.one(StudyConcept.PAIN_SCALE, unit.system(), unit.code()).stream().toList());
    }
    if (said.isEmpty()) {
      findings.add(Rule.VAS_SCALE_UNKNOWN, place);
      unmapped.note(
          Codes.withoutIndexes(place) + ".value",
          unit.system(),
          unit.code(),
          StudyConcept.PAIN_SCALE);
      source.note(unmapped);
      return new Amount.Unusable(UnusableReason.SCALE_UNKNOWN);
    }
    PainScale scale = said.iterator().next();
    if (said.size() > 1 || ranges.stream().anyMatch(range -> reachesBeyond(scale, range, unit))) {
      findings.add(Rule.VAS_SCALE_CONTRADICTORY, place);
      return new Amount.Unusable(UnusableReason.SCALE_CONTRADICTORY);
    }
    return onScale(measured.value(), scale, place + ".value");
  }

  private Amount onScale(BigDecimal value, PainScale scale, String expression) {
    if (value.signum() < 0 || value.compareTo(BigDecimal.valueOf(scale.maximum())) > 0) {
      findings.add(Rule.VAS_OFF_SCALE, expression);
      return new Amount.Unusable(UnusableReason.OFF_SCALE);
    }
    FixedPoint steps = FixedPoint.of(value, scale == PainScale.ZERO_TO_TEN ? STEPS : STEPS / 10);
    if (steps.rounded()) {
      findings.add(Rule.VALUE_ROUNDED, expression);
    }
    return new Amount.Steps(steps.steps());
  }

  private Set<PainScale> saidByResource(
      Unit unit, CodeableConcept code, List<ObservationReferenceRangeComponent> ranges) {
    Set<PainScale> said = EnumSet.noneOf(PainScale.class);
    if (unit.is("mm") || unit.is("%")) {
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
    boolean fromZero = !range.getLow().hasValue() || range.getLow().getValue().signum() == 0;
    if (!fromZero || !isIn(unit, range.getHigh())) {
      return null;
    }
    BigDecimal high = range.getHigh().getValue();
    if (high.compareTo(TEN) == 0) {
      return PainScale.ZERO_TO_TEN;
    }
    return high.compareTo(HUNDRED) == 0 ? PainScale.ZERO_TO_HUNDRED : null;
  }

  /** Whether there are values on that range which do not exist on the scale. */
  private static boolean reachesBeyond(
      PainScale scale, ObservationReferenceRangeComponent range, Unit unit) {
    return isIn(unit, range.getHigh())
        && range.getHigh().getValue().compareTo(BigDecimal.valueOf(scale.maximum())) > 0;
  }

  private static boolean isIn(Unit unit, Quantity bound) {
    Unit ofBound = Unit.of(bound);
    return bound.hasValue() && (ofBound.equals(Unit.NONE) || ofBound.equals(unit));
  }
}
