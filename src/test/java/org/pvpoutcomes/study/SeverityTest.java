package org.pvpoutcomes.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@NullUnmarked
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SeverityTest {

  /** Grades of each scheme as its publication lists them. */
  @Test
  void every_scheme_has_the_grades_of_its_publication_in_their_order() {
    Map<String, List<String>> grades =
        Arrays.stream(Severity.values())
            .collect(
                Collectors.groupingBy(
                    severity -> severity.scheme() + " " + severity.version(),
                    TreeMap::new,
                    Collectors.mapping(Severity::grade, Collectors.toList())));
    assertThat(grades)
        .isEqualTo(
            Map.of(
                "ctcae 5.0", List.of("1", "2", "3", "4", "5"),
                "cirse 2017", List.of("1", "2", "3", "4", "5", "6"),
                "cirse 2026", List.of("1a", "1b", "2", "3a", "3b", "4", "5", "6"),
                "sir 2017", List.of("1", "2", "3", "4", "5"),
                "sir before-2017", List.of("A", "B", "C", "D", "E", "F"),
                "fhir-adverse-event-severity 4.0.1", List.of("mild", "moderate", "severe"),
                "snomed-ct null",
                    List.of("mild", "moderate", "severe", "life-threatening", "fatal")));
  }

  @Test
  void no_two_grades_share_a_code() {
    assertThat(Arrays.stream(Severity.values()).map(Severity::code)).doesNotHaveDuplicates();
  }

  @Test
  void the_worst_grade_of_each_scheme_and_version_is_kept() {
    assertThat(
            Severity.worst(
                List.of(
                    Severity.CTCAE_5_GRADE_3,
                    Severity.SNOMED_CT_MILD,
                    Severity.CIRSE_2026_GRADE_2,
                    Severity.CTCAE_5_GRADE_1,
                    Severity.CIRSE_2017_GRADE_1)))
        .containsExactly(
            Severity.CTCAE_5_GRADE_3,
            Severity.CIRSE_2017_GRADE_1,
            Severity.CIRSE_2026_GRADE_2,
            Severity.SNOMED_CT_MILD);
    assertThat(Severity.worst(List.of())).isEmpty();
  }
}
