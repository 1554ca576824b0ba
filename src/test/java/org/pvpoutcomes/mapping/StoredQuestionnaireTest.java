package org.pvpoutcomes.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pvpoutcomes.study.Fact;
import org.pvpoutcomes.study.Fact.Bm22ResponseFact;
import org.pvpoutcomes.study.SourceVersion;
import org.pvpoutcomes.vocabulary.QuestionnaireDocument;
import org.pvpoutcomes.vocabulary.Vocabulary;

/** Responses to a form that only a stored Questionnaire explains: no ConceptMap speaks of it. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StoredQuestionnaireTest {

  private final ResourceMapper mapper = new ResourceMapper();

  @ParameterizedTest
  @CsvSource({
    "low, 2, ",
    "260413007, 3, ",
    "zero, 0, answer-out-of-range",
    "1, 1, ",
    // A code that could be the answer itself, with another weight, is not read.
    "2, 0, answer-not-readable",
    "3, 3, ",
    "unknown, 0, answer-not-readable"
  })
  void an_answer_has_the_weight_that_the_questionnaire_gives_it(
      String code, int expected, @org.jspecify.annotations.Nullable String rule) {
    Mapping mapping = map("|1", answer(code, ""), form("1", "7"));

    assertThat(answers(mapping)).containsExactly(expected);
    assertThat(mapping.findings().stream().map(Finding::rule).toList())
        .isEqualTo(rule == null ? List.of() : List.of(rule, "form-without-answers"));
  }

  @Test
  void a_weight_in_the_response_wins() {
    String weighted =
        answer(
            "low",
            """
            , "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/itemWeight",
                             "valueDecimal": 4}]""");

    assertThat(answers(map("|1", weighted, form("1", "7")))).containsExactly(4);
  }

  @Test
  void the_version_of_the_response_says_which_questionnaire_is_meant() {
    QuestionnaireDocument seven = form("1", "7");
    QuestionnaireDocument eight = form("2", "8");

    assertThat(items(map("|1", answer("low", ""), seven, eight))).containsExactly(7);
    assertThat(items(map("|2", answer("low", ""), seven, eight))).containsExactly(8);
    assertThat(items(map("", answer("low", ""), seven))).containsExactly(7);
    Mapping ambiguous = map("", answer("low", ""), seven, eight);
    assertThat(items(ambiguous)).isEmpty();
    assertThat(ambiguous.findings())
        .extracting(Finding::rule)
        .containsExactly("form-without-answers", "item-not-mapped");
  }

  private Mapping map(String version, String answer, QuestionnaireDocument... forms) {
    Vocabulary vocabulary =
        Vocabulary.of(List.of(), List.of(), List.of(forms), ResourceMapper.knownCodes());
    return mapper.map(
        """
        {"resourceType": "QuestionnaireResponse", "id": "r", "status": "completed",
         "questionnaire": "http://clinic.example/Questionnaire/form%s",
         "subject": {"reference": "Patient/p"}, "authored": "2018-07-17T10:00:00+08:00",
         "source": {"reference": "Patient/p"},
         "item": [{"linkId": "a", "answer": [{"valueCoding": %s}]}]}
        """
            .formatted(version, answer),
        new SourceVersion("QuestionnaireResponse", "r", 1),
        vocabulary);
  }

  private static QuestionnaireDocument form(String version, String item) {
    return new QuestionnaireDocument(
        "Questionnaire/" + version,
        """
        {"resourceType": "Questionnaire", "url": "http://clinic.example/Questionnaire/form",
         "version": "%s", "status": "active",
         "item": [{"linkId": "page", "item": [{"linkId": "a", "type": "choice",
           "code": [{"system": "https://pvp-outcomes.example/fhir/CodeSystem/qlq-bm22-item",
                     "code": "%s"}],
           "answerOption": [
             {"valueCoding": {"system": "http://clinic.example/answers", "code": "low"},
              "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue",
                             "valueDecimal": 2}]},
             {"valueCoding": {"system": "http://clinic.example/answers", "code": "260413007"},
              "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/itemWeight",
                             "valueDecimal": 3}]},
             {"valueCoding": {"system": "http://clinic.example/answers", "code": "zero"},
              "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/itemWeight",
                             "valueDecimal": 0}]},
             {"valueCoding": {"system": "http://clinic.example/answers", "code": "1"},
              "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue",
                             "valueDecimal": 1}]},
             {"valueCoding": {"system": "http://clinic.example/answers", "code": "2"},
              "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue",
                             "valueDecimal": 4}]}]}]}]}
        """
            .formatted(version, item));
  }

  private static String answer(String code, String extension) {
    return """
        {"system": "http://clinic.example/answers", "code": "%s"%s}"""
        .formatted(code, extension);
  }

  private static List<Integer> answers(Mapping mapping) {
    return response(mapping).map(values -> values.get(6)).toList();
  }

  /** Numbers of the items that have an answer. */
  private static List<Integer> items(Mapping mapping) {
    return response(mapping)
        .flatMap(
            values ->
                Stream.iterate(1, item -> item <= values.size(), item -> item + 1)
                    .filter(item -> values.get(item - 1) != 0))
        .toList();
  }

  private static Stream<List<Integer>> response(Mapping mapping) {
    return mapping.facts().stream().map(StoredQuestionnaireTest::values);
  }

  private static List<Integer> values(Fact fact) {
    return ((Bm22ResponseFact) fact).answers().items();
  }
}
