package org.pvpoutcomes.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pvpoutcomes.cohort.UnmappedCount.Position;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PageTokenTest {

  @ParameterizedTest
  @CsvSource({"1, http://clinic.example, PAIN", "9000000000, '', Ω € 😀", "3, a, 'two\nlines\n'"})
  void a_token_is_read_as_it_was_written(long resources, String system, String code) {
    Position position = new Position(resources, system, code);

    assertThat(PageToken.read(PageToken.of(position))).contains(position);
    assertThat(PageToken.of(position)).matches("[A-Za-z0-9_-]+");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1\na", "x\na\nb", "-1\na\nb", "1234567890123456789\na\nb", "1\na\n\0"})
  void other_texts_are_no_token(String text) {
    String token = Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));

    assertThat(PageToken.read(token)).isEmpty();
  }

  @Test
  void what_is_not_base64_or_not_UTF_8_is_no_token() {
    assertThat(PageToken.read("!")).isEmpty();
    assertThat(PageToken.read("a")).isEmpty();
    assertThat(
            PageToken.read(
                Base64.getUrlEncoder().encodeToString(new byte[] {'1', '\n', '\n', (byte) 0xff})))
        .isEmpty();
  }
}
