package org.pvpoutcomes.reference;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import com.fasterxml.jackson.databind.JsonNode;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pvpoutcomes.reference.SyntheticStudy.Request;

/** A changed vocabulary reaches what is stored, in the background, and no write is lost to it. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RemappingTest {

  private static final int WRITERS = 6;
  private static final int CHANGES = 20;

  private static final String MAP =
      """
      {"resourceType":"ConceptMap","id":"site","status":"%s","title":"%s","group":[{
       "source":"http://hospital.example/codes",
       "target":"https://pvp-outcomes.example/fhir/CodeSystem/diagnosis",
       "element":[{"code":"META","target":[{"code":"spinal-metastasis","equivalence":"equivalent"}]}]}]}""";

  private static final String JOBS =
      "SELECT state || ' ' || array_to_string(types, ',') || ' ' || visited || ' of ' || total"
          + " FROM remapping_job ORDER BY number";

  private final DerivedTables derived;

  RemappingTest(AgroalDataSource database) {
    derived = new DerivedTables(database);
  }

  @ParameterizedTest
  @ValueSource(longs = {3, 1889})
  void writes_beside_the_remapping_end_as_if_the_last_state_were_all_that_was_ever_sent(long seed)
      throws Exception {
    new ChangingRecord(new Random(seed), 4).sendAll();
    changeFromManyThreads(seed);
    Map<String, String> afterwards = AnyHistoryTest.answers();
    List<String> last =
        derived.texts(
            "SELECT content FROM (SELECT DISTINCT ON (type, id) * FROM resource_version"
                + " ORDER BY type, id, version DESC) latest WHERE content IS NOT NULL"
                + " ORDER BY type, id");

    EmptyRecord.make();
    last.stream().filter(content -> isMap(content)).forEach(RemappingTest::put);
    last.stream().filter(content -> !isMap(content)).forEach(RemappingTest::put);
    assertThat(derived.texts(JOBS)).as("nothing is mapped again").isEmpty();
    assertThat(AnyHistoryTest.answers()).isEqualTo(afterwards);
  }

  private void changeFromManyThreads(long seed) throws Exception {
    List<Callable<Integer>> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      ChangingRecord record = new ChangingRecord(new Random(seed + i), 4);
      writers.add(
          () -> {
            for (int change = 0; change < CHANGES; change++) {
              record.change();
            }
            return CHANGES;
          });
    }
    try (ExecutorService pool = Executors.newFixedThreadPool(WRITERS)) {
      for (Future<Integer> changes : pool.invokeAll(writers)) {
        assertThat(changes.get()).isEqualTo(CHANGES);
      }
    }
    Remapped.await();
    assertThat(derived.texts("SELECT count(*) FROM remapping_job")).isNotEqualTo(List.of("0"));
  }

  @Test
  void only_types_that_read_a_changed_code_are_visited_and_the_answer_says_how_many() {
    put("{\"resourceType\":\"Patient\",\"id\":\"p\"}");
    for (String id : List.of("a", "b")) {
      put(
          """
          {"resourceType":"Condition","id":"%s","subject":{"reference":"Patient/p"},
           "code":{"coding":[{"system":"http://hospital.example/codes","code":"META"}]}}"""
              .formatted(id));
    }
    given()
        .contentType("application/fhir+json")
        .body(MAP.formatted("active", "first"))
        .put("/fhir/ConceptMap/site")
        .then()
        .statusCode(201)
        .body("issue.details.text", hasItem(containsString("in the background: 2.")));
    Remapped.await();

    assertThat(derived.texts(JOBS)).containsExactly("finished Condition 2 of 2");
    assertThat(derived.texts("SELECT facts FROM resource_facts WHERE type = 'Condition'"))
        .hasSize(2)
        .allSatisfy(facts -> assertThat(facts).contains("SPINAL_METASTASIS"));
  }

  @Test
  void a_map_that_changes_no_meaning_or_meets_nothing_stored_queues_nothing() {
    put(MAP.formatted("active", "first"));
    put("{\"resourceType\":\"Condition\",\"id\":\"c\",\"subject\":{\"reference\":\"Patient/p\"}}");
    given()
        .contentType("application/fhir+json")
        .body(MAP.formatted("draft", "second"))
        .put("/fhir/ConceptMap/site")
        .then()
        .statusCode(200)
        .body("issue", hasSize(1));

    assertThat(derived.texts(JOBS)).isEmpty();
  }

  @Test
  void an_entry_of_a_Bundle_says_how_many_resources_its_map_concerns() {
    put("{\"resourceType\":\"Condition\",\"id\":\"c\",\"subject\":{\"reference\":\"Patient/p\"}}");
    String bundle =
        """
        {"resourceType":"Bundle","type":"transaction","entry":[
         {"request":{"method":"PUT","url":"ConceptMap/site"},"resource":%s}]}"""
            .formatted(MAP.formatted("active", "first"));

    given()
        .contentType("application/fhir+json")
        .body(bundle)
        .post("/fhir")
        .then()
        .statusCode(200)
        .body(
            "entry[0].response.outcome.issue[0].details.text",
            containsString("GET /api/v1/vocabulary shows the progress"));
  }

  private static boolean isMap(String content) {
    return StudyAnswers.parse(content).path("resourceType").asText().equals("ConceptMap");
  }

  private static void put(String content) {
    JsonNode resource = StudyAnswers.parse(content);
    String path = resource.path("resourceType").asText() + "/" + resource.path("id").asText();
    assertThat(new Request("PUT", "/" + path, content).send().statusCode()).isIn(200, 201);
  }
}
