package org.pvpoutcomes.reference;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the API answers is a function of the current versions alone. A record with a history of
 * corrections, of resources that moved from one patient to another, were entered in error, deleted
 * or brought back, and of ConceptMaps that lost and regained codes answers as a record that was
 * only ever sent the last state, in another order.
 */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AnyHistoryTest {

  private static final int CHANGES = 40;
  private static final String MEMBERS = "/api/v1/studies/xu-2021/members";

  @ParameterizedTest
  @ValueSource(longs = {11, 1946, 20181})
  void the_answers_follow_from_the_last_versions_whatever_came_before(long seed) {
    ChangingRecord record = new ChangingRecord(new Random(seed), 4);
    record.sendAll();
    for (int i = 0; i < CHANGES; i++) {
      record.change();
    }
    assertThat(record.deleted()).as("deleted in the end").isPositive();
    Map<String, String> afterHistory = answers();
    Map<String, JsonNode> findings = record.findings();
    assertThat(answers()).as("sending identical content again").isEqualTo(afterHistory);
    assertThat(afterHistory.get("outcomes")).doesNotContain("\"patients\":0,");
    assertThat(afterHistory.values()).anyMatch(AnyHistoryTest::restsOnOpioids);

    EmptyRecord.make();
    record.sendAll();
    assertThat(answers()).isEqualTo(afterHistory);
    assertThat(record.findings()).isEqualTo(findings);
  }

  /** Whether a time point of a member rests on what was taken. */
  private static boolean restsOnOpioids(String answer) {
    for (JsonNode entry : StudyAnswers.parse(answer).path("timeline")) {
      if (entry.path("source").asText().startsWith("Medication")
          && !entry.path("usedFor").isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Every answer about the study; versions are the only thing in which the two records differ. */
  static Map<String, String> answers() {
    Map<String, String> answers = new HashMap<>(StudyAnswers.ask().texts());
    String members = get(MEMBERS + "?limit=1000");
    answers.put("members", members);
    for (JsonNode member : StudyAnswers.parse(members).path("members")) {
      String id = member.path("id").asText();
      answers.put(id, get(MEMBERS + "/" + id));
    }
    return answers;
  }

  private static String get(String path) {
    String text = given().get(path).then().statusCode(200).extract().asString();
    return text.replaceAll("/_history/[0-9]+", "");
  }
}
