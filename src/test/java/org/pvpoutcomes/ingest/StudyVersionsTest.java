package org.pvpoutcomes.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.pvpoutcomes.protocol.AddedStudies.awaitActive;
import static org.pvpoutcomes.protocol.AddedStudies.post;
import static org.pvpoutcomes.protocol.AddedStudies.protocol;
import static org.pvpoutcomes.protocol.AddedStudies.put;

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
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.reference.DerivedTables;
import org.pvpoutcomes.reference.Remapped;

/** New versions of studies beside writes: nobody is missed, and nothing is left behind. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StudyVersionsTest {

  private static final int PATIENTS = 130;
  private static final int WRITES = 400;

  private final StudyStep step;
  private final DerivedTables derived;

  StudyVersionsTest(StudyStep step, AgroalDataSource database) {
    this.step = step;
    derived = new DerivedTables(database);
  }

  @Test
  void versions_added_while_many_write_hold_what_a_fresh_derivation_holds() throws Exception {
    try (ExecutorService clients = Executors.newFixedThreadPool(8)) {
      List<Callable<Integer>> patients =
          IntStream.range(0, PATIENTS).<Callable<Integer>>mapToObj(i -> () -> treat(i)).toList();
      assertThat(statuses(clients.invokeAll(patients))).containsOnly(200);
      Random random = new Random(2016);
      List<Future<Integer>> writes = new ArrayList<>();
      for (int i = 0; i < WRITES; i++) {
        int patient = random.nextInt(PATIENTS + 20);
        int day = 20 + random.nextInt(30);
        int score = random.nextInt(11);
        writes.add(clients.submit(() -> score(patient, day, score)));
      }
      post(protocol("synthetic", 1)).then().statusCode(201);
      for (int version = 2; version <= 4; version++) {
        put("synthetic", protocol("synthetic", version)).then().statusCode(200);
        if (version == 3) {
          awaitActive("synthetic", version);
        }
      }
      assertThat(statuses(writes)).containsOnly(201);
    }
    awaitActive("synthetic", 4);
    awaitOnly("synthetic/v4");
    Map<String, List<String>> afterWrites = derived.rows();

    given().post("/api/v1/rebuild").then().statusCode(202);
    Remapped.await();

    assertThat(derived.rows()).isEqualTo(afterWrites);
    assertThat(derived.texts("SELECT count(*) FROM member WHERE study = 'synthetic/v4'"))
        .isEqualTo(derived.texts("SELECT count(*) FROM member WHERE study = 'xu-2021'"));
  }

  @Test
  void an_interrupted_derivation_goes_on_behind_the_last_patient() throws Exception {
    for (int i = 0; i < 12; i++) {
      treat(i);
    }
    post(protocol("synthetic", 1)).then().statusCode(201);
    awaitActive("synthetic", 1);
    List<String> members = derived.texts("SELECT CAST(m AS text) FROM member m ORDER BY 1");
    derived.change(
        "DELETE FROM member WHERE study = 'synthetic' AND patient >= 'Patient/synthetic-105'");
    derived.change(
        "UPDATE study_version SET state = 'deriving', last_patient = 'Patient/synthetic-104'");

    try (ExecutorService workers = Executors.newFixedThreadPool(4)) {
      List<Callable<Integer>> steps = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        steps.add(
            () -> {
              int done = 0;
              while (step.next()) {
                done++;
              }
              return done;
            });
      }
      statuses(workers.invokeAll(steps));
    }
    awaitActive("synthetic", 1);

    assertThat(derived.texts("SELECT CAST(m AS text) FROM member m ORDER BY 1")).isEqualTo(members);
    assertThat(derived.texts("SELECT derived FROM study_version")).containsExactly("19");
  }

  private void awaitOnly(String key) throws InterruptedException {
    String others = "SELECT DISTINCT study FROM member WHERE study LIKE 'synthetic%' ORDER BY 1";
    for (int i = 0; i < 3000 && !derived.texts(others).equals(List.of(key)); i++) {
      Thread.sleep(10);
    }
    assertThat(derived.texts(others)).containsExactly(key);
  }

  private static List<Integer> statuses(List<Future<Integer>> answers) throws Exception {
    List<Integer> statuses = new ArrayList<>();
    for (Future<Integer> answer : answers) {
      statuses.add(answer.get());
    }
    return statuses;
  }

  private static String id(int patient) {
    return "synthetic-" + (100 + patient);
  }

  /** A patient, a session on 20 January, and a pain score before it. */
  private static int treat(int patient) {
    return send(
        """
        {"resourceType":"Bundle","type":"transaction","entry":[
         {"request":{"method":"PUT","url":"Patient/%1$s"},
          "resource":{"resourceType":"Patient","id":"%1$s","birthDate":"1950-01-01"}},
         {"request":{"method":"POST","url":"Procedure"},
          "resource":{"resourceType":"Procedure","status":"completed",
           "meta":{"source":"http://hospital.example/fhir#1"},
           "code":{"coding":[{"system":"http://www.ama-assn.org/go/cpt","code":"22511"}]},
           "subject":{"reference":"Patient/%1$s"},"performedDateTime":"2018-01-20"}},
         {"request":{"method":"POST","url":"Observation"},"resource":%2$s}]}"""
            .formatted(id(patient), observation(patient, 15, 7)),
        "/fhir");
  }

  private static int score(int patient, int day, int score) {
    return send(observation(patient, day, score), "/fhir/Observation");
  }

  private static String observation(int patient, int day, int score) {
    return """
        {"resourceType":"Observation","status":"final",
        "code":{"coding":[{"system":"http://loinc.org","code":"38214-3"}]},
        "subject":{"reference":"Patient/%s"},"effectiveDateTime":"2018-%02d-%02d",
        "valueQuantity":{"value":%d,"unit":"mm","system":"http://unitsofmeasure.org","code":"mm"}}"""
        .formatted(id(patient), 1 + day / 29, 1 + day % 28, score * 10);
  }

  private static int send(String body, String path) {
    return given().contentType("application/fhir+json").body(body).post(path).statusCode();
  }
}
