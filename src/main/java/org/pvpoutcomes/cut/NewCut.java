package org.pvpoutcomes.cut;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.pvpoutcomes.problem.Problem.Violation;
import org.pvpoutcomes.problem.ProblemException;

/**
 * The body of a request for a cut.
 *
 * @param name lower case letters, digits and hyphens; begins with no hyphen
 * @param reason why it is taken
 * @param who takes it
 */
record NewCut(String name, String reason, String who) {

  private static final List<String> ELEMENTS = List.of("name", "reason", "who");
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
  private static final int MOST_CHARACTERS = 1000;

  private static final ObjectReader READER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .reader();

  /**
   * Reads the body.
   *
   * @throws ProblemException names every element that is missing, not known or not valid
   */
  static NewCut read(String body) {
    JsonNode tree = tree(body);
    List<Violation> errors = new ArrayList<>();
    if (!tree.isObject()) {
      errors.add(
          new Violation("", "a JSON object with name, reason and who is expected.", ELEMENTS));
    } else {
      tree.fieldNames()
          .forEachRemaining(
              name -> {
                if (!ELEMENTS.contains(name)) {
                  errors.add(new Violation("", "an element is not known: see allowed.", ELEMENTS));
                }
              });
      if (!NAME.matcher(text(tree, "name")).matches()) {
        errors.add(
            new Violation(
                "name",
                "1 to 64 lower case letters, digits and hyphens are expected, no hyphen first.",
                List.of()));
      }
      addUnlessText(tree, "reason", errors);
      addUnlessText(tree, "who", errors);
    }
    if (!errors.isEmpty()) {
      throw ProblemException.invalidBody("The body of the request is not valid.", errors);
    }
    return new NewCut(text(tree, "name"), text(tree, "reason"), text(tree, "who"));
  }

  private static JsonNode tree(String body) {
    try {
      return READER.readTree(body);
    } catch (JsonProcessingException e) {
      throw ProblemException.invalidBody(
          "The body of the request is not JSON: see line %d, column %d."
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()),
          List.of());
    }
  }

  private static void addUnlessText(JsonNode tree, String name, List<Violation> errors) {
    String text = text(tree, name);
    if (text.isBlank()
        || text.length() > MOST_CHARACTERS
        || text.chars()
            .anyMatch(c -> Character.isISOControl(c) || Character.isSurrogate((char) c))) {
      errors.add(
          new Violation(
              name,
              "a text of 1 to "
                  + MOST_CHARACTERS
                  + " characters of the Basic Multilingual Plane without control characters is"
                  + " expected.",
              List.of()));
    }
  }

  private static String text(JsonNode tree, String name) {
    JsonNode value = tree.path(name);
    return value.isTextual() ? value.textValue() : "";
  }
}
