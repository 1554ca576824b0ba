package org.pvpoutcomes.reference;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.response.Response;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.pvpoutcomes.reference.SyntheticStudy.Request;

/**
 * The resources of some patients of the synthetic study under ids of their own, and the ConceptMaps
 * of its hospital, as a sender would change, delete and restore them over the years.
 */
final class ChangingRecord {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_AT_ONCE = 6;
  private static final int ONE_IN_THIS_MANY_IS_DELETED = 10;

  private static final Map<String, List<String>> STATUSES =
      Map.of(
          "Observation", List.of("final", "preliminary", "amended", "entered-in-error"),
          "MedicationStatement", List.of("active", "not-taken", "stopped", "on-hold"),
          "MedicationAdministration", List.of("completed", "not-done"),
          "Procedure", List.of("completed", "in-progress", "not-done", "entered-in-error"),
          "QuestionnaireResponse", List.of("completed", "in-progress", "entered-in-error"));

  private final Random random;
  private final Map<String, ObjectNode> first = new LinkedHashMap<>();

  /** Without the deleted. */
  private final Map<String, ObjectNode> current = new LinkedHashMap<>();

  /** Reads the ConceptMaps and the first {@code patients} patients of the study. */
  ChangingRecord(Random random, int patients) {
    this.random = random;
    int bundles = 0;
    for (Request request : SyntheticStudy.requests()) {
      JsonNode body = StudyAnswers.parse(request.body());
      if (request.method().equals("PUT")) {
        add((ObjectNode) body);
      } else if (bundles++ < patients) {
        addEntries(request.body(), body.path("entry"));
      }
    }
    current.putAll(first);
  }

  /** Sends the current state of everything, in random order and in transactions of random size. */
  void sendAll() {
    List<String> references = new ArrayList<>(current.keySet());
    Collections.shuffle(references, random);
    while (!references.isEmpty()) {
      int size = Math.min(references.size(), 1 + random.nextInt(MOST_AT_ONCE));
      List<String> some = references.subList(0, size);
      send(some);
      some.clear();
    }
  }

  /** Changes, deletes and restores some resources at random, in one transaction. */
  void change() {
    change(1 + random.nextInt(MOST_AT_ONCE));
  }

  /** As {@link #change()}, so many resources, or all if there are not so many. */
  void change(int count) {
    List<String> references = new ArrayList<>(first.keySet());
    Collections.shuffle(references, random);
    List<String> some = references.subList(0, Math.min(count, references.size()));
    for (String reference : some) {
      if (!current.containsKey(reference)) {
        current.put(reference, first.get(reference));
      } else if (random.nextInt(ONE_IN_THIS_MANY_IS_DELETED) == 0) {
        current.remove(reference);
      } else {
        current.put(reference, changed(reference));
      }
    }
    send(some);
  }

  /** How many resources are deleted now. */
  int deleted() {
    return first.size() - current.size();
  }

  private ObjectNode changed(String reference) {
    ObjectNode from = random.nextInt(3) == 0 ? first.get(reference) : current.get(reference);
    ObjectNode changed = from.deepCopy();
    if (changed.path("resourceType").asText().equals("ConceptMap")) {
      changeMap(changed);
    } else {
      change(changed);
    }
    return changed;
  }

  /** Sends everything once more, which must change nothing, and returns what was found in each. */
  Map<String, JsonNode> findings() {
    Remapped.await();
    Map<String, JsonNode> findings = new TreeMap<>();
    for (Map.Entry<String, ObjectNode> resource : current.entrySet()) {
      String path = "/fhir/" + resource.getKey();
      String version = given().get(path).header("ETag");
      Response answer = put(path, resource.getValue());
      assertThat(answer.header("ETag")).as(path).isEqualTo(version);
      ArrayNode issues = (ArrayNode) StudyAnswers.parse(answer.asString()).path("issue");
      issues.remove(0);
      findings.put(resource.getKey(), issues);
    }
    return findings;
  }

