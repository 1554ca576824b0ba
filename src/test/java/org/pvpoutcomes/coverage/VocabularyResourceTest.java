package org.pvpoutcomes.coverage;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.pvpoutcomes.coverage.Api.VOCABULARY;
import static org.pvpoutcomes.coverage.Api.get;
import static org.pvpoutcomes.coverage.Api.json;
import static org.pvpoutcomes.coverage.Api.put;
import static org.pvpoutcomes.coverage.Api.putAndWait;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pvpoutcomes.vocabulary.ShippedConceptMaps;

/** What the vocabulary in force is made of, and what a code means by it. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class VocabularyResourceTest {

  private static final String MEASURE = "https://pvp-outcomes.example/fhir/CodeSystem/measure";

  /** Takes the place of one shipped entry, repeats another, and adds one. */
  private static final String SITE_MAP =
      """
      {"resourceType": "ConceptMap", "status": "active", "name": "ClinicPain", "version": "2",
       "url": "http://clinic.example/ConceptMap/pain",
       "group": [
         {"source": "http://loinc.org", "target": "%1$s", "element": [
           {"code": "38214-3", "target": [{"equivalence": "unmatched"}]},
           {"code": "72514-3", "target": [{"code": "nrs-pain", "equivalence": "equivalent"}]}]},
         {"source": "http://clinic.example/codes", "target": "%1$s", "element": [
           {"code": "F", "target": [{"code": "follow-up-duration", "equivalence": "equivalent"}]}]}]}
      """
          .formatted(MEASURE);

  @Test
  void the_shipped_maps_are_there_from_the_start() {
    JsonNode vocabulary = get(VOCABULARY);

    assertThat(texts(vocabulary.get("maps"), "/url"))
        .containsExactlyElementsOf(
            ShippedConceptMaps.IDS.stream()
                .map(id -> "https://pvp-outcomes.example/fhir/ConceptMap/" + id)
                .toList());
    assertThat(texts(vocabulary.get("maps"), "/origin")).containsOnly("shipped");
    assertThat(vocabulary.get("questionnaires")).isEmpty();
    assertThat(vocabulary.get("unmapped")).isEqualTo(json("{\"codes\": 0, \"resources\": 0}"));
    assertThat(vocabulary.at("/remapping/state").asText()).isEqualTo("idle");
    assertThat(concepts(vocabulary, "measure"))
        .isEqualTo(
            json(
                """
                {"system": "%s",
                 "concepts": [{"code": "cement-volume", "sourceCodes": 0},
                              {"code": "faces-pain", "sourceCodes": 1},
                              {"code": "follow-up-duration", "sourceCodes": 0},
                              {"code": "inr", "sourceCodes": 1},
                              {"code": "leukocytes", "sourceCodes": 1},
                              {"code": "nrs-pain", "sourceCodes": 1},
                              {"code": "platelets", "sourceCodes": 1},
                              {"code": "qlq-bm22-imported-total", "sourceCodes": 0},
                              {"code": "vas-pain", "sourceCodes": 2}],
                 "uncovered": ["cement-volume", "follow-up-duration", "qlq-bm22-imported-total"]}
                """
                    .formatted(MEASURE)));
  }

  @Test
  void a_map_of_the_site_is_shown_with_what_it_overrides() {
    int entries = measureMap(get(VOCABULARY)).get("entries").asInt();

    putAndWait("ConceptMap/clinic-pain", SITE_MAP);

    JsonNode vocabulary = get(VOCABULARY);
    JsonNode maps = vocabulary.get("maps");
    assertThat(maps.get(maps.size() - 1))
        .isEqualTo(
            json(
                """
                {"name": "ClinicPain", "url": "http://clinic.example/ConceptMap/pain",
                 "version": "2", "origin": "site", "entries": 3, "overridden": 0,
                 "resource": "ConceptMap/clinic-pain/_history/1"}
                """));
    assertThat(measureMap(vocabulary).get("entries").asInt()).isEqualTo(entries);
    assertThat(measureMap(vocabulary).get("overridden").asInt()).isEqualTo(2);
    assertThat(texts(concepts(vocabulary, "measure").get("uncovered"), ""))
        .containsExactly("cement-volume", "qlq-bm22-imported-total");

    putAndWait("ConceptMap/clinic-pain", SITE_MAP.replace("active", "retired"));

    maps = get(VOCABULARY).get("maps");
    assertThat(maps.get(maps.size() - 1).get("entries").asInt()).isZero();
    assertThat(maps.get(maps.size() - 1).get("resource").asText())
        .isEqualTo("ConceptMap/clinic-pain/_history/2");
    assertThat(measureMap(get(VOCABULARY)).get("overridden").asInt()).isZero();
  }

  @Test
  void a_code_is_looked_up_with_the_place_that_says_what_it_means() {
    assertThat(meanings("http://loinc.org", "38214-3"))
        .isEqualTo(
            json(
                """
                [{"target": "%s", "targetCode": "vas-pain", "origin": "shipped", "map": "measure",
                  "expression": "ConceptMap.group[0].element[0]", "entry": "38214-3"}]
                """
                    .formatted(MEASURE)));

    putAndWait("ConceptMap/clinic-pain", SITE_MAP);

    assertThat(meanings("http://loinc.org", "38214-3"))
        .isEqualTo(
            json(
                """
                [{"target": "%s", "targetCode": null, "origin": "site",
                  "map": "ConceptMap/clinic-pain",
                  "expression": "ConceptMap.group[0].element[0]", "entry": "38214-3"}]
                """
                    .formatted(MEASURE)));
    assertThat(meanings(MEASURE, "vas-pain").at("/0/origin").asText()).isEqualTo("own");
    assertThat(meanings("http://clinic.example/codes", "G")).isEmpty();
  }

  @Test
  void a_code_of_a_classification_is_looked_up_by_its_ancestor() {
    JsonNode meaning = meanings("http://hl7.org/fhir/sid/icd-10", "C34.91").get(0);

    assertThat(meaning.get("targetCode").asText()).isEqualTo("lung");
    assertThat(meaning.get("entry").asText()).isEqualTo("C34");
  }

  @Test
  void a_code_of_which_nothing_is_said_shows_how_often_it_is_stored() {
    put(
        "Observation/a",
        """
        {"resourceType": "Observation", "id": "a", "status": "final",
         "code": {"coding": [{"system": "http://clinic.example/codes", "code": "G"}]},
         "subject": {"reference": "Patient/synthetic"}, "effectiveDateTime": "2018-01-08",
         "valueInteger": 4}""");

    assertThat(get(VOCABULARY + "/codes?system=http://clinic.example/codes&code=G"))
        .isEqualTo(
            json(
                """
                {"system": "http://clinic.example/codes", "code": "G", "meanings": [],
                 "resources": 1, "elements": [{"element": "Observation.code", "resources": 1}]}
                """));
  }

  @ParameterizedTest
  @CsvSource({
    "'', codes, system",
    "?system=x, codes, code",
    "?system=x&code=%00, codes, code",
    "?system=x&code=y&target=z, codes, target",
    "?x=y, '', x"
  })
  void parameters_that_cannot_be_meant_are_refused(String query, String path, String parameter) {
    given()
        .urlEncodingEnabled(false)
        .get(VOCABULARY + (path.isEmpty() ? "" : "/" + path) + query)
        .then()
        .statusCode(400)
        .body("errors[0].parameter", equalTo(parameter));
  }

  private static JsonNode meanings(String system, String code) {
    return get(VOCABULARY + "/codes?system=" + system + "&code=" + code).get("meanings");
  }

  private static JsonNode measureMap(JsonNode vocabulary) {
    return vocabulary.get("maps").get(ShippedConceptMaps.IDS.indexOf("measure"));
  }

  private static JsonNode concepts(JsonNode vocabulary, String name) {
    return StreamSupport.stream(vocabulary.get("concepts").spliterator(), false)
        .filter(concepts -> concepts.get("system").asText().endsWith("/" + name))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> texts(JsonNode nodes, String pointer) {
    return StreamSupport.stream(nodes.spliterator(), false)
        .map(node -> node.at(pointer).asText())
        .toList();
  }
}
