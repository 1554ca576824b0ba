package org.pvpoutcomes.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Many clients, the same things: nothing is there twice, nothing is lost, nobody is refused. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ContentionTest {

  private static final int CLIENTS = 32;

  @Test
  void identical_conditional_creates_at_once_make_one_resource() throws Exception {
    String patient =
        """
        {"resourceType":"Patient","identifier":[{"system":"http://hospital.example/id/mrn","value":"SYN-1"}]}""";
    List<Response> answers =
        atOnce(
            Collections.nCopies(
                64,
                () ->
                    fhir(patient)
                        .header("If-None-Exist", "identifier=http://hospital.example/id/mrn|SYN-1")
                        .post("/fhir/Patient")));

    assertThat(answers).extracting(Response::statusCode).containsOnly(200, 201);
    assertThat(answers).extracting(Response::statusCode).containsOnlyOnce(201);
    assertThat(answers).extracting(answer -> answer.header("Location")).doesNotContainNull();
    assertThat(answers.stream().map(answer -> answer.header("Location")).distinct()).hasSize(1);
  }

  @Test
  void updates_of_one_id_at_once_all_succeed_with_gap_free_versions() throws Exception {
    List<Callable<Response>> updates = new ArrayList<>();
    for (int year = 1901; year <= 1980; year++) {
      String patient =
          """
          {"resourceType":"Patient","id":"synthetic-1","birthDate":"%d-01-01"}"""
              .formatted(year);
      updates.add(() -> fhir(patient).put("/fhir/Patient/synthetic-1"));
    }
    List<Response> answers = atOnce(updates);

    assertThat(answers).extracting(Response::statusCode).containsOnly(200, 201);
    assertThat(answers)
        .extracting(answer -> answer.header("ETag"))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(1, 80).mapToObj(version -> "W/\"" + version + "\"").toList());
  }

  @Test
  void transactions_that_cross_over_shared_patients_do_not_block_each_other_for_good()
      throws Exception {
    Random random = new Random(2021);
    List<Callable<Response>> transactions = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      List<Integer> patients = new ArrayList<>(IntStream.range(0, 6).boxed().toList());
      Collections.shuffle(patients, random);
      String bundle = bundleAbout(patients.subList(0, 3), i);
      transactions.add(() -> fhir(bundle).post("/fhir"));
    }
    List<Response> answers = atOnce(transactions);

    assertThat(answers).extracting(Response::statusCode).containsOnly(200);
    given()
        .get("/api/v1/studies/xu-2021/completeness")
        .then()
        .statusCode(200)
        .body("flow.recorded", equalTo(6));
  }

  /** Conditional creates of some shared patients and one pain score of its own for each. */
  private static String bundleAbout(List<Integer> patients, int number) {
    List<String> entries = new ArrayList<>();
    for (int patient : patients) {
      String identifier = "http://hospital.example/id/mrn|SYN-" + patient;
      entries.add(
          """
          {"fullUrl":"urn:uuid:00000000-0000-4000-8000-%012d","request":{"method":"POST","url":"Patient",
          "ifNoneExist":"identifier=%s"},"resource":{"resourceType":"Patient","identifier":[
          {"system":"http://hospital.example/id/mrn","value":"SYN-%d"}]}}"""
              .formatted(patient, identifier, patient));
      entries.add(
          """
          {"request":{"method":"POST","url":"Observation"},"resource":{"resourceType":"Observation",
          "status":"final","code":{"coding":[{"system":"http://loinc.org","code":"38214-3"}]},
          "subject":{"reference":"Patient?identifier=%s"},"effectiveDateTime":"2018-01-%02d",
          "valueQuantity":{"value":%d,"unit":"mm","system":"http://unitsofmeasure.org","code":"mm"}}}"""
              .formatted(identifier, 1 + number % 28, number % 100));
    }
    return "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":["
        + String.join(",", entries)
        + "]}";
  }

  private static RequestSpecification fhir(String body) {
    return given().contentType("application/fhir+json").body(body);
  }

  private static List<Response> atOnce(List<Callable<Response>> requests) throws Exception {
    List<Response> answers = new ArrayList<>();
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      for (Future<Response> answer : clients.invokeAll(requests)) {
        answers.add(answer.get());
      }
    }
    return answers;
  }
}
