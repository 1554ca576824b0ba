package org.pvpoutcomes.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pvpoutcomes.study.SourceVersion;
import org.pvpoutcomes.vocabulary.ConceptMapDocument;
import org.pvpoutcomes.vocabulary.ShippedConceptMaps;
import org.pvpoutcomes.vocabulary.Vocabulary;

/**
 * Which resources must be mapped again after a change of codes. Takes all meanings in one code
 * system away and looks which fixtures and which resources of the synthetic cohort map otherwise.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CodeReadersTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final List<JsonNode> RESOURCES = resources();

  private final ResourceMapper mapper = new ResourceMapper();

  static Set<String> codeSystems() {
    return ResourceMapper.knownCodes().keySet();
  }

  @ParameterizedTest
  @MethodSource("codeSystems")
  void a_resource_whose_mapping_depends_on_a_code_system_is_of_a_type_that_reads_it(String system) {
    Vocabulary with = Resources.vocabulary();
    Vocabulary without = emptied(system);

    assertThat(
            RESOURCES.stream()
                .filter(resource -> !map(resource, with).equals(map(resource, without)))
                .map(resource -> resource.path("resourceType").asText())
                .distinct())
        .isNotEmpty()
        .isSubsetOf(ResourceMapper.typesThatRead(system));
  }

  @Test
  void every_type_that_reads_codes_is_mapped() {
    assertThat(codeSystems())
        .allSatisfy(
            system ->
                assertThat(ResourceMapper.mappedTypes())
                    .containsAll(ResourceMapper.typesThatRead(system)));
  }

  /** The vocabulary without any code of the system. */
  private static Vocabulary emptied(String system) {
    Map<String, Set<String>> knownCodes = new HashMap<>(ResourceMapper.knownCodes());
    knownCodes.remove(system);
    return Vocabulary.of(
        documents(ShippedConceptMaps.load(), system),
        documents(Resources.siteAndWardMaps(), system),
        knownCodes);
  }

  /** The ConceptMaps without their groups for the system. */
  private static List<ConceptMapDocument> documents(
      List<ConceptMapDocument> documents, String system) {
    return documents.stream()
        .map(
            document -> {
              JsonNode map = parsed(document.json());
              for (Iterator<JsonNode> i = map.path("group").iterator(); i.hasNext(); ) {
                if (i.next().path("target").asText().equals(system)) {
                  i.remove();
                }
              }
              return new ConceptMapDocument(document.name(), map.toString());
            })
        .toList();
  }

  private Mapping map(JsonNode resource, Vocabulary vocabulary) {
    String type = resource.path("resourceType").asText();
    return mapper.map(resource.toString(), new SourceVersion(type, "x", 1), vocabulary);
  }

  private static List<JsonNode> resources() {
    return Stream.concat(
            MappingFixturesTest.inputs().stream().map(file -> parsed(Resources.read(file))),
            Resources.bundles().stream()
                .flatMap(file -> parsed(Resources.read(file)).path("entry").valueStream())
                .map(entry -> entry.path("resource")))
        .toList();
  }

  private static JsonNode parsed(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
