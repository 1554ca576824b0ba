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
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Many clients, the same things: nothing is there twice, nothing is lost, nobody is refused. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ContentionTest {

  private static final int CLIENTS = 32;
  private static final Pattern PATIENT = Pattern.compile("Patient/[A-Za-z0-9-]+");
  private static final Pattern OBSERVATION = Pattern.compile("Observation/[A-Za-z0-9-]+");

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

  @Test
  void deletes_that_race_with_updates_of_one_id_leave_gap_free_versions() throws Exception {
    List<Callable<Response>> requests = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      String patient =
          """
          {"resourceType":"Patient","id":"synthetic-1","birthDate":"%d-01-01"}"""
              .formatted(1901 + i);
      requests.add(() -> fhir(patient).put("/fhir/Patient/synthetic-1"));
      requests.add(() -> given().delete("/fhir/Patient/synthetic-1"));
    }
    fhir(score("Patient/synthetic-1", 1, 40)).post("/fhir/Observation");
    List<Response> answers = atOnce(requests);

    assertThat(answers).extracting(Response::statusCode).containsOnly(200, 201);
    int last = assertHistoryWithoutGaps("Patient/synthetic-1", answers);
    boolean deleted = status("Patient/synthetic-1/_history/" + last) == 410;
    assertThat(status("Patient/synthetic-1")).isEqualTo(deleted ? 410 : 200);
    given()
        .get("/api/v1/studies/xu-2021/completeness")
        .then()
        .body("flow.recorded", equalTo(1))
        .body("flow.inclusion.'patient-not-received'", equalTo(deleted ? 1 : 0));
  }

  @Test
  void deletes_that_race_with_conditional_creates_leave_one_patient_or_none() throws Exception {
    String condition = "identifier=http://hospital.example/id/mrn|SYN-0";
    List<Callable<Response>> requests = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      String bundle = bundleAbout(List.of(0), i);
      requests.add(() -> fhir(bundle).post("/fhir"));
      requests.add(() -> given().delete("/fhir/Patient?" + condition));
    }
    List<Response> answers = atOnce(requests);

    assertThat(answers).extracting(Response::statusCode).containsOnly(200);
    assertPatientsAreDeletedOrTheOnlyOne(answers);
  }

  @Test
  void deletes_by_id_that_race_with_conditional_writes_leave_one_patient_or_none()
      throws Exception {
    String condition = "identifier=http://hospital.example/id/mrn|SYN-0";
    String patient =
        """
        {"resourceType":"Patient","identifier":[
         {"system":"http://hospital.example/id/mrn","value":"SYN-0"}]}""";
    String known = patient.replace("\"Patient\",", "\"Patient\",\"id\":\"synthetic-1\",");
    List<Callable<Response>> requests = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      String bundle = bundleAbout(List.of(0), i);
      requests.add(() -> fhir(bundle).post("/fhir"));
      requests.add(() -> given().delete("/fhir/Patient/synthetic-1"));
      requests.add(() -> fhir(patient).put("/fhir/Patient?" + condition));
      requests.add(() -> given().delete("/fhir/Patient/synthetic-1"));
    }
    fhir(known).put("/fhir/Patient/synthetic-1");
    List<Response> answers = atOnce(requests);

    assertThat(answers).extracting(Response::statusCode).isSubsetOf(200, 201);
    assertPatientsAreDeletedOrTheOnlyOne(answers);
  }

  /** Whatever was created by condition is deleted, but for at most one; each is a member. */
  private static void assertPatientsAreDeletedOrTheOnlyOne(List<Response> answers) {
    List<String> all =
        answers.stream()
            .map(answer -> PATIENT.matcher(answer.asString()))
            .flatMap(matcher -> matcher.results().map(MatchResult::group))
            .distinct()
            .toList();
    List<String> left = all.stream().filter(patient -> status(patient) == 200).toList();
    assertThat(all).allSatisfy(patient -> assertThat(status(patient)).isIn(200, 410));
    assertThat(left).hasSizeLessThanOrEqualTo(1);
    List<String> measured =
        answers.stream()
            .map(answer -> OBSERVATION.matcher(answer.asString()))
            .flatMap(matcher -> matcher.results().map(MatchResult::group))
            .map(path -> given().get("/fhir/" + path).jsonPath().getString("subject.reference"))
            .distinct()
            .toList();
    long deleted = measured.stream().filter(patient -> !left.contains(patient)).count();
    given()
        .get("/api/v1/studies/xu-2021/completeness")
        .then()
        .body("flow.inclusion.'patient-not-received'", equalTo((int) deleted))
        .body("flow.inclusion.'no-index-session'", equalTo(left.size()));
  }

  /**
   * Every version up to the last is there, as content or as a deletion, and was answered once as
   * new; deletions are not followed by deletions.
   *
   * @return the last version
   */
  private static int assertHistoryWithoutGaps(String resource, List<Response> answers) {
    int last =
        answers.stream()
            .map(answer -> answer.header("ETag"))
            .filter(Objects::nonNull)
            .mapToInt(etag -> Integer.parseInt(etag.replaceAll("[^0-9]", "")))
            .max()
            .orElseThrow();
    List<Integer> statuses =
        IntStream.rangeClosed(1, last)
            .mapToObj(version -> status(resource + "/_history/" + version))
            .toList();
    assertThat(statuses).isSubsetOf(200, 410).startsWith(200);
    assertThat(Collections.indexOfSubList(statuses, List.of(410, 410))).isEqualTo(-1);
    assertThat(status(resource + "/_history/" + (last + 1))).isEqualTo(404);
    assertThat(
            answers.stream()
                .filter(answer -> !answer.asString().contains("Nothing deleted"))
                .map(answer -> answer.header("ETag")))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(1, last).mapToObj(version -> "W/\"" + version + "\"").toList());
    return last;
  }

  private static int status(String path) {
    return given().get("/fhir/" + path).statusCode();
  }

  private static String score(String subject, int day, int millimetres) {
    return """
        {"resourceType":"Observation","status":"final",
        "code":{"coding":[{"system":"http://loinc.org","code":"38214-3"}]},
        "subject":{"reference":"%s"},"effectiveDateTime":"2018-01-%02d",
        "valueQuantity":{"value":%d,"unit":"mm","system":"http://unitsofmeasure.org","code":"mm"}}"""
        .formatted(subject, day, millimetres);
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
          {"request":{"method":"POST","url":"Observation"},"resource":%s}"""
              .formatted(score("Patient?identifier=" + identifier, 1 + number % 28, number % 100)));
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
