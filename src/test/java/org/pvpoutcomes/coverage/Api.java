package org.pvpoutcomes.coverage;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.response.Response;
import java.util.concurrent.locks.LockSupport;

/** What the tests of this package ask the service for. */
final class Api {

  static final String VOCABULARY = "/api/v1/vocabulary";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int POLLS = 600;
  private static final long POLL_NANOSECONDS = 50_000_000;

  private Api() {}

  /** The JSON at a path that must exist. */
  static JsonNode get(String path) {
    Response answer = given().urlEncodingEnabled(false).get(path);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    return json(answer.asString());
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Stores a resource. */
  static void put(String path, String resource) {
    Response answer = write(path, resource);
    assertThat(answer.statusCode()).as(answer.asString()).isIn(200, 201);
  }

  /** Stores a part of the vocabulary and waits until what is stored has been mapped with it. */
  static void putAndWait(String path, String resource) {
    put(path, resource);
    for (int i = 0; i < POLLS; i++) {
      if (get(VOCABULARY).at("/remapping/state").asText().equals("idle")) {
        return;
      }
      LockSupport.parkNanos(POLL_NANOSECONDS);
    }
    throw new AssertionError("The remapping does not end: " + get(VOCABULARY).get("remapping"));
  }

  /** Sends a resource, with the id of the path. */
  static Response write(String path, String resource) {
    ObjectNode withId = (ObjectNode) json(resource);
    withId.put("id", path.substring(path.indexOf('/') + 1));
    return given()
        .contentType("application/fhir+json")
        .body(withId.toString())
        .put("/fhir/" + path);
  }
}
