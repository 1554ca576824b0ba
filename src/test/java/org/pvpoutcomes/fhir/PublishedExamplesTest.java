package org.pvpoutcomes.fhir;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
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
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Resource;
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

  /** HAPI spells numbers with exponents otherwise, and then takes them for others. */
  private static final String EXPONENTS = "/fhir/Observation/decimal";

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"fhir-r4-4.0.1", "mcode-4.0.0"})
  void examples_are_stored_as_sent_and_are_the_same_in_XML(String name) throws IOException {
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
        if (!url.equals(EXPONENTS)) {
          assertIsTheSameInXml(url);
        }
      }
    }
    assertThat(refused).isEmpty();
  }

  /** HAPI, which shares no code with our XML, must find the same resource in both formats. */
  private static void assertIsTheSameInXml(String url) {
    byte[] xml = given().accept("application/fhir+xml").get(url).asByteArray();
    Resource kept =
        parsed(FhirContext.forR4Cached().newJsonParser(), given().get(url).asByteArray());
    Resource read = parsed(FhirContext.forR4Cached().newXmlParser(), xml);
    assertThat(read.equalsDeep(kept)).as(url + "\n" + text(xml)).isTrue();

    given().contentType("application/fhir+xml").body(xml).put(url).then().statusCode(200);
    Resource again =
        parsed(FhirContext.forR4Cached().newJsonParser(), given().get(url).asByteArray());
    again.setMeta(kept.getMeta()).setId(kept.getIdElement());
    assertThat(again.equalsDeep(kept)).as(url + " sent as XML").isTrue();
  }

  /** Without the narrative, which HAPI spells anew; XmlFormatTest compares those. */
  private static Resource parsed(IParser parser, byte[] resource) {
    Resource parsed = (Resource) parser.parseResource(text(resource));
    if (parsed instanceof DomainResource domain) {
      domain.setText(null);
    }
    return parsed;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
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
