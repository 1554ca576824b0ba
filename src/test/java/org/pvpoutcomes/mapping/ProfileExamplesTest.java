package org.pvpoutcomes.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pvpoutcomes.study.SourceVersion;
import org.pvpoutcomes.vocabulary.ConceptMapDocument;
import org.pvpoutcomes.vocabulary.ShippedConceptMaps;
import org.pvpoutcomes.vocabulary.Vocabulary;

/**
 * What meets a profile is understood: each valid example of the profiles {@code x.json} maps to
 * {@code x-expected.json} beside it, with the shipped vocabulary. Only a form needs the map of its
 * site, because the wording of the QLQ-BM22 is under licence and no form is shipped.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ProfileExamplesTest {

  static List<Path> examples() {
    return Resources.files("conformance/valid", ".json").stream()
        .filter(file -> !file.toString().endsWith("-expected.json"))
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  void a_valid_example_is_read_as_what_its_profile_says(Path example)
      throws JsonProcessingException {
    String content = Resources.read(example);
    JsonNode resource = MappingFixturesTest.JSON.readTree(content);
    String type = resource.path("resourceType").textValue();
    Path expected =
        example.resolveSibling(example.getFileName().toString().replace(".json", "-expected.json"));

    Mapping mapping =
        new ResourceMapper()
            .map(
                content,
                new SourceVersion(type, resource.path("id").textValue(), 1),
                vocabulary(type));

    assertThat(MappingFixturesTest.JSON.<JsonNode>valueToTree(mapping).toPrettyString())
        .isEqualTo(MappingFixturesTest.JSON.readTree(Resources.read(expected)).toPrettyString());
  }

  private static Vocabulary vocabulary(String type) {
    List<ConceptMapDocument> ofSite =
        type.equals("QuestionnaireResponse") ? Resources.siteMaps() : List.of();
    return Vocabulary.of(ShippedConceptMaps.load(), ofSite, ResourceMapper.knownCodes());
  }
}
