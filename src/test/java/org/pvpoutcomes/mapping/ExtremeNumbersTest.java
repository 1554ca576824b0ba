package org.pvpoutcomes.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pvpoutcomes.study.Fact.MeasurementFact;
import org.pvpoutcomes.study.Fact.UnusableFact;
import org.pvpoutcomes.study.SourceVersion;
import org.pvpoutcomes.study.UnusableReason;

/**
 * A few characters of JSON can name a number whose digits fill the memory. No such number is ever
 * written out.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Timeout(value = 10, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExtremeNumbersTest {

  private final ResourceMapper mapper = new ResourceMapper();

  @ParameterizedTest
  @ValueSource(strings = {"1E999999999", "1E-999999999", "0e-999999999", "-2.5E+10000", "1E0000"})
  void a_number_with_a_huge_exponent_makes_the_resource_unreadable(String number) {
    assertThat(
            List.of(
                pain(number),
                quantity(number, "cement-volume", "mL"),
                quantity(number, "follow-up-duration", "a"),
                answer(number)))
        .allSatisfy(
            mapping -> {
              assertThat(mapping.facts()).isEmpty();
              assertThat(mapping.findings())
                  .extracting(Finding::rule)
                  .containsExactly(Rule.RESOURCE_NOT_READABLE.id());
            });
  }

  @Test
  void text_that_looks_like_a_huge_number_is_no_number() {
    assertThat(JsonNumbers.haveModestExponents("{\"a\": \"1E999999999\", \"b\\\"2e9999\": true}"))
        .isTrue();
    assertThat(JsonNumbers.haveModestExponents("{\"a\": \"\", \"b\": 1e9999}")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "0E-999, 0",
    "0E999, 0",
    "1E-999, 0",
    "1E-13, 0",
    "10.000000000000000000000000000000, 10000",
    "1000E-2, 10000"
  })
  void tiny_numbers_and_long_ones_are_read_as_what_they_are(String number, int steps) {
    assertThat(pain(number).facts())
        .singleElement()
        .isInstanceOfSatisfying(
            MeasurementFact.class, fact -> assertThat(fact.steps()).isEqualTo(steps));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1E999", "-1E999", "10.00000000000000000001", "-1E-999"})
  void numbers_off_the_scale_are_findings(String number) {
    assertThat(pain(number).facts())
        .singleElement()
        .isInstanceOfSatisfying(
            UnusableFact.class,
            fact -> assertThat(fact.reason()).isEqualTo(UnusableReason.OFF_SCALE));
    assertThat(pain(number).findings())
        .extracting(Finding::rule)
        .containsExactly(Rule.VAS_OFF_SCALE.id());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1E999", "1E-999", "0E-999", "0E999"})
  void volumes_and_answers_take_no_number_out_of_their_range(String number) {
    assertThat(quantity(number, "cement-volume", "mL").findings())
        .extracting(Finding::rule)
        .containsExactly(Rule.VOLUME_OUT_OF_RANGE.id());
    assertThat(answer(number).findings())
        .extracting(Finding::rule)
        .containsExactly(Rule.ANSWER_OUT_OF_RANGE.id(), Rule.FORM_WITHOUT_ANSWERS.id());
  }

  private Mapping pain(String number) {
    return quantity(number, "vas-pain", "cm");
  }

  private Mapping quantity(String number, String measure, String unit) {
    return map(
        "Observation",
        """
        {"resourceType": "Observation", "status": "final", "subject": {"reference": "Patient/1"},
         "effectiveDateTime": "2018-07-17",
         "code": {"coding": [{
           "system": "https://pvp-outcomes.example/fhir/CodeSystem/measure", "code": "%s"}]},
         "valueQuantity": {
           "value": %s, "system": "http://unitsofmeasure.org", "code": "%s"}}
        """
            .formatted(measure, number, unit));
  }

  private Mapping answer(String number) {
    return map(
        "QuestionnaireResponse",
        """
        {"resourceType": "QuestionnaireResponse", "status": "completed", "authored": "2018-07-17",
         "questionnaire": "http://hospital.example/Questionnaire/eortc-qlq-bm22",
         "subject": {"reference": "Patient/1"},
         "item": [{"linkId": "q1", "answer": [{"valueDecimal": %s}]}]}
        """
            .formatted(number));
  }

  private Mapping map(String type, String content) {
    return mapper.map(content, new SourceVersion(type, "1", 1), Resources.vocabulary());
  }
}
