package org.pvpoutcomes.openapi;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ContractTest {

  private static final JsonNode CONTRACT = read();

  @Test
  void the_served_contract_is_the_reviewed_file() throws IOException {
    JsonNode served =
        new ObjectMapper()
            .readTree(given().accept("application/json").get("/openapi?format=json").asByteArray());

    assertThat(served).isEqualTo(new ObjectMapper().readTree(CONTRACT.toString()));
  }

  @Test
  void every_test_of_the_API_passes_the_filter() {
    assertThat(RestAssured.filters()).hasAtLeastOneElementOfType(ContractFilter.class);
  }

  @Test
  void an_answer_the_contract_does_not_describe_fails() {
    assertThatThrownBy(() -> given().get("/api/v1/no-such-path"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("/api/v1/no-such-path");
    assertThatThrownBy(() -> given().delete("/api/v1/studies")).isInstanceOf(AssertionError.class);
  }

  @Test
  void every_object_says_which_properties_it_has() {
    List<String> open = new ArrayList<>();
    CONTRACT
        .at("/components/schemas")
        .properties()
        .forEach(schema -> collectOpen(schema.getKey(), schema.getValue(), open));

    assertThat(open).isEmpty();
  }

  private static void collectOpen(String path, JsonNode schema, List<String> open) {
    if (schema.path("type").asText().equals("object") && !schema.has("additionalProperties")) {
      open.add(path);
    }
    schema
        .properties()
        .forEach(
            child -> {
              if (child.getValue().isObject()) {
                collectOpen(path + "/" + child.getKey(), child.getValue(), open);
              }
            });
  }

  private static JsonNode read() {
    try {
      return new YAMLMapper().readTree(Path.of("openapi", "openapi.yaml").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