  private void add(ObjectNode resource) {
    first.put(reference(resource), resource);
  }

  /** An entry's id is that of its fullUrl, so that a reference to it can be written beforehand. */
  private void addEntries(String bundle, JsonNode entries) {
    String text = bundle;
    for (JsonNode entry : entries) {
      String fullUrl = entry.path("fullUrl").asText();
      String type = entry.at("/resource/resourceType").asText();
      text =
          text.replace(
              "\"reference\": \"" + fullUrl + "\"",
              "\"reference\": \"" + type + "/" + id(fullUrl) + "\"");
    }
    for (JsonNode entry : StudyAnswers.parse(text).path("entry")) {
      ObjectNode resource = (ObjectNode) entry.path("resource");
      resource.put("id", id(entry.path("fullUrl").asText()));
      add(resource);
      addOpioids(resource);
    }
  }

  /**
   * The patient takes oxycodone all the time, and is given morphine on the days of observations.
   */
  private void addOpioids(ObjectNode resource) {
    String type = resource.path("resourceType").asText();
    String id = resource.path("id").asText();
    if (type.equals("Patient")) {
      add(
          opioid(
              """
              {"resourceType": "MedicationStatement", "id": "%1$s", "status": "active",
               "subject": {"reference": "Patient/%1$s"},
               "medicationCodeableConcept": {"coding": [{
                 "system": "http://www.whocc.no/atc", "code": "N02AA05"}]},
               "effectivePeriod": {"start": "2018-01-01"},
               "dosage": [{
                 "route": {"coding": [{"system": "http://snomed.info/sct", "code": "26643006"}]},
                 "timing": {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}},
                 "doseAndRate": [{"doseQuantity": {
                   "value": 10, "system": "http://unitsofmeasure.org", "code": "mg"}}]}]}
              """
                  .formatted(id)));
    } else if (type.equals("Observation") && resource.has("effectiveDateTime")) {
      add(
          opioid(
              """
              {"resourceType": "MedicationAdministration", "id": "%s", "status": "completed",
               "subject": {"reference": "%s"},
               "medicationCodeableConcept": {"coding": [{
                 "system": "http://www.whocc.no/atc", "code": "N02AA01"}]},
               "effectiveDateTime": "%s",
               "dosage": {
                 "route": {"coding": [{"system": "http://snomed.info/sct", "code": "26643006"}]},
                 "dose": {"value": 10, "system": "http://unitsofmeasure.org", "code": "mg"}}}
              """
                  .formatted(
                      id,
                      resource.at("/subject/reference").asText(),
                      resource.path("effectiveDateTime").asText())));
    }
  }

  private static ObjectNode opioid(String json) {
    return (ObjectNode) StudyAnswers.parse(json);
  }

  private void send(List<String> references) {
    ObjectNode bundle = JSON.createObjectNode();
    bundle.put("resourceType", "Bundle").put("type", "transaction");
    ArrayNode entries = bundle.putArray("entry");
    for (String reference : references) {
      ObjectNode entry = entries.addObject();
      ObjectNode resource = current.get(reference);
      if (resource != null) {
        entry.set("resource", resource);
      }
      entry
          .putObject("request")
          .put("method", resource == null ? "DELETE" : "PUT")
          .put("url", reference);
    }
    given()
        .contentType("application/fhir+json")
        .body(bundle.toString())
        .post("/fhir")
        .then()
        .statusCode(200);
  }

  private static Response put(String path, ObjectNode resource) {
    return given().contentType("application/fhir+json").body(resource.toString()).put(path);
  }

  private void changeMap(ObjectNode map) {
    for (JsonNode group : map.path("group")) {
      ArrayNode elements = (ArrayNode) group.path("element");
      if (elements.size() > 1) {
        elements.remove(random.nextInt(elements.size()));
      }
    }
  }

