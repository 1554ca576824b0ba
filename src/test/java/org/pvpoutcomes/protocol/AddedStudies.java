package org.pvpoutcomes.protocol;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Sends protocols to the service and waits for what it makes of them. */
public final class AddedStudies {

  private static final Duration LONGEST = Duration.ofSeconds(60);

  private AddedStudies() {}

  /** A study of one measure whose follow-up begins on this day. */
  public static String protocol(String id, int firstDay) {
    return """
        id: %s
        title: A synthetic study
        source: Made for a test
        indexProcedure: [pvp]
        measures: [vas-pain]
        timePoints:
          - { id: baseline, firstDay: -30, lastDay: 0, targetDay: 0 }
          - { id: after, firstDay: %d, lastDay: 30, targetDay: 30 }
        comparisons: [{ from: baseline, to: after }]
        bands: []
        responders: []
        reversedItems: []
        eligibility: []
        """
        .formatted(id, firstDay);
  }

  /** The example that ships with the service. */
  public static String tian2016Windows() {
    try {
      return Files.readString(
          Path.of("src/main/resources/protocols/examples/tian-2016-windows.yaml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks for a new study. */
  public static Response post(String yaml) {
    return yaml(yaml).post("/api/v1/studies");
  }

  /** Asks for a new version. */
  public static Response put(String study, String yaml) {
    return yaml(yaml).put("/api/v1/studies/" + study);
  }

  /** A request with a body of YAML, which the client cannot write by itself. */
  static RequestSpecification yaml(String yaml) {
    return given().contentType("application/yaml").body(yaml.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns when this version answers and those before it are gone; fails after a minute. */
  public static void awaitActive(String study, int version) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!states(study).getLast().equals(version + " active")) {
      if (System.nanoTime() > end) {
        throw new AssertionError("Not active: " + states(study));
      }
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Numbers and states of the versions. */
  public static List<String> states(String study) {
    Response answer = given().get("/api/v1/studies/" + study + "/versions");
    List<Integer> numbers = answer.jsonPath().getList("versions.version");
    List<String> states = answer.jsonPath().getList("versions.state");
    return IntStream.range(0, numbers.size())
        .mapToObj(i -> numbers.get(i) + " " + states.get(i))
        .toList();
  }
}
