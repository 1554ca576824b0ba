package org.pvpoutcomes.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pvpoutcomes.mapping.ResourceMapper;
import org.pvpoutcomes.vocabulary.Canonical;
import org.pvpoutcomes.vocabulary.ShippedConceptMaps;

/** The files against the code that they describe, and against each other. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ConformanceResourcesTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FOLDER = Path.of("src", "main", "resources", "fhir");

  private final ConformanceResources resources = new ConformanceResources();

  @Test
  void every_file_is_served_under_the_last_segment_of_its_url() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      Set<String> references =
          files
              .filter(file -> file.toString().endsWith(".json"))
              .map(file -> FOLDER.relativize(file).toString().replace(".json", ""))
              .map(name -> name.contains("/") ? name : "ConceptMap/" + name)
              .collect(Collectors.toCollection(TreeSet::new));

      assertThat(resources.all())
          .extracting(resource -> resource.type() + "/" + resource.id())
          .containsExactlyElementsOf(references);
    }
    assertThat(resources.all())
        .allSatisfy(
            resource -> {
              assertThat(resource.url())
                  .isEqualTo(Canonical.BASE + "/" + resource.type() + "/" + resource.id());
              assertThat(resources.find(resource.url())).contains(resource);
              assertThat(resources.read(resource.type(), resource.id())).contains(resource);
            });
  }

  @Test
  void each_has_a_version_and_a_date() {
    assertThat(resources.all())
        .allSatisfy(
            resource -> {
              JsonNode tree = tree(resource);
              assertThat(tree.path("id").textValue()).isEqualTo(resource.id());
              assertThat(tree.path("meta").toString())
                  .isEqualTo("{\"versionId\":\"1\",\"lastUpdated\":\"2026-11-25T00:00:00Z\"}");
              assertThat(resource.lastUpdated()).isEqualTo("2026-11-25T00:00:00Z");
            });
  }

  @Test
  void types_are_those_of_which_there_are_any() {
    assertThat(resources.all().stream().map(ConformanceResource::type).distinct())
        .containsExactlyElementsOf(ConformanceResources.TYPES);
    assertThat(resources.ofType("ConceptMap"))
        .extracting(ConformanceResource::id)
        .containsExactlyInAnyOrderElementsOf(ShippedConceptMaps.IDS);
    assertThat(resources.ofType("Patient")).isEmpty();
    assertThat(resources.read("CodeSystem", "somewhere")).isEmpty();
    assertThat(resources.find(Canonical.BASE + "/CodeSystem/somewhere")).isEmpty();
  }

  @Test
  void the_code_systems_have_exactly_the_codes_that_the_service_reads() {
    Map<String, Set<String>> codes = new TreeMap<>();
    for (ConformanceResource system : resources.ofType("CodeSystem")) {
      JsonNode tree = tree(system);
      codes.put(system.url(), codes(tree));
      assertThat(tree.path("count").intValue()).isEqualTo(tree.path("concept").size());
    }

    assertThat(codes).isEqualTo(new TreeMap<>(ResourceMapper.knownCodes()));
  }

  @Test
  void each_code_system_has_the_value_set_of_all_its_codes() {
    assertThat(resources.ofType("CodeSystem"))
        .allSatisfy(
            system -> {
              String url = tree(system).path("valueSet").textValue();
              assertThat(url).isEqualTo(Canonical.BASE + "/ValueSet/" + system.id());
              assertThat(tree(resources.find(url).orElseThrow()).path("compose").toString())
                  .isEqualTo("{\"include\":[{\"system\":\"" + system.url() + "\"}]}");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "complication",
        "complication-severity",
        "detection-method",
        "injection-approach",
        "leak-site",
        "procedure-kind",
        "vertebral-level"
      })
  void known_codes_are_our_own_and_those_of_the_shipped_map(String concept) {
    Map<String, Set<String>> expected = mapped(concept, "");
    expected.put(Canonical.codeSystem(concept), Set.of());

    assertThat(included("known-" + concept)).isEqualTo(expected);
  }

  @Test
  void known_codes_of_the_visual_analogue_scale_are_those_that_the_shipped_map_takes_for_it() {
    Map<String, Set<String>> expected = mapped("measure", "vas-pain");
    expected.put(Canonical.MEASURE, Set.of("vas-pain"));

    assertThat(included("known-vas-pain")).isEqualTo(expected);
  }

  @Test
  void every_extension_that_the_service_reads_and_owns_is_defined() {
    Set<String> read =
        mapped("extension", "").getOrDefault(Canonical.URI, Set.of()).stream()
            .filter(url -> url.startsWith(Canonical.BASE))
            .collect(Collectors.toSet());

    assertThat(resources.ofType("StructureDefinition"))
        .filteredOn(definition -> definition.constrainedType().equals("Extension"))
        .extracting(ConformanceResource::url)
        .containsExactlyInAnyOrderElementsOf(read);
    assertThat(resources.ofType("StructureDefinition"))
        .allSatisfy(
            definition ->
                assertThat(tree(definition).has("context"))
                    .isEqualTo(definition.constrainedType().equals("Extension")));
  }

  @Test
  void what_they_refer_to_is_there() {
    Set<String> named = new TreeSet<>();
    for (String type : List.of("CodeSystem", "StructureDefinition", "ValueSet")) {
      resources.ofType(type).forEach(resource -> collect(tree(resource), named));
    }

    assertThat(named)
        .isNotEmpty()
        .allSatisfy(url -> assertThat(resources.find(url)).as(url).isPresent());
  }

  private Map<String, Set<String>> included(String valueSet) {
    Map<String, Set<String>> included = new TreeMap<>();
    tree(resources.read("ValueSet", valueSet).orElseThrow())
        .path("compose")
        .path("include")
        .forEach(include -> included.put(include.path("system").textValue(), codes(include)));
    return included;
  }

  /**
   * The codes that a shipped map gives a meaning, or only that one unless it is empty, by their
   * system.
   */
  private Map<String, Set<String>> mapped(String conceptMap, String only) {
    Map<String, Set<String>> mapped = new TreeMap<>();
    for (JsonNode group :
        tree(resources.read("ConceptMap", conceptMap).orElseThrow()).path("group")) {
      for (JsonNode element : group.path("element")) {
        for (JsonNode target : element.path("target")) {
          if (target.has("code") && (only.isEmpty() || target.path("code").asText().equals(only))) {
            mapped
                .computeIfAbsent(group.path("source").textValue(), source -> new TreeSet<>())
                .add(element.path("code").textValue());
          }
        }
      }
    }
    return mapped;
  }

  private static void collect(JsonNode node, Set<String> urls) {
    if (node.isTextual() && node.textValue().startsWith(Canonical.BASE)) {
      urls.add(node.textValue());
    }
    node.forEach(child -> collect(child, urls));
  }

  private static Set<String> codes(JsonNode parent) {
    return StreamSupport.stream(parent.path("concept").spliterator(), false)
        .map(concept -> concept.path("code").textValue())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static JsonNode tree(ConformanceResource resource) {
    try {
      return JSON.readTree(resource.json());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
