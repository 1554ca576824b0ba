package org.pvpoutcomes.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pvpoutcomes.study.Member.Inclusion;
import org.pvpoutcomes.study.Member.MissingReason;
import org.pvpoutcomes.study.Member.UnusedReason;

/** The tables of reasons in the documentation have every code. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReasonsDocumentTest {

  private static final Pattern ROW = Pattern.compile("^\\| `([a-z-]+)` \\| \\S.*\\.? \\|$");

  static Stream<Arguments> tables() {
    return Stream.of(
        Arguments.of("## Whether a patient is in", Inclusion.values()),
        Arguments.of("## Why a time point has no value", MissingReason.values()),
        Arguments.of("## Why a fact did not count", UnusedReason.values()));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void each_code_has_one_row_in_its_table(String heading, Coded[] codes) throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("src", "docs", "reasons.md")).stream()
            .dropWhile(line -> !line.equals(heading))
            .skip(1)
            .takeWhile(line -> !line.startsWith("## "))
            .map(ROW::matcher)
            .filter(row -> row.matches())
            .map(row -> row.group(1))
            .toList();

    assertThat(rows)
        .doesNotHaveDuplicates()
        .containsAll(Arrays.stream(codes).map(Coded::code).toList());
  }
}
