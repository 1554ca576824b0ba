package org.pvpoutcomes.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pvpoutcomes.study.OmedFactors;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OmedFactorsLoaderTest {

  private static final String TABLE =
      """
      id: synthetic
      version: "1"
      title: A table
      source: Nowhere
      factors:
        - { opioid: %s, route: %s, per: %s, factor: %s }
      """;

  /** Read from the table of the CDC guideline as globalrph.com reproduces it. */
  @Test
  void the_table_that_ships_has_the_published_factors() {
    OmedFactors shipped = new OmedFactorsLoader().load();

    assertThat(shipped.id() + "/" + shipped.version()).isEqualTo("cdc-2022/1");
    assertThat(
            shipped.factors().stream()
                .map(
                    f ->
                        String.join(
                            " ",
                            f.opioid().code(),
                            f.route().code(),
                            f.factor().toPlainString(),
                            f.basis().code()))
                .collect(Collectors.joining("\n", "", "\n")))
        .isEqualTo(
            """
            codeine oral 0.15 mg/d
            fentanyl transdermal 2.4 ug/h
            hydrocodone oral 1 mg/d
            hydromorphone oral 5 mg/d
            methadone oral 4.7 mg/d
            morphine oral 1 mg/d
            oxycodone oral 1.5 mg/d
            oxymorphone oral 3 mg/d
            tapentadol oral 0.4 mg/d
            tramadol oral 0.2 mg/d
            """);
  }

  /** The example of the guideline's footnote: 20 mg of oxycodone daily are 30 mg of morphine. */
  @Test
  void a_factor_is_nanograms_of_morphine_per_microgram() throws IOException {
    assertThat(
            read("oxycodone", "oral", "mg/d", "1.5").factors().getFirst().nanogramsPerMicrogram())
        .isEqualTo(30_000_000 / 20_000);
  }

  /** A patch that releases 25 ug/h, 600 ug a day, is 60 mg of morphine a day. */
  @Test
  void a_factor_per_hour_is_spread_over_the_day() throws IOException {
    assertThat(
            read("fentanyl", "transdermal", "ug/h", "2.4")
                .factors()
                .getFirst()
                .nanogramsPerMicrogram())
        .isEqualTo(60_000_000 / 600);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "heroin | oral | mg/d | 1 | heroin is not allowed",
        "morphine | nasal | mg/d | 1 | nasal is not allowed",
        "morphine | oral | mg | 1 | mg is not allowed; allowed are [mg/d, ug/h]",
        "morphine | oral | mg/d | 0 | above 0",
        "morphine | oral | mg/d | -1 | above 0",
        "morphine | oral | mg/d | 0.0001 | whole nanograms",
        "fentanyl | transdermal | ug/h | 0.00001 | whole nanograms",
        "other-opioid | oral | mg/d | 1 | particular opioid",
        "no-opioid | oral | mg/d | 1 | particular opioid",
        "morphine | oral | mg/d | much | factor"
      })
  void an_entry_that_cannot_be_used_is_refused(
      String opioid, String route, String per, String factor, String message) {
    assertThatThrownBy(() -> read(opioid, route, per, factor))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({
    "'title: A table', ''",
    "'id: synthetic', 'id: \"\"'",
    "'title: A table', 'titel: A table'",
    "'factors:', 'factors: []\nmore:'"
  })
  void a_document_that_is_no_table_is_refused(String line, String instead) {
    String yaml = TABLE.formatted("morphine", "oral", "mg/d", "1").replace(line, instead);
    assertThatThrownBy(() -> read(yaml)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_factor_may_not_be_given_twice() {
    String yaml = TABLE.formatted("morphine", "oral", "mg/d", "1");
    assertThatThrownBy(() -> read(yaml + yaml.lines().toList().getLast()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must not repeat morphine, oral");
  }

  private static OmedFactors read(String opioid, String route, String per, String factor)
      throws IOException {
    return read(TABLE.formatted(opioid, route, per, factor));
  }

  private static OmedFactors read(String yaml) throws IOException {
    return new OmedFactorsLoader()
        .read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
  }
}
