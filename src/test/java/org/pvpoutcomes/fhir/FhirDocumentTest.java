package org.pvpoutcomes.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/**
 * Sends every request of src/docs/fhir.md, in order, and compares the answers with those below it.
 */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FhirDocumentTest {

  private static final Path DOCUMENT = Path.of("src", "docs", "fhir.md");
  private static final Pattern BLOCK = Pattern.compile("```http\n(.*?)```", Pattern.DOTALL);
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void the_examples_are_answered_as_the_document_says() throws IOException {
    List<String> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(Files.readString(DOCUMENT));
    while (matcher.find()) {
      blocks.add(matcher.group(1));
    }
    assertThat(blocks).hasSizeGreaterThan(20).hasSizeLessThan(100);

    for (int i = 0; i < blocks.size(); i += 2) {
      Message request = Message.of(blocks.get(i));
      Message expected = Message.of(blocks.get(i + 1));
      Response answer = send(request);
      String what = request.first + "\n" + answer.asString();
      assertThat(answer.statusCode()).as(what).isEqualTo(Integer.parseInt(expected.first));
      expected.headers.forEach(
          (name, value) ->
              assertThat(answer.header(name)).as(name + " of " + what).matches(pattern(value)));
      if (!expected.body.isBlank()) {
        assertContains(JSON.readTree(answer.asString()), JSON.readTree(expected.body), "", what);
      }
    }
  }

  private static Response send(Message request) {
    String[] line = request.first.split(" ", -1);
    RequestSpecification specification =
        RestAssured.given().urlEncodingEnabled(false).headers(request.headers);
    if (!request.body.isBlank()) {
      specification.body(request.body);
    }
    return specification.request(line[0], line[1].replace("|", "%7C"));
  }

  /** Whatever is expected is there; lists may go on. */
  private static void assertContains(JsonNode actual, JsonNode expected, String path, String what) {
    if (expected.isObject()) {
      for (Map.Entry<String, JsonNode> property : expected.properties()) {
        String below = path + "." + property.getKey();
        assertThat(actual.has(property.getKey())).as(below + " of " + what).isTrue();
        assertContains(actual.get(property.getKey()), property.getValue(), below, what);
      }
    } else if (expected.isArray()) {
      assertThat(actual.size()).as(path + " of " + what).isGreaterThanOrEqualTo(expected.size());
      for (int i = 0; i < expected.size(); i++) {
        assertContains(actual.path(i), expected.get(i), path + "[" + i + "]", what);
      }
    } else {
      assertThat(actual.asText()).as(path + " of " + what).matches(pattern(expected.asText()));
    }
  }

  private static Pattern pattern(String text) {
    return Pattern.compile(Pattern.quote(text).replace("…", "\\E.*\\Q"), Pattern.DOTALL);
  }

  /** First line, headers, an empty line, the body. */
  private record Message(String first, Map<String, String> headers, String body) {
    static Message of(String block) {
      String[] parts = block.split("\n\n", 2);
      String[] lines = parts[0].strip().split("\n", -1);
      Map<String, String> headers = new LinkedHashMap<>();
      for (int i = 1; i < lines.length; i++) {
        String[] header = lines[i].split(": ", 2);
        headers.put(header[0], header[1]);
      }
      return new Message(lines[0], headers, parts.length > 1 ? parts[1] : "");
    }
  }
}
