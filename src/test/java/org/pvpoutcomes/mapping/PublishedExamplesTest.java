package org.pvpoutcomes.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pvpoutcomes.study.Fact;
import org.pvpoutcomes.study.SourceVersion;

/**
 * The examples that HL7 publishes with FHIR R4 and with mCODE map without an error, to the facts
 * and findings listed beside them: one line per resource, which was read against the resource.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PublishedExamplesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ResourceMapper mapper = new ResourceMapper();

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"fhir-r4-4.0.1", "mcode-4.0.0"})
  void examples_map_to_what_they_say(String name) {
    String examples = Resources.read(Resources.test("examples/" + name + ".ndjson"));

    String mapped = examples.lines().map(this::line).collect(Collectors.joining("\n", "", "\n"));

    assertThat(mapped)
        .isEqualTo(Resources.read(Resources.test("examples/" + name + "-expected.txt")));
  }

  private String line(String example) {
    JsonNode resource = parse(example);
    String type = resource.path("resourceType").asText();
    String id = resource.path("id").asText();
    Mapping mapping = mapper.map(example, new SourceVersion(type, id, 1), Resources.vocabulary());
    return "%s/%s: facts %s, findings %s"
        .formatted(
            type,
            id,
            mapping.facts().stream().map(PublishedExamplesTest::name).toList(),
            mapping.findings().stream().map(f -> f.rule() + "@" + f.expression()).toList());
  }

  private static String name(Fact fact) {
    return fact.getClass().getSimpleName().replaceFirst("Fact$", "");
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
