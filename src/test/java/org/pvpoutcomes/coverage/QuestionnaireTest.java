package org.pvpoutcomes.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.pvpoutcomes.coverage.Api.VOCABULARY;
import static org.pvpoutcomes.coverage.Api.get;
import static org.pvpoutcomes.coverage.Api.json;
import static org.pvpoutcomes.coverage.Api.put;
import static org.pvpoutcomes.coverage.Api.putAndWait;
import static org.pvpoutcomes.coverage.Api.write;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** A stored Questionnaire is a part of the vocabulary, in force at once. No wording: numbers. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class QuestionnaireTest {

  private static final String URL = "http://clinic.example/Questionnaire/form";
  private static final String ITEMS = "http://clinic.example/CodeSystem/items";
  private static final String ITEM = "https://pvp-outcomes.example/fhir/CodeSystem/qlq-bm22-item";

  @Test
  void a_response_is_read_when_its_questionnaire_arrives_later_and_no_longer_when_it_retires() {
    storePatientWithResponse();
    assertThat(rawSum().get("value").isNull()).isTrue();

    putAndWait("Questionnaire/form", questionnaire("active", ITEM, "1"));

    // Each of the 22 answers weighs 2.
    assertThat(rawSum().get("value").asDouble()).isEqualTo(44);
    assertThat(get(VOCABULARY).get("questionnaires"))
        .isEqualTo(
            json(
                """
                [{"url": "%s", "version": "1", "items": 22,
                  "resource": "Questionnaire/form/_history/1"}]
                """
                    .formatted(URL)));
    assertThat(get(VOCABULARY + "/codes?system=" + URL + "%7C1&code=q7").at("/meanings/0"))
        .isEqualTo(
            json(
                """
                {"target": "%s", "targetCode": "7", "origin": "site", "map": "Questionnaire/form",
                 "expression": "Questionnaire.item[0].item[6].code[0]", "entry": "q7"}
                """
                    .formatted(ITEM)));

    putAndWait("Questionnaire/form", questionnaire("retired", ITEM, "1"));

    assertThat(rawSum().get("value").isNull()).isTrue();
  }

  @Test
  void a_response_is_read_when_a_map_of_the_item_codes_arrives_after_the_questionnaire() {
    storePatientWithResponse();
    putAndWait("Questionnaire/form", questionnaire("active", ITEMS, "1"));
    assertThat(rawSum().get("value").isNull()).isTrue();

    putAndWait("ConceptMap/items", itemMap());

    assertThat(rawSum().get("value").asDouble()).isEqualTo(44);
  }

  @Test
  void contradictory_questionnaires_are_refused_with_both_places() {
    put("Questionnaire/form", questionnaire("active", ITEM, "1"));
    String other =
        questionnaire("active", ITEM, "1")
            .replace("\"linkId\": \"q1\"", "\"linkId\": \"q0\"")
            .replace("\"linkId\": \"q2\"", "\"linkId\": \"q1\"");

    write("Questionnaire/other", other)
        .then()
        .statusCode(422)
        .body("issue[0].expression[0]", equalTo("Questionnaire.item[0].item[1].code[0]"))
        .body(
            "issue[0].details.text",
            allOf(
                containsString("Questionnaire/form (Questionnaire.item[0].item[0].code[0])"),
                containsString("Questionnaire/other (Questionnaire.item[0].item[1].code[0])")));
    // Another version may say another thing.
    put("Questionnaire/other", other.replace("\"version\": \"1\"", "\"version\": \"2\""));
  }

  @Test
  void a_map_that_gives_a_stored_item_two_meanings_is_refused_with_both_places() {
    put(
        "Questionnaire/form",
        """
        {"resourceType": "Questionnaire", "status": "active", "url": "%s", "item": [
          {"linkId": "q", "type": "integer", "code": [{"system": "%s", "code": "1"},
                                                      {"system": "%s", "code": "2"}]}]}
        """
            .formatted(URL, ITEM, ITEMS));

    write("ConceptMap/items", itemMap())
        .then()
        .statusCode(422)
        .body("issue[0].expression[0]", equalTo("ConceptMap"))
        .body(
            "issue[0].details.text",
            allOf(
                containsString("Questionnaire/form (Questionnaire.item[0].code[0])"),
                containsString("Questionnaire/form (Questionnaire.item[0].code[1])")));
    assertThat(get(VOCABULARY).at("/questionnaires/0/items").asInt()).isEqualTo(1);
  }

  private static void storePatientWithResponse() {
    put(
        "Patient/p",
        """
        {"resourceType": "Patient", "id": "p", "gender": "female", "birthDate": "1960-01-01"}""");
    put(
        "Procedure/s",
        """
        {"resourceType": "Procedure", "id": "s", "status": "completed",
         "subject": {"reference": "Patient/p"}, "performedDateTime": "2018-01-10",
         "code": {"coding": [{"system": "http://www.ama-assn.org/go/cpt", "code": "22511"}]}}""");
    put(
        "QuestionnaireResponse/r",
        """
        {"resourceType": "QuestionnaireResponse", "id": "r", "status": "completed",
         "questionnaire": "%s|1", "subject": {"reference": "Patient/p"},
         "source": {"reference": "Patient/p"}, "authored": "2018-01-09T10:00:00Z", "item": [%s]}"""
            .formatted(
                URL,
                each(
                    """
                    {"linkId": "q%d", "answer": [{"valueCoding": {"system": "http://clinic.example/answers",
                      "code": "some"}}]}""")));
  }

  /** The 22 items, coded by their numbers in {@code system}; an answer weighs 2. */
  private static String questionnaire(String status, String system, String version) {
    return """
        {"resourceType": "Questionnaire", "status": "%s", "url": "%s", "version": "%s",
         "item": [{"linkId": "page", "type": "group", "item": [%s]}]}"""
        .formatted(
            status,
            URL,
            version,
            each(
                """
                {"linkId": "q%%1$d", "type": "choice", "code": [{"system": "%s", "code": "%%1$d"}],
                 "answerOption": [{
                   "valueCoding": {"system": "http://clinic.example/answers", "code": "some"},
                   "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue",
                                  "valueDecimal": 2}]}]}"""
                    .formatted(system)));
  }

  /** Code n of the clinic is item n. */
  private static String itemMap() {
    return """
        {"resourceType": "ConceptMap", "status": "active", "group": [{
          "source": "%s", "target": "%s", "element": [%s]}]}"""
        .formatted(
            ITEMS,
            ITEM,
            each(
                """
                {"code": "%1$d", "target": [{"code": "%1$d", "equivalence": "equivalent"}]}"""));
  }

  private static String each(String item) {
    return IntStream.rangeClosed(1, 22).mapToObj(item::formatted).collect(Collectors.joining(","));
  }

  private static JsonNode rawSum() {
    for (JsonNode measure : get("/api/v1/studies/xu-2021/members/p").get("measures")) {
      if (measure.get("measure").asText().equals("qlq-bm22-raw-sum")) {
        return measure.at("/timePoints/0");
      }
    }
    throw new AssertionError("The member has no such measure");
  }
}
