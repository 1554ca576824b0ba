package org.pvpoutcomes.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SubsetTest {

  /** HAPI spells exponents out in JSON, up to 245 zeros, and keeps them in XML. */
  private static final String EXPONENTS = "decimal";

  private static final JsonReader JSON = new JsonReader(200);
  private static final Subset SUBSET = new Subset(new ResourceChecker());
  private static final String TAG =
      "{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-ObservationValue\",\"code\":\"SUBSETTED\"}";

  @ParameterizedTest
  @ValueSource(strings = {"fhir-r4-4.0.1", "mcode-4.0.0"})
  void a_summary_has_the_elements_that_HAPI_gives(String file) {
    Map<String, String> differ = new TreeMap<>();
    for (String line : Fixtures.lines("/examples/" + file + ".ndjson")) {
      ObjectNode example = read(line);
      if (example.path("id").asText().equals(EXPONENTS)) {
        continue;
      }
      IParser parser = FhirContext.forR4Cached().newJsonParser();
      parser.setStripVersionsFromReferences(false);
      Resource parsed = (Resource) parser.parseResource(line);
      ObjectNode expected = read(parser.setSummaryMode(true).encodeResourceToString(parsed));
      ObjectNode summary = SUBSET.summary(example);
      // Mandatory, and no part of a summary: R4 wants it in, HAPI leaves it out.
      if (example.path("resourceType").asText().equals("Provenance")) {
        assertThat(summary.remove("agent")).isNotNull();
      }
      summary.remove("meta");
      expected.remove("meta");
      if (!summary.equals(expected)) {
        differ.put(
            example.path("resourceType").asText() + "/" + example.path("id").asText(),
            expected + "\n   " + summary);
      }
    }
    assertThat(differ).isEmpty();
  }

  private static ObjectNode read(String text) {
    return JSON.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static final String OBSERVATION =
      """
      {"resourceType":"Observation","id":"o","meta":{"versionId":"1","tag":[{"code":"t"}]},
       "text":{"status":"empty"},"status":"final","_status":{"id":"s"},"code":{"text":"c"},
       "valueQuantity":{"value":1.10},"note":[{"text":"n"}]}""";

  @Test
  void text_data_and_elements_keep_what_is_mandatory_and_are_tagged() {
    String start =
        "{\"resourceType\":\"Observation\",\"id\":\"o\",\"meta\":{\"versionId\":\"1\",\"tag\":[{\"code\":\"t\"},"
            + TAG
            + "]},";
    String must = "\"status\":\"final\",\"_status\":{\"id\":\"s\"},\"code\":{\"text\":\"c\"}";
    JsonNode before = read(OBSERVATION);
    ObjectNode resource = read(OBSERVATION);
    assertThat(SUBSET.text(resource))
        .isEqualTo(read(start + "\"text\":{\"status\":\"empty\"}," + must + "}"));
    assertThat(SUBSET.data(resource))
        .isEqualTo(
            read(
                start + must + ",\"valueQuantity\":{\"value\":1.10},\"note\":[{\"text\":\"n\"}]}"));
    assertThat(SUBSET.elements(resource, Set.of("value", "nothing")))
        .isEqualTo(read(start + must + ",\"valueQuantity\":{\"value\":1.10}}"));
    assertThat(SUBSET.elements(SUBSET.elements(resource, Set.of()), Set.of()))
        .isEqualTo(read(start + must + "}"));
    assertThat(resource).isEqualTo(before);
  }
}
