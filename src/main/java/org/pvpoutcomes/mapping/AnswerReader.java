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
import org.pvpoutcomes.vocabulary.Vocabulary;

/**
 * One answer of the QLQ-BM22 as a number of 1 to 4, never coerced: an integer, a decimal that is
 * whole, or a Coding whose code is the number or that carries it in the extension {@code
 * ordinalValue} (FHIR R4) or {@code itemWeight} (its successor), itself or in the stored
 * Questionnaire.
 */
final class AnswerReader {

  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
  private static final Pattern ANSWER = Pattern.compile("[1-4]");
  private static final List<String> WEIGHTS =
      List.of(
          "http://hl7.org/fhir/StructureDefinition/ordinalValue",
          "http://hl7.org/fhir/StructureDefinition/itemWeight");
  private static final BigDecimal LEAST = BigDecimal.ONE;
  private static final BigDecimal MOST = new BigDecimal(4);

  private final Findings findings;
  private final Vocabulary vocabulary;
  private final String questionnaire;

  /** Reads answers to {@code questionnaire}, a canonical with or without version. */
  AnswerReader(Reading reading, String questionnaire) {
    this.findings = reading.findings();
    this.vocabulary = reading.codes().vocabulary();
    this.questionnaire = questionnaire;
  }

  /** The answer; 0, with a finding, where it cannot be used. */
  int read(String linkId, @Nullable Type value, String expression) {
    BigDecimal number =
        switch (value) {
          case IntegerType integer when integer.hasValue() ->
              BigDecimal.valueOf(integer.getValue());
          case DecimalType decimal when decimal.hasValue() -> decimal.getValue();
          case Coding coding -> number(linkId, coding);
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
  private @Nullable BigDecimal number(String linkId, Coding coding) {
    String code = coding.hasCode() ? coding.getCode() : "";
    BigDecimal weight = weight(linkId, coding, code);
    if (weight == null) {
      return NUMBER.matcher(code).matches() ? new BigDecimal(code) : null;
    }
    // A code that could be the answer must not say another one.
    return ANSWER.matcher(code).matches() && new BigDecimal(code).compareTo(weight) != 0
        ? null
        : weight;
  }

  /** The weight in the response, else that in the stored Questionnaire; null where none is. */
  private @Nullable BigDecimal weight(String linkId, Coding coding, String code) {
    for (Extension extension : coding.getExtension()) {
      if (WEIGHTS.contains(extension.getUrl())
          && extension.getValue() instanceof DecimalType weight
          && weight.hasValue()) {
        return weight.getValue();
      }
    }
    String system = coding.hasSystem() ? coding.getSystem() : "";
    return vocabulary.weight(questionnaire, linkId, system, code).orElse(null);
  }
}
