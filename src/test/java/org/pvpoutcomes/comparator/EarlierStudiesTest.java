package org.pvpoutcomes.comparator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pvpoutcomes.comparator.EarlierStudy.Leakage;
import org.pvpoutcomes.comparator.EarlierStudy.Unit;
import org.pvpoutcomes.comparator.EarlierStudy.Value;
import org.pvpoutcomes.study.Measure;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EarlierStudiesTest {

  private static final String INVENTED =
      """
      id: invented
      source: Invented for a test
      studies: [synthetic]
      comparators:
        - id: first
          title: First et al.
          source: Nowhere
          patients: 12
          cement: 2 mL
          values:
            - { measure: vas-pain, time: before, day: 0, mean: 7.4, sd: 1.1 }
            - { measure: vas-pain, time: after, min: 3, max: 4 }
          leakage: { count: 3, of: 20, per: vertebra }
          absent:
            design: not given
      """;

  @Test
  void earlier_studies_are_read_as_they_are_written() throws IOException {
    assertThat(read(INVENTED))
        .isEqualTo(
            new EarlierStudies(
                "invented",
                "Invented for a test",
                List.of("synthetic"),
                List.of(
                    new EarlierStudy(
                        "first",
                        "First et al.",
                        "Nowhere",
                        null,
                        12L,
                        "2 mL",
                        List.of(
                            new Value(
                                Measure.VAS_PAIN,
                                "before",
                                0,
                                new BigDecimal("7.4"),
                                new BigDecimal("1.1"),
                                null,
                                null),
                            new Value(
                                Measure.VAS_PAIN,
                                "after",
                                null,
                                null,
                                null,
                                BigDecimal.valueOf(3),
                                BigDecimal.valueOf(4))),
                        List.of(),
                        new Leakage(3, 20, Unit.VERTEBRA),
                        Map.of("design", "not given"),
                        List.of()))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sd: 1.1             | sd: -1.1           | sd is at least 0                  | line: 11
          mean: 7.4           | mean: 74           | vas-pain is from 0 to 10          | line: 11
          vas-pain, time: before | vas-pian, time: before | allowed are [vas-pain,     | line: 11
          min: 3, max: 4      | min: 3             | give a mean, or min and max       | line: 12
          min: 3              | min: 5             | min is at most max                | line: 12
          day: 0              | day: -2            | day is 0 for before               | line: 11
          count: 3            | count: 30          | count is from 0 to of             | line: 13
          per: vertebra       | per: spine         | VERTEBRA                          | line: 13
          of: 20,             | of: null,          | null                              | line: 13
          design: not given   | author: not given  | design is missing; give it, or    | comparators"]->java.util.ArrayList[0]
          design: not given   | {design: not given, cement: no} | cement is given     | comparators"]->java.util.ArrayList[0]
          per: vertebra       | per: vertebra, whose: theirs | whose                   | line: 13
          patients: 12        | patients: 0        | patients counts from 1            | comparators"]->java.util.ArrayList[0]
          id: first           | id: First          | lower case with hyphens           | comparators"]->java.util.ArrayList[0]
          title: First et al. | patients: 3        | Duplicate field                   | line: 8
          """)
  void a_fault_is_named_with_its_place(String right, String wrong, String message, String place) {
    assertThatThrownBy(() -> read(INVENTED.replace(right, wrong)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message)
        .hasMessageContaining(place);
  }

  @Test
  void an_id_belongs_to_one_study() {
    String again = INVENTED.substring(INVENTED.indexOf("  - id: first"));

    assertThatThrownBy(() -> read(INVENTED + again))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("first is there twice");
  }

  @Test
  void what_ships_are_the_studies_that_the_paper_cites() {
    EarlierStudies shipped = EarlierStudies.load();

    assertThat(shipped.comparators())
        .extracting(EarlierStudy::id)
        .containsExactly(
            "murphy-2007",
            "chen-2011",
            "chen-2013",
            "chen",
            "yang-2013",
            "chih-2016",
            "tian-2016",
            "calmels",
            "meta-analysis");
    assertThat(shipped.standBeside("xu-2021")).isTrue();
    assertThat(shipped.standBeside("synthetic")).isFalse();
  }

  private static EarlierStudies read(String yaml) throws IOException {
    return EarlierStudies.read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
  }
}