  private void change(ObjectNode resource) {
    switch (random.nextInt(7)) {
      case 0 -> move(resource, "subject");
      case 1 -> move(resource, "partOf");
      case 2 -> changeStatus(resource);
      case 3 -> changeDates(resource);
      case 4 -> changeValue(resource);
      case 5 -> borrowIdentifier(resource);
      default -> leaveOut(resource);
    }
  }

  /** Refers to another resource of the same type, of whichever patient. */
  private void move(ObjectNode resource, String name) {
    JsonNode element = resource.path(name);
    JsonNode reference = element.isArray() ? element.path(0) : element;
    if (reference instanceof ObjectNode object) {
      String type = object.path("reference").asText().split("/", 2)[0];
      object.put("reference", anyOf(type));
    }
  }

  private void changeStatus(ObjectNode resource) {
    String type = resource.path("resourceType").asText();
    if (STATUSES.containsKey(type)) {
      resource.put("status", oneOf(STATUSES.get(type)));
    } else if (type.equals("Condition")) {
      ((ObjectNode) resource.at("/verificationStatus/coding/0"))
          .put("code", oneOf(List.of("confirmed", "refuted", "entered-in-error")));
    } else if (type.equals("Patient")) {
      resource.put("gender", oneOf(List.of("female", "male", "other")));
    }
  }

  private void changeDates(ObjectNode resource) {
    int days = random.nextInt(241) - 120;
    for (String name : List.of("birthDate", "effectiveDateTime", "authored", "onsetDateTime")) {
      changeDate(resource, name, days);
    }
    for (String name : List.of("performedPeriod", "effectivePeriod")) {
      if (resource.path(name) instanceof ObjectNode period) {
        changeDate(period, "start", days);
        changeDate(period, "end", days);
      }
    }
  }

  private static void changeDate(ObjectNode object, String name, int days) {
    String text = object.path(name).asText();
    if (!text.isEmpty()) {
      LocalDate day = LocalDate.parse(text.substring(0, 10)).plusDays(days);
      object.put(name, day + text.substring(10));
    }
  }

  /** Some of the new values are out of range, which makes a finding and no fact. */
  private void changeValue(ObjectNode resource) {
    if (resource.path("valueQuantity") instanceof ObjectNode quantity) {
      quantity.put("value", random.nextInt(13));
    }
    for (String place : List.of("/dosage/dose", "/dosage/0/doseAndRate/0/doseQuantity")) {
      if (resource.at(place) instanceof ObjectNode dose) {
        dose.put("value", random.nextInt(13));
      }
    }
    JsonNode items = resource.path("item");
    JsonNode answer = items.path(random.nextInt(Math.max(1, items.size()))).at("/answer/0");
    if (answer instanceof ObjectNode object) {
      object.put("valueInteger", random.nextInt(7));
    }
  }

  private void borrowIdentifier(ObjectNode resource) {
    String lender = anyOf(resource.path("resourceType").asText());
    JsonNode identifier = current.getOrDefault(lender, first.get(lender)).path("identifier");
    if (!identifier.isMissingNode()) {
      resource.set("identifier", identifier.deepCopy());
    }
  }

  private void leaveOut(ObjectNode resource) {
    resource.remove(
        oneOf(
            List.of(
                "identifier",
                "bodySite",
                "referenceRange",
                "partOf",
                "extension",
                "issued",
                "complication",
                "complicationDetail",
                "valueQuantity",
                "birthDate")));
  }

  private String anyOf(String type) {
    return oneOf(first.keySet().stream().filter(key -> key.startsWith(type + "/")).toList());
  }

  private String oneOf(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static String reference(ObjectNode resource) {
    return resource.path("resourceType").asText() + "/" + resource.path("id").asText();
  }

  private static String id(String fullUrl) {
    return fullUrl.substring(fullUrl.lastIndexOf(':') + 1);
  }
}
