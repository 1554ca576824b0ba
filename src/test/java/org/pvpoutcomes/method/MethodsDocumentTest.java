package org.pvpoutcomes.method;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** The methods section of the documentation is the catalogue. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MethodsDocumentTest {

  @Test
  void the_document_has_every_method_as_the_catalogue_has_it() throws IOException {
    String sections =
        Methods.all().stream().map(MethodsDocumentTest::section).collect(Collectors.joining("\n"));

    String document = Files.readString(Path.of("src", "docs", "methods.md"));
    int first = document.indexOf("\n## ") + 1;
    assertThat(document.substring(first)).isEqualTo(sections);
  }

  private static String section(Method method) {
    String answers =
        method.answers().isEmpty()
            ? "In no answer yet."
            : method.answers().stream()
                .map(Answer::code)
                .collect(Collectors.joining(", ", "Used in ", "."));
    return """
    ## %s

    `%s`, version %d. %s

    %s

    %s

    %s%s\
    """
        .formatted(
            method.name(),
            method.id(),
            method.version(),
            answers,
            method.definition(),
            method.conventions(),
            method.software() == null ? "" : "- Same as: " + method.software() + "\n",
            method.sources().stream()
                .map(MethodsDocumentTest::source)
                .collect(Collectors.joining()));
  }

  private static String source(Method.Source source) {
    return "- "
        + source.citation()
        + (source.doi() == null ? "" : ". doi:" + source.doi())
        + (source.unverified() == null ? "" : " (*unverified*: " + source.unverified() + ")")
        + "\n";
  }
}
