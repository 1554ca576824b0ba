package org.pvpoutcomes.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** The table of findings in the documentation is the one of the code. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FindingsDocumentTest {

  @Test
  void the_document_lists_every_rule_with_its_severity_and_text() {
    String table =
        Arrays.stream(Rule.values())
            .map(
                rule ->
                    "| `%s` | %s | %s |"
                        .formatted(
                            rule.id(),
                            rule.severity().name().toLowerCase(Locale.ROOT),
                            rule.text()))
            .collect(Collectors.joining("\n"));

    assertThat(Resources.read(Path.of("src", "docs", "findings.md"))).endsWith("\n" + table + "\n");
  }
}
