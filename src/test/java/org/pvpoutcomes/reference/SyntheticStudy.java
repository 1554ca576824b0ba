package org.pvpoutcomes.reference;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The requests that hospital.example sends: its ConceptMaps, its Questionnaire, 39 Bundles. */
public final class SyntheticStudy {

  /**
   * One request.
   *
   * @param path below {@code /fhir}
   */
  public record Request(String method, String path, String body) {

    /** Sends it. */
    public Response send() {
      return given()
          .contentType("application/fhir+json")
          .body(body)
          .request(method, path.equals("/") ? "/fhir" : "/fhir" + path);
    }
  }

  private SyntheticStudy() {}

  /** All requests, in the order in which the hospital would send them. */
  public static List<Request> requests() {
    return read("/synthetic/xu2021/index.txt")
        .lines()
        .map(line -> line.split(" ", -1))
        .map(parts -> new Request(parts[0], parts[1], read(parts[2])))
        .toList();
  }

  /** The text of a file of the class path. */
  static String read(String resource) {
    try (InputStream in = SyntheticStudy.class.getResourceAsStream(resource)) {
      return new String(
          Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
