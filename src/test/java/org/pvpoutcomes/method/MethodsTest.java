package org.pvpoutcomes.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MethodsTest {

  private static final String ONE =
      """
      methods:
        - id: invented
          name: An invented method
          version: 2
          definition: It adds one.
          conventions: None.
          answers: [outcomes]
          code: [statistics.Invented]
          software: null
          sources:
            - { citation: A book, doi: null, unverified: the year }
      """;

  @Test
  void a_catalogue_is_read_as_it_is_written() throws IOException {
    assertThat(read(ONE))
        .isEqualTo(
            List.of(
                new Method(
                    "invented",
                    "An invented method",
                    2,
                    "It adds one.",
                    "None.",
                    List.of(Answer.OUTCOMES),
                    List.of("statistics.Invented"),
                    null,
                    List.of(new Method.Source("A book", null, "the year")))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          version: 2          | version: 0         | version counts from 1  | methods"]->java.util.ArrayList[0]
          id: invented        | id: Not an id      | lower case             | methods"]->java.util.ArrayList[0]
          [outcomes]          | [coffee]           | [characteristics       | line: 7
          software: null      | hardware: null     | hardware               | Method["hardware"]
          [statistics.Invented] | []               | code and sources       | methods"]->java.util.ArrayList[0]
          """)
  void a_fault_is_named_with_its_place(String right, String wrong, String message, String place) {
    assertThatThrownBy(() -> read(ONE.replace(right, wrong)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message)
        .hasMessageContaining(place);
  }

  @Test
  void an_id_belongs_to_one_method() {
    assertThatThrownBy(() -> read(ONE + ONE.substring("methods:\n".length())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("invented is there twice");
  }

  private static List<Method> read(String yaml) throws IOException {
    return Methods.read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
  }
}
