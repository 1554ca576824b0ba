package org.pvpoutcomes.reference;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the API answers about the reference study, read by paths such as {@code
 * outcomes/outcomes/measure=vas-pain/timePoints/timePoint=baseline/mean}: the first step names the
 * call, {@code key=value} finds the element of an array, a number is its position.
 */
final class StudyAnswers {

  private static final ObjectMapper JSON = new ObjectMapper();
  static final String STUDY = "/api/v1/studies/xu-2021/";

  /** Every answer that does not carry ids, which the server makes anew in every database. */
  static final List<String> CALLS =
      List.of(
          "outcomes",
          "outcomes?stratifyBy=sex",
          "outcomes?stratifyBy=primary-tumour",
          "complications",
          "complications?stratifyBy=sex",
          "complications?stratifyBy=primary-tumour",
          "complications?stratifyBy=approach",
          "complications?stratifyBy=fracture",
          "outcomes?stratifyBy=leak,age-band",
          "outcomes?stratifyBy=site,year",
          "outcomes?stratifyBy=number-of-levels",
          "outcomes?stratifyBy=fracture,level-region",
          "outcomes?stratifyBy=approach,cement-volume-band",
          "complications?stratifyBy=level-region&where=sex:female",
          "characteristics",
          "characteristics?stratifyBy=cement-volume-band",
          "completeness",
          "comparators",
          "comparators?where=sex:female");

  private final Map<String, String> texts = new LinkedHashMap<>();
  private final Map<String, JsonNode> trees = new LinkedHashMap<>();

  private StudyAnswers() {}

  /**
   * Asks for all of them, once the vocabulary as it is now has been applied to all that is stored.
   */
  static StudyAnswers ask() {
    Remapped.await();
    StudyAnswers answers = new StudyAnswers();
    for (String call : CALLS) {
      String text = given().get(STUDY + call).then().statusCode(200).extract().asString();
      answers.texts.put(call, text);
      answers.trees.put(call, parse(text));
    }
    return answers;
  }

  /** The texts of all answers by call, to be compared byte by byte. */
  Map<String, String> texts() {
    return texts;
  }

  /** The number at the path. */
  double number(String path) {
    JsonNode node = at(path);
    if (!node.isNumber()) {
      throw new AssertionError("No number at " + path + ": " + node);
    }
    return node.doubleValue();
  }

  private JsonNode at(String path) {
    List<String> steps = List.of(path.split("/", -1));
    JsonNode node = trees.getOrDefault(steps.getFirst(), JSON.missingNode());
    for (String step : steps.subList(1, steps.size())) {
      node = step.contains("=") ? element(node, step) : child(node, step);
    }
    if (node.isMissingNode()) {
      throw new AssertionError("Nothing at " + path);
    }
    return node;
  }

  private static JsonNode child(JsonNode node, String step) {
    return node.isArray() ? node.path(Integer.parseInt(step)) : node.path(step);
  }

  private static JsonNode element(JsonNode array, String step) {
    int equals = step.indexOf('=');
    for (JsonNode candidate : array) {
      JsonNode key = candidate.at("/" + step.substring(0, equals).replace('.', '/'));
      if (key.asText().equals(step.substring(equals + 1))) {
        return candidate;
      }
    }
    return JSON.missingNode();
  }

  static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }
}
