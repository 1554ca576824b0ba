package org.pvpoutcomes.fhir;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The examples that HL7 publishes are stored and read back as they were sent, but for one that R4
 * itself forbids.
 */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PublishedExamplesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Its items have no linkId, which R4 requires (Questionnaire.item.linkId 1..1). */
  private static final String NOT_R4 = "/fhir/Questionnaire/qs1";

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"fhir-r4-4.0.1", "mcode-4.0.0"})
  void examples_are_stored_as_sent(String name) throws IOException {
    List<String> refused = new ArrayList<>();
    for (String example :
        Files.readAllLines(Path.of("src/test/resources/examples/" + name + ".ndjson"))) {
      ObjectNode sent = (ObjectNode) JSON.readTree(example);
      String url = "/fhir/" + sent.path("resourceType").asText() + "/" + sent.path("id").asText();
      String answer =
          given()
              .contentType("application/fhir+json")
              .body(example.getBytes(StandardCharsets.UTF_8))
              .put(url)
              .asString();
      if (url.equals(NOT_R4)) {
        assertThat(answer).contains("\"Questionnaire.item[0].item[0].linkId\"");
      } else if (given().get(url).statusCode() != 200) {
        refused.add(url + " " + answer);
      } else {
        assertThat(withoutServersPart(JSON.readTree(given().get(url).asByteArray())))
            .as(url)
            .isEqualTo(withoutServersPart(sent));
      }
    }
    assertThat(refused).isEmpty();
  }

  /** Without what the server sets in {@code meta}. */
  private static JsonNode withoutServersPart(JsonNode resource) {
    ObjectNode rest = resource.deepCopy();
    if (rest.get("meta") instanceof ObjectNode meta) {
      meta.remove(List.of("versionId", "lastUpdated"));
      if (meta.isEmpty()) {
        rest.remove("meta");
      }
    }
    return rest;
  }
}
