package org.pvpoutcomes.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class UnmappedTest {

  private static final String LAB = "http://hospital.example/CodeSystem/lab";

  private final Unmapped unmapped = new Unmapped(new Codes(Resources.vocabulary()));

  @Test
  void a_code_is_listed_once_for_each_element() {
    for (String element : List.of("Observation.code", "Observation.code", "Condition.code")) {
      assertThat(unmapped.note(element, concept(LAB, "HB"), StudyConcept.MEASURE)).isTrue();
    }

    assertThat(unmapped.list())
        .containsExactly(
            new UnmappedCode("Observation.code", LAB, "HB"),
            new UnmappedCode("Condition.code", LAB, "HB"));
  }

  @Test
  void a_code_that_is_mapped_or_left_out_is_decided_for_any_of_the_targets() {
    CodeableConcept leftOut = concept("http://loinc.org", "77565-0");

    assertThat(
            unmapped.note(
                "Observation.code", leftOut, StudyConcept.COMPLICATION, StudyConcept.MEASURE))
        .isFalse();
    assertThat(unmapped.list()).isEmpty();
    assertThat(unmapped.note("Observation.code", leftOut, StudyConcept.COMPLICATION)).isTrue();
  }

  @Test
  void a_concept_without_codes_is_open_and_lists_nothing() {
    assertThat(
            unmapped.note(
                "Observation.code", new CodeableConcept().setText("pain"), StudyConcept.MEASURE))
        .isTrue();
    assertThat(unmapped.list()).isEmpty();
  }

  @Test
  void a_long_code_is_cut_and_only_the_first_hundred_are_listed() {
    for (int i = 0; i < 150; i++) {
      unmapped.note("Observation.code", LAB, i + "-" + "x".repeat(200), StudyConcept.MEASURE);
    }

    assertThat(unmapped.list()).hasSize(100);
    assertThat(unmapped.list().getFirst())
        .isEqualTo(new UnmappedCode("Observation.code", LAB, "0-" + "x".repeat(98)));
    assertThat(unmapped.list().getLast().code()).startsWith("99-");
  }

  private static CodeableConcept concept(String system, String code) {
    return new CodeableConcept().addCoding(new Coding().setSystem(system).setCode(code));
  }
}
