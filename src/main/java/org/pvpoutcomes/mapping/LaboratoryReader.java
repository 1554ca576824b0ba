package org.pvpoutcomes.mapping;

import java.math.BigDecimal;
import java.util.Set;
import java.util.regex.Pattern;
import org.pvpoutcomes.study.LaboratoryKind;
import org.pvpoutcomes.study.UnusableReason;
import org.pvpoutcomes.vocabulary.Canonical;

/**
 * Laboratory values in thousandths of the unit of their kind.
 *
 * <p>A cell count is given in one of the UCUM units that are 10*3/uL, or a thousandth of it; a
 * ratio in the unity, or without a unit. Annotations in braces say nothing (UCUM §6) and are not
 * looked at: {@code {cells}/uL} is {@code /uL}. No unit is guessed from the size of the number.
 */
final class LaboratoryReader {

  private static final Pattern ANNOTATION = Pattern.compile("\\{[^{}]*}");

  /** 10^9 in a litre are 10^3 in a microlitre, which is a cubic millimetre. */
  private static final Set<String> THOUSANDS_PER_MICROLITRE =
      Set.of("10*3/uL", "10*3/mm3", "10*9/L", "10*6/mL");

  private static final Set<String> PER_MICROLITRE = Set.of("/uL", "/mm3", "10*6/L", "10*3/mL");
  private static final Set<String> UNITY = Set.of("1", "");
  private static final int THOUSANDTHS = 1000;

  private final Findings findings;

  LaboratoryReader(Reading reading) {
    this.findings = reading.findings();
  }

  /** The value; none, with a finding, where its unit is not known or its size cannot be. */
  Amount thousandths(LaboratoryKind kind, Measured measured, String expression) {
    int perUnit = perUnit(kind, measured.unit());
    if (perUnit == 0) {
      findings.add(Rule.LABORATORY_UNIT_UNKNOWN, expression);
      return new Amount.Unusable(UnusableReason.SCALE_UNKNOWN);
    }
    // Compared before it is multiplied: an exponent such as 1E999 must stay unexpanded.
    BigDecimal most =
        BigDecimal.valueOf(kind.maximum()).multiply(BigDecimal.valueOf(THOUSANDTHS / perUnit));
    if (measured.value().signum() < 0 || measured.value().compareTo(most) > 0) {
      findings.add(Rule.LABORATORY_OUT_OF_RANGE, expression);
      return new Amount.Unusable(UnusableReason.OUT_OF_RANGE);
    }
    FixedPoint value = FixedPoint.of(measured.value(), perUnit);
    if (value.rounded()) {
      findings.add(Rule.VALUE_ROUNDED, expression);
    }
    return new Amount.Steps(value.steps());
  }

  /** How many thousandths of the kind's unit one of {@code unit} is; 0 where it is not known. */
  private static int perUnit(LaboratoryKind kind, Unit unit) {
    if (!unit.system().equals(Canonical.UCUM)) {
      return 0;
    }
    String code = ANNOTATION.matcher(unit.code()).replaceAll("");
    return switch (kind) {
      case LEUKOCYTES, PLATELETS ->
          THOUSANDS_PER_MICROLITRE.contains(code)
              ? THOUSANDTHS
              : PER_MICROLITRE.contains(code) ? 1 : 0;
      case INR -> UNITY.contains(code) ? THOUSANDTHS : 0;
    };
  }
}
