package org.pvpoutcomes.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.study.SourceVersion;
import org.pvpoutcomes.vocabulary.Vocabulary;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CodedElementsTest {

  @Test
  void every_code_system_of_ours_is_read_somewhere_and_nothing_else_is() {
    Set<String> targets = new TreeSet<>();
    CodedElements.all().forEach(element -> targets.addAll(CodedElements.targets(element)));

    assertThat(targets).isEqualTo(new TreeSet<>(ResourceMapper.knownCodes().keySet()));
  }

  @Test
  void where_nothing_is_read_there_is_nothing_to_map_to() {
    assertThat(CodedElements.targets("Observation.category")).isEmpty();
  }

  @Test
  void every_element_that_a_mapper_finds_a_code_unmapped_at_has_targets() {
    Vocabulary nothing =
        Vocabulary.of(List.of(), List.of(), List.of(), ResourceMapper.knownCodes());
    ResourceMapper mapper = new ResourceMapper();
    Set<String> elements = new TreeSet<>();
    for (var file : Resources.files("mapping", ".json")) {
      String content = Resources.read(file);
      for (String type :
          List.of(
              "Condition",
              "Procedure",
              "Observation",
              "QuestionnaireResponse",
              "AdverseEvent",
              "BodyStructure",
              "MedicationStatement",
              "MedicationAdministration")) {
        if (content.contains("\"resourceType\": \"" + type + "\"")) {
          for (Vocabulary vocabulary : List.of(nothing, Resources.vocabulary())) {
            mapper
                .map(content, new SourceVersion(type, "x", 1), vocabulary)
                .unmapped()
                .forEach(code -> elements.add(code.element()));
          }
        }
      }
    }

    assertThat(elements).isSubsetOf(CodedElements.all());
  }
}
