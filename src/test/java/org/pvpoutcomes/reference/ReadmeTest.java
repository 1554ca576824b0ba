package org.pvpoutcomes.reference;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.protocol.AddedStudies;

/** The answers that the tour of README.md shows are those of the service. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReadmeTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern JSON_BLOCK = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

  @Test
  void the_tour_shows_what_the_service_answers() throws IOException {
    SyntheticStudy.requests().forEach(SyntheticStudy.Request::send);

    List<JsonNode> answered = new ArrayList<>(vasTimePoints());
    JsonNode sent = post(Files.readString(Path.of("src", "docs", "tour", "bundle.json")));
    answered.addAll(responsesWithFindings(sent));
    answered.addAll(vasTimePoints());
    answered.addAll(firstChange());
    JsonNode leakage = study("complications").path("leakage");
    answered.add(leakage.path("perVertebra"));
    answered.add(leakage.path("perPatient"));
    JsonNode member = study("members/tour-1");
    answered.addAll(elements(member.at("/measures/0/timePoints")).toList());
    elements(member.path("timeline"))
        .map(entry -> only(entry, "day", "kind", "value", "usedFor", "reason"))
        .forEach(answered::add);
    correct();
    answered.add(study("members/tour-1").at("/measures/0/timePoints/2"));
    answered.addAll(completeness());
    answered.addAll(addedStudy());
    answered.addAll(cut());
    answered.add(firstGroupOfMeasure());
    answered.add(firstValueOfTian2016());

    assertThat(numbersAsDoubles(shown())).isEqualTo(numbersAsDoubles(answered));
  }

  @Test
  void what_the_tour_sends_again_changes_nothing() {
    SyntheticStudy.requests().forEach(SyntheticStudy.Request::send);
    SyntheticStudy.Request eighth = SyntheticStudy.requests().get(6 + 8);

    assertThat(
            elements(StudyAnswers.parse(eighth.send().asString()).path("entry"))
                .map(entry -> entry.at("/response/status").asText()))
        .hasSize(20)
        .containsOnly("200 OK");
    assertThat(readme()).contains("     20 200 OK\n");
  }

  private static List<JsonNode> vasTimePoints() {
    JsonNode answer = study("outcomes?measure=vas-pain");
    return Stream.concat(
            Stream.of(answer.path("cohort")),
            elements(answer.at("/outcomes/0/timePoints"))
                .map(timePoint -> only(timePoint, "timePoint", "n", "mean", "sd")))
        .toList();
  }

  private static List<JsonNode> firstChange() {
    JsonNode change = study("outcomes?measure=vas-pain").at("/outcomes/0/changes/0");
    return List.of(
        only(change, "from", "to", "n", "improved", "unchanged", "worsened", "mean"),
        change.path("hodgesLehmann"),
        change.path("wilcoxon"));
  }

  /** As the tour does: the third pain score gets its scale. */
  private static void correct() {
    String url = "/fhir/Observation/tour-1-vas-3";
    ObjectNode score = (ObjectNode) StudyAnswers.parse(given().get(url).asString());
    ObjectNode range = score.putArray("referenceRange").addObject();
    range.putObject("low").put("value", 0);
    range.putObject("high").put("value", 10);
    given()
        .contentType("application/fhir+json")
        .body(score.toString())
        .put(url)
        .then()
        .statusCode(200);
  }

  private static List<JsonNode> completeness() {
    JsonNode answer = study("completeness");
    return Stream.concat(
            Stream.of(only(answer.path("flow"), "recorded", "testData", "inclusion")),
            elements(answer.at("/measures/0/timePoints"))
                .map(timePoint -> only(timePoint, "timePoint", "expected", "available", "reasons")))
        .toList();
  }

  private static List<JsonNode> addedStudy() {
    JsonNode added =
        StudyAnswers.parse(AddedStudies.post(AddedStudies.tian2016Windows()).asString());
    AddedStudies.awaitActive("tian-2016-windows", 1);
    JsonNode answer =
        StudyAnswers.parse(
            given().get("/api/v1/studies/tian-2016-windows/outcomes").then().extract().asString());
    return Stream.concat(
            Stream.of(only(added, "id", "version")),
            elements(answer.at("/outcomes/0/timePoints"))
                .map(timePoint -> only(timePoint, "timePoint", "n", "mean")))
        .toList();
  }

  private static List<JsonNode> cut() {
    JsonNode taken =
        StudyAnswers.parse(
            given()
                .contentType("application/json")
                .body(
                    """
                    {"name":"paper-1","reason":"First submission","who":"Data manager"}""")
                .post("/api/v1/studies/xu-2021/cuts")
                .asString());
    return List.of(
        only(taken, "name", "reason", "who"),
        study("outcomes?measure=vas-pain&cut=paper-1").path("cohort"));
  }

  private static JsonNode firstGroupOfMeasure() {
    JsonNode group =
        StudyAnswers.parse(
                given()
                    .get(
                        "/fhir/Measure/xu-2021/$evaluate-measure"
                            + "?periodStart=2017-01-01&periodEnd=2020-12-31")
                    .asString())
            .at("/group/0");
    ObjectNode shown = JSON.createObjectNode();
    ArrayNode counts = shown.putArray("population");
    elements(group.path("population")).map(each -> each.path("count")).forEach(counts::add);
    shown.set("measureScore", group.path("measureScore"));
    return shown;
  }

  private static JsonNode firstValueOfTian2016() {
    return elements(study("comparators").path("comparators"))
        .filter(each -> each.path("id").asText().equals("tian-2016"))
        .map(each -> only(each.at("/values/0"), "time", "theirs", "difference", "interval"))
        .findFirst()
        .orElseThrow();
  }

  private static List<JsonNode> responsesWithFindings(JsonNode bundle) {
    return elements(bundle.path("entry"))
        .map(entry -> entry.path("response"))
        .filter(response -> response.has("outcome"))
        .map(response -> only(response, "status", "location", "etag", "outcome"))
        .toList();
  }

  private static JsonNode only(JsonNode object, String... fields) {
    return ((ObjectNode) object.deepCopy()).retain(fields);
  }

  private static JsonNode post(String bundle) {
    return StudyAnswers.parse(
        given().contentType("application/fhir+json").body(bundle).post("/fhir").asString());
  }

  private static JsonNode study(String call) {
    return StudyAnswers.parse(given().get("/api/v1/studies/xu-2021/" + call).asString());
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  /** All JSON values of the tour, in their order. */
  private static List<JsonNode> shown() throws IOException {
    List<JsonNode> shown = new ArrayList<>();
    for (MatchResult block : JSON_BLOCK.matcher(readme()).results().toList()) {
      try (var values = JSON.readerFor(JsonNode.class).<JsonNode>readValues(block.group(1))) {
        shown.addAll(values.readAll());
      }
    }
    return shown;
  }

  private static String readme() {
    try {
      return Files.readString(Path.of("README.md"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Some versions of jq print 3.0 as 3. */
  private static List<JsonNode> numbersAsDoubles(List<JsonNode> values) {
    return values.stream().map(ReadmeTest::numbersAsDoubles).toList();
  }

  private static JsonNode numbersAsDoubles(JsonNode value) {
    if (value.isNumber()) {
      return DoubleNode.valueOf(value.doubleValue());
    }
    if (value instanceof ArrayNode array) {
      ArrayNode copy = JSON.createArrayNode();
      array.forEach(element -> copy.add(numbersAsDoubles(element)));
      return copy;
    }
    if (value instanceof ObjectNode object) {
      ObjectNode copy = JSON.createObjectNode();
      object
          .properties()
          .forEach(field -> copy.set(field.getKey(), numbersAsDoubles(field.getValue())));
      return copy;
    }
    return value;
  }
}
