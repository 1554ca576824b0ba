package org.pvpoutcomes.mapping;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/**
 * One answer of the QLQ-BM22 as a number of 1 to 4, never coerced: an integer, a decimal that is
 * whole, or a Coding whose code is the number or that carries it in the extension {@code
 * ordinalValue} (FHIR R4) or {@code itemWeight} (its successor).
 */
final class AnswerReader {

  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
  private static final List<String> WEIGHTS =
      List.of(
          "http://hl7.org/fhir/StructureDefinition/ordinalValue",
          "http://hl7.org/fhir/StructureDefinition/itemWeight");
  private static final BigDecimal LEAST = BigDecimal.ONE;
  private static final BigDecimal MOST = new BigDecimal(4);

  private final Findings findings;

  AnswerReader(Reading reading) {
    this.findings = reading.findings();
  }

  /** The answer; 0, with a finding, where it cannot be used. */
  int read(@Nullable Type value, String expression) {
    BigDecimal number =
        switch (value) {
          case IntegerType integer when integer.hasValue() ->
              BigDecimal.valueOf(integer.getValue());
          case DecimalType decimal when decimal.hasValue() -> decimal.getValue();
          case Coding coding -> number(coding);
          case null, default -> null;
        };
    if (number == null) {
      findings.add(Rule.ANSWER_NOT_READABLE, expression);
      return 0;
    }
    // The range first: an exponent such as 1E999 must stay unexpanded.
    if (number.compareTo(LEAST) < 0
        || number.compareTo(MOST) > 0
        || BigDecimal.valueOf(number.intValue()).compareTo(number) != 0) {
      findings.add(Rule.ANSWER_OUT_OF_RANGE, expression);
      return 0;
    }
    return number.intValue();
  }

  /** The number a coding says; null where it says none, or code and weight differ. */
  private static @Nullable BigDecimal number(Coding coding) {
    BigDecimal number =
        coding.hasCode() && NUMBER.matcher(coding.getCode()).matches()
            ? new BigDecimal(coding.getCode())
            : null;
    for (Extension extension : coding.getExtension()) {
      if (WEIGHTS.contains(extension.getUrl())
          && extension.getValue() instanceof DecimalType weight
          && weight.hasValue()) {
        if (number != null && number.compareTo(weight.getValue()) != 0) {
          return null;
        }
        number = weight.getValue();
      }
    }
    return number;
  }
}
