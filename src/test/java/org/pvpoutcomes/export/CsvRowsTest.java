package org.pvpoutcomes.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CsvRowsTest {

  private record Row(
      @Nullable String text,
      @Nullable Double number,
      @Nullable Boolean flag,
      @Nullable List<String> codes) {}

  @Test
  void cells_are_quoted_as_RFC_4180_says_and_what_is_missing_is_empty() throws IOException {
    assertThat(
            csv(
                new Row("a \"quoted\" text, with\na break", -0.1, true, List.of("x", "y")),
                new Row("Ösophagus", 1e-7, false, List.of()),
                new Row(null, null, null, null)))
        .isEqualTo(
            """
            text,number,flag,codes\r
            "a ""quoted"" text, with
            a break",-0.1,true,x;y\r
            Ösophagus,1.0E-7,false,\r
            ,,,\r
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"})
  void no_text_is_a_formula(String text) {
    assertThat(CsvRows.cell(text)).isEqualTo("'" + text);
    assertThat(CsvRows.cell(List.of(text, "x"))).isEqualTo("'" + text + ";x");
  }

  @Test
  void negative_numbers_stay_numbers() {
    assertThat(List.of(-1, -0.5, new BigDecimal("-1E+3")))
        .extracting(CsvRows::cell)
        .containsExactly("-1", "-0.5", "-1000");
  }

  private static String csv(Row... rows) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CsvRows.write(
        Table.of(
            "rows",
            "One row per row",
            List.of(
                Variable.text("text", "", "", Row::text),
                Variable.decimal("number", "", "", Row::number),
                Variable.bool("flag", "", "", Row::flag),
                Variable.codes("codes", "", "", Row::codes)),
            List.of(rows)),
        _ -> {},
        out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
