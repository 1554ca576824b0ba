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
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pvpoutcomes.cohort.CodeAt;
import org.pvpoutcomes.cohort.FactRepository;
import org.pvpoutcomes.cohort.ResourceFacts;

/** The to-do list of whoever connects a hospital. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class UnmappedTest {

  private static final String UNMAPPED = VOCABULARY + "/unmapped";
  private static final String CODES = "http://clinic.example/CodeSystem/observations";
  private static final String TARGET = "https://pvp-outcomes.example/fhir/CodeSystem/";

  private final FactRepository facts;

  UnmappedTest(FactRepository facts) {
    this.facts = facts;
  }

  @Test
  void there_is_nothing_to_do_where_nothing_is_stored() {
    assertThat(get(UNMAPPED))
        .isEqualTo(
            json(
                """
                {"codes": 0, "resources": 0, "items": [], "next": null}"""));
  }

  @Test
  void a_code_is_listed_until_it_is_mapped_or_left_out_or_no_resource_has_it() {
    put("Observation/a", observation("a", "PAIN"));
    put("Observation/b", observation("b", "PAIN"));
    put("Observation/c", observation("c", "MOOD"));

    assertThat(get(UNMAPPED))
        .isEqualTo(
            json(
                """
                {"codes": 2, "resources": 3, "next": null, "items": [%s, %s]}"""
                    .formatted(item("PAIN", 2), item("MOOD", 1))));
    assertThat(get(VOCABULARY).get("unmapped")).isEqualTo(json("{\"codes\": 2, \"resources\": 3}"));

    put("Observation/b", observation("b", "MOOD"));
    assertThat(counts()).containsExactly("MOOD 2", "PAIN 1");

    putAndWait("ConceptMap/clinic", conceptMap("active", "PAIN", "vas-pain", "equivalent"));
    assertThat(counts()).containsExactly("MOOD 2");

    putAndWait("ConceptMap/clinic-2", conceptMap("active", "MOOD", "", "unmatched"));
    assertThat(counts()).isEmpty();

    put("Observation/d", observation("d", "PAIN"));
    assertThat(counts()).isEmpty();

    putAndWait("ConceptMap/clinic", conceptMap("retired", "PAIN", "vas-pain", "equivalent"));
    assertThat(counts()).containsExactly("PAIN 2");
  }

  @Test
  void pages_follow_each_other_in_the_order_of_count_system_and_code() {
    store("1", at("Observation.code", "http://b.example", "x"));
    store("2", at("Observation.code", "http://b.example", "x"));
    store("3", at("Observation.code", "http://a.example", "z"));
    store("4", at("Observation.code", "http://a.example", "Z"));
    store(
        "5",
        at("Observation.code", "http://c.example", "two elements"),
        at("Observation.component.code", "http://c.example", "two elements"));
    store("6", at("Observation.code", "", "without system"));

    assertThat(pages(UNMAPPED + "?limit=2"))
        .containsExactly(
            List.of("x 2", "without system 1"), List.of("Z 1", "z 1"), List.of("two elements 1"));
    assertThat(pages(UNMAPPED + "?limit=5")).hasSize(1);
    assertThat(pages(UNMAPPED + "?limit=1&system=http://a.example"))
        .containsExactly(List.of("Z 1"), List.of("z 1"));
    JsonNode ofOneSystem = get(UNMAPPED + "?limit=1&system=http://a.example");
    assertThat(ofOneSystem.get("codes").asInt()).isEqualTo(2);
    assertThat(ofOneSystem.get("resources").asInt()).isEqualTo(2);
    assertThat(get(UNMAPPED + "?system=http://nowhere.example").get("items")).isEmpty();
  }

  @Test
  void an_item_says_where_it_was_met_and_what_it_can_be_mapped_to() {
    store(
        "1",
        at("Observation.code", CODES, "x"),
        at("Observation.component.code", CODES, "x"),
        at("Observation.bodySite", "", "left"));
    store("2", at("Observation.component.code", CODES, "x"));

    assertThat(get(UNMAPPED).get("items"))
        .isEqualTo(
            json(
                """
                [{"system": "%1$s", "code": "x", "resources": 2,
                  "elements": [{"element": "Observation.component.code", "resources": 2},
                               {"element": "Observation.code", "resources": 1}],
                  "targets": ["%2$smeasure", "%2$spain-scale", "%2$scomplication"]},
                 {"system": "", "code": "left", "resources": 1,
                  "elements": [{"element": "Observation.bodySite", "resources": 1}],
                  "targets": []}]
                """
                    .formatted(CODES, TARGET)));
  }

  @Test
  void a_resource_that_is_stored_again_without_the_code_is_no_longer_counted() {
    store("1", at("Observation.code", CODES, "x"));

    QuarkusTransaction.requiringNew()
        .run(() -> facts.remove(List.of("Observation"), List.of("synthetic-1")));

    assertThat(get(UNMAPPED).get("codes").asInt()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=1001",
        "limit=x",
        "after=x",
        "after=%00",
        "after=MQoKAA",
        "system=%00",
        "system=",
        "systems=x"
      })
  void parameters_that_cannot_be_meant_are_refused(String query) {
    given()
        .urlEncodingEnabled(false)
        .get(UNMAPPED + "?" + query)
        .then()
        .statusCode(400)
        .body("errors[0].parameter", equalTo(query.substring(0, query.indexOf('='))));
  }

  private static List<String> counts() {
    return counts(get(UNMAPPED));
  }

  private static List<String> counts(JsonNode page) {
    List<String> counts = new ArrayList<>();
    page.get("items")
        .forEach(item -> counts.add(item.get("code").asText() + " " + item.get("resources")));
    return counts;
  }

  private static List<List<String>> pages(String first) {
    List<List<String>> pages = new ArrayList<>();
    String next = first;
    while (next != null) {
      JsonNode page = get(next);
      pages.add(counts(page));
      next = page.get("next").textValue();
    }
    return pages;
  }

  private static CodeAt at(String element, String system, String code) {
    return new CodeAt(element, system, code);
  }

  private void store(String id, CodeAt... unmapped) {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                facts.add(
                    List.of(
                        new ResourceFacts(
                            "Observation",
                            "synthetic-" + id,
                            1,
                            null,
                            null,
                            List.of(),
                            "[]",
                            List.of(unmapped)))));
  }

  private static String item(String code, int resources) {
    return """
        {"system": "%1$s", "code": "%2$s", "resources": %3$d,
         "elements": [{"element": "Observation.code", "resources": %3$d}],
         "targets": ["%4$smeasure", "%4$scomplication", "%4$spain-scale"]}"""
        .formatted(CODES, code, resources, TARGET);
  }

  private static String observation(String id, String code) {
    return """
        {"resourceType": "Observation", "id": "%s", "status": "final",
         "code": {"coding": [{"system": "%s", "code": "%s"}]},
         "subject": {"reference": "Patient/synthetic"}, "effectiveDateTime": "2018-01-08",
         "valueQuantity": {"value": 40, "system": "http://unitsofmeasure.org", "code": "mm"}}"""
        .formatted(id, CODES, code);
  }

  private static String conceptMap(String status, String code, String target, String equivalence) {
    return """
        {"resourceType": "ConceptMap", "status": "%s", "group": [{
          "source": "%s", "target": "%smeasure", "element": [{"code": "%s", "target": [
            {%s "equivalence": "%s"}]}]}]}"""
        .formatted(
            status,
            CODES,
            TARGET,
            code,
            target.isEmpty() ? "" : "\"code\": \"" + target + "\",",
            equivalence);
  }
}
