package org.pvpoutcomes.reference;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pvpoutcomes.cohort.CohortRepository;
import org.pvpoutcomes.cohort.PendingCounts;

/**
 * Who is meant by an identifier, and who is merged with whom, follows from the current versions
 * alone: not from the order in which they came, nor from who wrote at the same time.
 */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class IdentityTest {

  private static final int STORIES = 25;
  private static final int ORDERS = 4;
  private static final int CLIENTS = 32;
  private static final String MEMBERS = "/api/v1/studies/xu-2021/members";

  private final CohortRepository cohort;

  IdentityTest(CohortRepository cohort) {
    this.cohort = cohort;
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 2021})
  void any_order_of_any_history_gives_the_same_members(long seed) {
    Random random = new Random(seed);
    ChangingPeople people = new ChangingPeople(random);
    List<String> seen = new ArrayList<>();
    for (int story = 0; story < STORIES; story++) {
      Map<String, List<String>> history = people.history();
      ChangingPeople.sendLast(history);
      Map<String, String> expected = answers();
      seen.addAll(expected.values());
      for (int order = 0; order < ORDERS; order++) {
        EmptyRecord.make();
        people.sendInAnyOrder(history);
        assertThat(answers()).as("story %d, order %d", story, order).isEqualTo(expected);
      }
      EmptyRecord.make();
    }
    String all = String.join("\n", seen);
    assertThat(all).contains("\"included\"", "\"merged\"", "\"superseded\"", "\"linkedOnly\":[\"");
    assertThat(all).containsPattern("subjectIdentifierUnknown=[1-9]");
    assertThat(all).containsPattern("subjectIdentifierAmbiguous=[1-9]");
    assertThat(all).containsPattern("patientNotReceived=[1-9]");
  }

  /** No resource is written again, so that no later write can repair what the race got wrong. */
  @ParameterizedTest
  @ValueSource(longs = {3, 39, 82, 2018})
  void writes_at_once_lose_nothing(long seed) throws Exception {
    ChangingPeople people = new ChangingPeople(new Random(seed));
    for (int round = 0; round < 12; round++) {
      Map<String, List<String>> history = people.history();
      history.forEach((reference, versions) -> ChangingPeople.send(first(reference, versions)));
      atOnce(
          history.entrySet().stream()
              .map(resource -> Map.of(resource.getKey(), resource.getValue().getLast()))
              .toList());
      Map<String, String> raced = answers();
      EmptyRecord.make();
      ChangingPeople.sendLast(history);
      assertThat(raced).as("round %d", round).isEqualTo(answers());
      EmptyRecord.make();
    }
  }

  /** Each resource is written once, so that no later write can repair what the race got wrong. */
  @Test
  void a_patient_who_arrives_among_its_measurements_has_them_all() throws Exception {
    for (int round = 0; round < 20; round++) {
      Map<String, String> resources = new TreeMap<>();
      resources.put(
          "Patient/p",
          """
          {"resourceType":"Patient","id":"p","identifier":[{"system":"http://hospital.example/id/mrn","value":"A"}]}""");
      for (int i = 0; i < CLIENTS - 1; i++) {
        resources.put(
            "Observation/v" + i,
            """
            {"resourceType":"Observation","id":"v%d","status":"final",
             "subject":{"identifier":{"system":"http://hospital.example/id/mrn","value":"A"}},
             "code":{"coding":[{"system":"http://loinc.org","code":"38214-3"}]},
             "effectiveDateTime":"2018-01-01",
             "valueQuantity":{"value":1,"system":"http://unitsofmeasure.org","code":"mm"}}"""
                .formatted(i));
      }
      atOnce(
          resources.entrySet().stream()
              .map(resource -> Map.of(resource.getKey(), resource.getValue()))
              .toList());
      JsonNode member = StudyAnswers.parse(get(MEMBERS + "/p"));
      assertThat(member.path("unused")).as("round %d", round).hasSize(CLIENTS);
      assertThat(cohort.pending("xu-2021")).isEqualTo(new PendingCounts(0, 0, 0));
      EmptyRecord.make();
    }
  }

  private static Map<String, String> first(String reference, List<String> versions) {
    return Map.of(reference, versions.getFirst());
  }

  private static void atOnce(List<Map<String, String>> writes) throws Exception {
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      List<Future<?>> running = new ArrayList<>();
      writes.forEach(write -> running.add(clients.submit(() -> ChangingPeople.send(write))));
      for (Future<?> write : running) {
        write.get();
      }
    }
  }

  private Map<String, String> answers() {
    Map<String, String> answers = new TreeMap<>();
    String members = get(MEMBERS + "?limit=1000");
    answers.put("members", members);
    for (JsonNode member : StudyAnswers.parse(members).path("members")) {
      String id = member.path("id").asText();
      answers.put(id, get(MEMBERS + "/" + id));
    }
    answers.put("pending", cohort.pending("xu-2021").toString());
    answers.put("outcomes", get("/api/v1/studies/xu-2021/outcomes"));
    answers.put("completeness", get("/api/v1/studies/xu-2021/completeness"));
    return answers;
  }

  private static String get(String path) {
    String text = given().get(path).then().statusCode(200).extract().asString();
    return text.replaceAll("/_history/[0-9]+", "");
  }
}
