package org.pvpoutcomes.reference;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A few synthetic Patients who gain, lose and share identifiers, and who replace each other; and
 * sessions and pain scores that name them by reference or by identifier.
 */
final class ChangingPeople {

  private static final int PATIENTS = 4;
  private static final int IDENTIFIERS = 3;
  private static final int MOST_VERSIONS = 3;
  private static final String MRN = "http://hospital.example/id/mrn";

  private final Random random;

  ChangingPeople(Random random) {
    this.random = random;
  }

  /** All versions of each resource that there is, by reference, in order. */
  Map<String, List<String>> history() {
    Map<String, List<String>> history = new LinkedHashMap<>();
    for (int i = 0; i < PATIENTS; i++) {
      add(history, "Patient/p" + i);
    }
    for (int i = 0; i < 3; i++) {
      add(history, "Procedure/s" + i);
    }
    for (int i = 0; i < 6; i++) {
      add(history, "Observation/v" + i);
    }
    return history;
  }

  private void add(Map<String, List<String>> history, String reference) {
    int versions = random.nextInt(MOST_VERSIONS + 1);
    if (versions > 0) {
      history.put(
          reference, IntStream.range(0, versions).mapToObj(_ -> version(reference)).toList());
    }
  }

  /** Some state of a resource. */
  String version(String reference) {
    String type = reference.substring(0, reference.indexOf('/'));
    String id = reference.substring(reference.indexOf('/') + 1);
    return switch (type) {
      case "Patient" -> patient(id);
      case "Procedure" ->
          """
          {"resourceType":"Procedure","id":"%s","status":"completed","subject":%s,
           "code":{"coding":[{"system":"http://www.ama-assn.org/go/cpt","code":"22511"}]},
           "performedDateTime":"2018-01-1%d"}"""
              .formatted(id, subject(), random.nextInt(3));
      default ->
          """
          {"resourceType":"Observation","id":"%s","status":"%s","subject":%s,
           "code":{"coding":[{"system":"http://loinc.org","code":"38214-3"}]},
           "effectiveDateTime":"2018-01-0%d",
           "valueQuantity":{"value":%d,"system":"http://unitsofmeasure.org","code":"mm"}}"""
              .formatted(
                  id,
                  random.nextInt(5) == 0 ? "entered-in-error" : "final",
                  subject(),
                  1 + random.nextInt(9),
                  random.nextInt(100));
    };
  }

  private String subject() {
    return random.nextBoolean()
        ? "{\"reference\":\"" + anyPatient() + "\"}"
        : "{\"identifier\":" + identifier(random.nextInt(IDENTIFIERS)) + "}";
  }

  private String patient(String id) {
    List<String> identifiers =
        IntStream.range(0, IDENTIFIERS)
            .filter(_ -> random.nextInt(3) == 0)
            .mapToObj(ChangingPeople::identifier)
            .toList();
    List<String> links =
        IntStream.range(0, Math.max(0, random.nextInt(5) - 2)).mapToObj(_ -> link()).toList();
    return """
        {"resourceType":"Patient","id":"%s","birthDate":"19%d-01-01"%s%s}"""
        .formatted(
            id,
            30 + random.nextInt(40),
            element("identifier", identifiers),
            element("link", links));
  }

  private String link() {
    String type = List.of("replaced-by", "replaces", "seealso").get(random.nextInt(3));
    return "{\"other\":{\"reference\":\"" + anyPatient() + "\"},\"type\":\"" + type + "\"}";
  }

  private String anyPatient() {
    return "Patient/p" + random.nextInt(PATIENTS);
  }

  private static String identifier(int number) {
    return "{\"system\":\"" + MRN + "\",\"value\":\"SYN-" + number + "\"}";
  }

  private static String element(String name, List<String> values) {
    return values.isEmpty() ? "" : ",\"" + name + "\":[" + String.join(",", values) + "]";
  }

  /** Sends the last versions one by one, Patients first. */
  static void sendLast(Map<String, List<String>> history) {
    history.forEach((reference, versions) -> send(Map.of(reference, versions.getLast())));
  }

  /**
   * Sends all versions of each resource in their order, the resources in any order and in
   * transactions of any size.
   */
  void sendInAnyOrder(Map<String, List<String>> history) {
    Map<String, Integer> sent = new TreeMap<>();
    List<String> open = new ArrayList<>(history.keySet());
    while (!open.isEmpty()) {
      Map<String, String> bundle = new LinkedHashMap<>();
      int size = 1 + random.nextInt(3);
      for (int i = 0; i < size && !open.isEmpty(); i++) {
        String reference = open.get(random.nextInt(open.size()));
        if (!bundle.containsKey(reference)) {
          List<String> versions = history.get(reference);
          int next = sent.merge(reference, 1, Integer::sum);
          bundle.put(reference, versions.get(next - 1));
          if (next == versions.size()) {
            open.remove(reference);
          }
        }
      }
      send(bundle);
    }
  }

  /** Puts resources, in one transaction where there are several. */
  static void send(Map<String, String> resources) {
    Response answer = resources.size() == 1 ? put(resources) : transaction(resources);
    assertThat(answer.statusCode()).as(answer.asString()).isIn(200, 201);
  }

  private static Response put(Map<String, String> resources) {
    Map.Entry<String, String> only = resources.entrySet().iterator().next();
    return given()
        .contentType("application/fhir+json")
        .body(only.getValue())
        .put("/fhir/" + only.getKey());
  }

  private static Response transaction(Map<String, String> resources) {
    Collection<String> entries =
        resources.entrySet().stream()
            .map(
                resource ->
                    "{\"request\":{\"method\":\"PUT\",\"url\":\"%s\"},\"resource\":%s}"
                        .formatted(resource.getKey(), resource.getValue()))
            .toList();
    return given()
        .contentType("application/fhir+json")
        .body(
            "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":["
                + String.join(",", entries)
                + "]}")
        .post("/fhir");
  }
}
