package org.pvpoutcomes.fhir;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class JsonReaderTest {

  private final JsonReader reader = new JsonReader(50);

  @Test
  void keeps_every_digit_and_character() {
    String json =
        "{\"a\":1.10,\"b\":-0.010,\"c\":\"\u00e9\ud83d\ude00\",\"d\":12345678901234567890.5}";
    assertThat(reader.read(json.getBytes(UTF_8))).hasToString(json);
  }

  @Test
  void skips_a_byte_order_mark() {
    assertThat(reader.read("\uFEFF{\"a\":1}".getBytes(UTF_8))).hasToString("{\"a\":1}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "''~ The body is empty; a JSON object is needed.",
        "' '~ The body is empty; a JSON object is needed.",
        "[]~ The body must be one JSON object.",
        "null~ The body must be one JSON object.",
        "{\"a\":1~ The body is not well-formed JSON (line 1, column 7).",
        "{'a':1}~ The body is not well-formed JSON (line 1, column 2).",
        "{\"a\":NaN}~ The body is not well-formed JSON (line 1, column 9).",
        "{\"a\":01}~ The body is not well-formed JSON (line 1, column 7).",
        "{\"a\":1,}~ The body is not well-formed JSON (line 1, column 8).",
        "{\"a\":1}{\"b\":2}~ Something follows the JSON object (line 1, column 8).",
        "{\"a\":1}x~ The body is not well-formed JSON (line 1, column 8).",
      })
  void refuses_what_is_not_one_JSON_object(String json, String text) {
    assertThat(refusal(json.replace("''", "").getBytes(UTF_8))).isEqualTo(text);
  }

  @Test
  void refuses_a_property_that_appears_twice() {
    assertThat(refusal("{\"a\":1,\n \"secret\":2,\"secret\":3}".getBytes(UTF_8)))
        .isEqualTo("A property appears twice in one object (line 2, column 22).");
  }

  @Test
  void refuses_bytes_that_are_not_UTF_8_and_says_where() {
    byte[] latin = "{\"a\":\n\"caf\u00e9\"}".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    assertThat(refusal(latin)).isEqualTo("The body is not UTF-8 (line 2, byte 5 of it).");
    byte[] cut = {'{', '"', (byte) 0xE2, (byte) 0x82};
    assertThat(refusal(cut)).isEqualTo("The body is not UTF-8 (line 1, byte 3 of it).");
    byte[] surrogate = {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ':', '1', '}'};
    assertThat(refusal(surrogate)).isEqualTo("The body is not UTF-8 (line 1, byte 3 of it).");
    assertThat(refusal("{\"a\":1}".getBytes(UTF_16BE)))
        .startsWith("The body is not well-formed JSON");
  }

  @Test
  void refuses_nesting_beyond_the_limit_and_takes_nesting_at_it() {
    String text = "The JSON is nested deeper than 50 levels (line 1, column ";
    assertThat(reader.read(nested(49)).has("a")).isTrue();
    assertThat(refusal(nested(50))).startsWith(text);
    assertThat(refusal(nested(10_000))).startsWith(text);
    assertThat(refusal("{\"a\":".repeat(10_000).getBytes(UTF_8))).startsWith(text);
  }

  @Test
  void refuses_numbers_of_a_hundred_and_one_digits() {
    assertThat(reader.read(("{\"a\":" + "9".repeat(100) + "}").getBytes(UTF_8)).has("a")).isTrue();
    assertThat(refusal(("{\"a\":" + "9".repeat(101) + "}").getBytes(UTF_8)))
        .startsWith("A number, name or text in the JSON is too long");
  }

  @Test
  void refuses_an_exponent_that_no_decimal_can_have() {
    assertThat(refusal("{\"a\":1e99999999999999}".getBytes(UTF_8)))
        .startsWith("A number in the JSON is out of any range (line 1, column ");
  }

  @Test
  void repeats_no_content() {
    assertThat(refusal("{\"a\":secret}".getBytes(UTF_8))).doesNotContain("secret");
  }

  private static byte[] nested(int arrays) {
    return ("{\"a\":" + "[".repeat(arrays) + "]".repeat(arrays) + "}").getBytes(UTF_8);
  }

  private String refusal(byte[] body) {
    FhirRequestException refusal =
        catchThrowableOfType(FhirRequestException.class, () -> reader.read(body));
    assertThat(refusal.issues()).extracting(Issue::kind).containsExactly(FailureKind.MALFORMED);
    return refusal.issues().getFirst().text();
  }
}
