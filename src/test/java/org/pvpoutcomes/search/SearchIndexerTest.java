package org.pvpoutcomes.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.record.SearchToken;
import org.pvpoutcomes.record.SearchValues;
import org.pvpoutcomes.record.SearchValues.DateValue;
import org.pvpoutcomes.record.SearchValues.QuantityValue;
import org.pvpoutcomes.record.SearchValues.TextValue;
import org.pvpoutcomes.record.Span;

/** What resources are found by. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SearchIndexerTest {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(com.fasterxml.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private static SearchValues values(String json) throws IOException {
    ObjectNode resource = (ObjectNode) JSON.readTree(json);
    return SearchIndexer.valuesOf(resource.path("resourceType").asText(), resource);
  }

  private static Span<Instant> span(String from, String until) {
    return new Span<>(Instant.parse(from), Instant.parse(until));
  }

  @Test
  void an_observation_is_found_by_its_subject_code_date_and_value() throws IOException {
    SearchValues values =
        values(
            """
            {"resourceType":"Observation","status":"final",
             "code":{"coding":[{"system":"http://loinc.org","code":"72514-3"}]},
             "subject":{"reference":"Patient/synthetic-1/_history/2"},
             "effectiveDateTime":"2021-03","valueQuantity":{"value":4.35,"code":"1"}}
            """);
    assertThat(values.dates())
        .containsExactly(
            new DateValue("date", span("2021-03-01T00:00:00Z", "2021-04-01T00:00:00Z")));
    BigDecimal value = new BigDecimal("4.35");
    assertThat(values.quantities())
        .containsExactly(
            new QuantityValue("combo-value-quantity", new Span<>(value, value), "", "1", ""),
            new QuantityValue("value-quantity", new Span<>(value, value), "", "1", ""));
    assertThat(values.tokens())
        .containsExactlyInAnyOrder(
            SearchToken.present("status"),
            SearchToken.code("status", "final"),
            SearchToken.coding("status", "", "final"),
            SearchToken.coding("status", "http://hl7.org/fhir/observation-status", "final"),
            SearchToken.system("status", "http://hl7.org/fhir/observation-status"),
            SearchToken.present("code"),
            SearchToken.code("code", "72514-3"),
            SearchToken.coding("code", "http://loinc.org", "72514-3"),
            SearchToken.system("code", "http://loinc.org"),
            SearchToken.present("combo-code"),
            SearchToken.code("combo-code", "72514-3"),
            SearchToken.coding("combo-code", "http://loinc.org", "72514-3"),
            SearchToken.system("combo-code", "http://loinc.org"),
            SearchToken.present("subject"),
            SearchToken.reference("subject", "Patient/synthetic-1"),
            SearchToken.reference("subject", "synthetic-1"),
            SearchToken.present("patient"),
            SearchToken.reference("patient", "Patient/synthetic-1"),
            SearchToken.reference("patient", "synthetic-1"),
            SearchToken.present("date"),
            SearchToken.present("value-quantity"),
            SearchToken.present("combo-value-quantity"));
  }

  @Test
  void only_references_to_patients_are_those_of_the_parameter_patient() throws IOException {
    String resource =
        "{\"resourceType\":\"Condition\",\"subject\":{\"reference\":\"Group/synthetic\"}}";
    assertThat(values(resource).tokens())
        .contains(SearchToken.present("subject"))
        .doesNotContain(SearchToken.present("patient"));
  }

  @Test
  void a_name_is_found_by_each_of_its_parts() throws IOException {
    assertThat(
            values(
                    "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"Synthetic\","
                        + "\"given\":[\"Test\",\"Case\"]}]}")
                .texts())
        .containsExactlyInAnyOrder(
            new TextValue("family", "Synthetic"),
            new TextValue("given", "Test"),
            new TextValue("given", "Case"),
            new TextValue("name", "Synthetic"),
            new TextValue("name", "Test"),
            new TextValue("name", "Case"));
  }

  @Test
  void resources_of_any_shape_are_read_without_failure() throws IOException {
    Random random = new Random(20210301);
    List<ObjectNode> resources = examples();
    for (int round = 0; round < 20; round++) {
      for (ObjectNode example : resources) {
        ObjectNode resource = example.deepCopy();
        disturb(resource, random);
        assertThatCode(() -> SearchIndexer.valuesOf(example.get("resourceType").asText(), resource))
            .doesNotThrowAnyException();
      }
    }
  }

  private static void disturb(JsonNode node, Random random) throws IOException {
    List<String> shapes = List.of("null", "7", "true", "\"2021-13-40\"", "[]", "{}", "[[{}]]");
    if (node instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        if (random.nextInt(8) == 0) {
          object.set(name, JSON.readTree(shapes.get(random.nextInt(shapes.size()))));
        } else {
          disturb(object.get(name), random);
        }
      }
    } else if (node instanceof ArrayNode array) {
      for (JsonNode item : array) {
        disturb(item, random);
      }
    }
  }

  private static List<ObjectNode> examples() throws IOException {
    try (InputStream in =
        SearchIndexerTest.class.getResourceAsStream("/examples/fhir-r4-4.0.1.ndjson")) {
      List<ObjectNode> examples = new ArrayList<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        examples.add((ObjectNode) JSON.readTree(line));
      }
      return examples;
    }
  }
}
