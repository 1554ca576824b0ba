package org.pvpoutcomes.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/**
 * Sends valid requests of every interaction, damaged at random: in the method, the path, the query,
 * the headers or the body. Every answer must be a well-formed FHIR resource with a fitting status,
 * none a fault of the server, and a refused request must leave the record as it was.
 *
 * <p>{@code -Dfuzz.rounds} sets the number of requests.
 */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RequestFuzzTest {

  private static final long SEED = 4_2021L;
  private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 20_000);

  private static final List<String> JUNK =
      List.of(
          "",
          "%",
          "%00",
          "%ff",
          "é",
          "|",
          "||",
          ",",
          "\\,",
          "$",
          "..",
          "%2F",
          "{}",
          "'",
          "\"",
          " ",
          "%20",
          "+",
          "9999999999",
          "-1",
          "0",
          "1e400",
          "NaN",
          "true",
          "null",
          "2021-13-01",
          "2021-02-30T25:00:00Z",
          "ge",
          "ap2021",
          "lt",
          "Patient/",
          "Patient/1/_history/0",
          "http://[",
          "urn:uuid:",
          "\u0000",
          "x".repeat(300),
          "_id",
          "identifier=",
          "a|b|c|d");

  private static final List<Sample> SAMPLES = samples();

  private final IParser json = parser(FhirContext.forR4Cached().newJsonParser());
  private final IParser xml = parser(FhirContext.forR4Cached().newXmlParser());
  private final HttpClient client = HttpClient.newHttpClient();

  @Inject AgroalDataSource database;

  @Test
  void every_answer_is_FHIR_and_nothing_refused_is_stored() throws Exception {
    Random random = new Random(SEED);
    int refused = 0;
    long before = stored();
    for (int round = 0; round < ROUNDS; round++) {
      Sample sample = SAMPLES.get(random.nextInt(SAMPLES.size()));
      for (int i = random.nextInt(3); i >= 0; i--) {
        sample = sample.damaged(random);
      }
      if (sample.url.contains("/..")) {
        continue; // Leaves the endpoint.
      }
      HttpResponse<String> answer = send(sample);
      if (answer == null) {
        continue;
      }
      String what =
          "round %d: %s -> %d".formatted(round, sample, answer.statusCode())
              + " "
              + answer.body().substring(0, Math.min(600, answer.body().length()));
      assertThat(answer.statusCode()).as(what).isBetween(200, 499);
      assertWellFormed(sample, answer, what);
      if (answer.statusCode() >= 400) {
        refused++;
        assertThat(stored()).as(what).isEqualTo(before);
      } else {
        before = stored();
      }
    }
    // Both kinds must occur, or the test shows nothing.
    assertThat(refused).isBetween(ROUNDS / 20, ROUNDS * 19 / 20);
  }

  private void assertWellFormed(Sample sample, HttpResponse<String> answer, String what) {
    String type = answer.headers().firstValue("Content-Type").orElse("");
    if (answer.body().isEmpty()) {
      if (!sample.method.equals("HEAD") && !sample.method.equals("OPTIONS")) {
        // A deletion without content has a status of its own (FHIR R4 http.html#delete).
        List<Integer> withoutContent =
            sample.method.equals("DELETE") ? List.of(204) : List.of(200, 201, 304);
        assertThat(answer.statusCode()).as(what).isIn(withoutContent);
      }
      return;
    }
    IParser parser = type.startsWith("application/fhir+xml") ? xml : json;
    assertThat(type).as(what).startsWith("application/fhir+");
    IBaseResource resource = parser.parseResource(answer.body());
    if (answer.statusCode() >= 400) {
      assertThat(resource.fhirType()).as(what).isEqualTo("OperationOutcome");
    }
  }

  /** Versions and identifiers there are: both only ever grow by what is stored. */
  private long stored() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT (SELECT count(*) FROM resource_version) * 1000000"
                    + " + (SELECT count(*) FROM resource_identifier)")) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Null where Java's client itself cannot send it; {@link #raw} sends those. */
  private @Nullable HttpResponse<String> send(Sample sample)
      throws IOException, InterruptedException {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(
              URI.create("http://localhost:" + RestAssured.port + "/fhir" + sample.url));
      for (int i = 0; i < sample.headers.size(); i += 2) {
        request.header(sample.headers.get(i), sample.headers.get(i + 1));
      }
      return client.send(
          request
              .method(
                  sample.method,
                  sample.body.length == 0
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofByteArray(sample.body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IllegalArgumentException e) {
      raw(sample);
      return null;
    }
  }

  /** As no client library sends it: any answer but a fault of the server will do. */
  private static void raw(Sample sample) throws IOException {
    if (sample.url.chars().anyMatch(c -> c < ' ' || c == ' ' || c > '~')) {
      return;
    }
    try (Socket socket = new Socket("localhost", RestAssured.port)) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              (sample.method
                      + " /fhir"
                      + sample.url
                      + " HTTP/1.1\r\nHost: localhost\r\n"
                      + "Content-Length: 0\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      String status = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
      assertThat(status).as(sample.toString()).matches("HTTP/1.1 [234].*");
    }
  }

  private static IParser parser(IParser parser) {
    return parser.setParserErrorHandler(new StrictErrorHandler());
  }

  /** A valid request. */
  private static final class Sample {
    private final String method;
    private final String url;
    private final List<String> headers;
    private final byte[] body;

    Sample(String method, String url, List<String> headers, byte[] body) {
      this.method = method;
      this.url = url;
      this.headers = headers;
      this.body = body;
    }

    Sample damaged(Random random) {
      return switch (random.nextInt(8)) {
        case 0 ->
            new Sample(
                any(random, "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"),
                url,
                headers,
                body);
        case 1, 2 -> new Sample(method, spliced(url, random), headers, body);
        case 3 ->
            new Sample(
                method, url + (url.contains("?") ? "&" : "?") + parameter(random), headers, body);
        case 4 -> new Sample(method, url, withHeader(random), body);
        default -> new Sample(method, url, headers, damagedBody(random));
      };
    }

    private List<String> withHeader(Random random) {
      List<String> more = new ArrayList<>(headers);
      more.add(
          any(
              random,
              "If-Match",
              "If-None-Match",
              "If-None-Exist",
              "If-Modified-Since",
              "Prefer",
              "Accept",
              "Content-Type",
              "Content-Encoding",
              "X-Unknown"));
      more.add(
          any(
              random,
              "W/\"1\"",
              "*",
              "W/\"99999999999\"",
              "identifier=a|b",
              "_id=1&x=2",
              "Wed, 25 Nov 2026 08:00:00 GMT",
              "return=minimal",
              "handling=strict",
              "application/fhir+xml",
              "text/html;q=x",
              "application/json; fhirVersion=3.0",
              "gzip",
              "application/json-patch+json"));
      return more;
    }

    private byte[] damagedBody(Random random) {
      if (body.length == 0) {
        return "{}".getBytes(StandardCharsets.UTF_8);
      }
      if (random.nextBoolean() && body[0] == '{') {
        try {
          ObjectNode tree = new JsonReader(200).read(body);
          Mutation.of(random).apply(tree, random);
          return Mutation.bytes(tree, random);
        } catch (FhirRequestException e) {
          return body;
        }
      }
      byte[] damaged = body.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      return damaged;
    }

    private static String spliced(String text, Random random) {
      if (text.isEmpty()) {
        return "/" + JUNK.get(random.nextInt(JUNK.size()));
      }
      int at = 1 + random.nextInt(text.length());
      int to = Math.min(text.length(), at + random.nextInt(4));
      return text.substring(0, at) + JUNK.get(random.nextInt(JUNK.size())) + text.substring(to);
    }

    private static String parameter(Random random) {
      return any(
              random,
              "_id",
              "_count",
              "_sort",
              "_include",
              "_revinclude",
              "_summary",
              "_elements",
              "_format",
              "_total",
              "_page",
              "_since",
              "identifier",
              "patient",
              "subject:Patient.identifier",
              "date",
              "code:not",
              "code:missing",
              "value-quantity",
              "status",
              "unknown",
              "_lastUpdated",
              "name:exact",
              "_pretty")
          + "="
          + JUNK.get(random.nextInt(JUNK.size()));
    }

    private static String any(Random random, String... of) {
      return of[random.nextInt(of.length)];
    }

    @Override
    public String toString() {
      String text = new String(body, StandardCharsets.UTF_8);
      return method
          + " "
          + url
          + " "
          + headers
          + " "
          + text.substring(0, Math.min(400, text.length()));
    }
  }

  private static List<Sample> samples() {
    List<Sample> samples = new ArrayList<>();
    List<String> jsonBody = List.of("Content-Type", "application/fhir+json");
    byte[] none = {};
    for (String name : Fixtures.names("/fhir/valid")) {
      byte[] body = Fixtures.bytes("/fhir/valid/" + name + ".json");
      String type = new JsonReader(200).read(body).path("resourceType").asText();
      samples.add(new Sample("POST", "/" + type, jsonBody, body));
      if (samples.size() == 1) {
        // Slow, and the same for all types.
        samples.add(new Sample("POST", "/" + type + "/$validate", jsonBody, body));
      }
    }
    byte[] patient =
        "{\"resourceType\":\"Patient\",\"id\":\"fuzz\",\"identifier\":[{\"system\":\"urn:x\",\"value\":\"1\"}]}"
            .getBytes(StandardCharsets.UTF_8);
    samples.add(new Sample("PUT", "/Patient/fuzz", jsonBody, patient));
    samples.add(new Sample("PUT", "/Patient?identifier=urn:x%7C1", jsonBody, patient));
    samples.add(
        new Sample(
            "PATCH",
            "/Patient/fuzz",
            List.of("Content-Type", "application/json-patch+json"),
            "[{\"op\":\"add\",\"path\":\"/active\",\"value\":true}]"
                .getBytes(StandardCharsets.UTF_8)));
    samples.add(
        new Sample(
            "PATCH",
            "/Patient/fuzz",
            jsonBody,
            ("{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"operation\",\"part\":["
                    + "{\"name\":\"type\",\"valueCode\":\"replace\"},"
                    + "{\"name\":\"path\",\"valueString\":\"Patient.active\"},"
                    + "{\"name\":\"value\",\"valueBoolean\":false}]}]}")
                .getBytes(StandardCharsets.UTF_8)));
    samples.add(
        new Sample(
            "PUT",
            "/Patient/fuzz",
            List.of("Content-Type", "application/fhir+xml", "Accept", "application/fhir+xml"),
            "<Patient xmlns=\"http://hl7.org/fhir\"><id value=\"fuzz\"/><active value=\"true\"/></Patient>"
                .getBytes(StandardCharsets.UTF_8)));
    for (String bundle : List.of("transaction", "batch")) {
      samples.add(
          new Sample(
              "POST",
              "",
              jsonBody,
              ("{\"resourceType\":\"Bundle\",\"type\":\""
                      + bundle
                      + "\",\"entry\":["
                      + "{\"fullUrl\":\"urn:uuid:00000000-0000-4000-8000-000000000001\",\"resource\":"
                      + "{\"resourceType\":\"Patient\",\"identifier\":[{\"system\":\"urn:x\",\"value\":\"2\"}]},"
                      + "\"request\":{\"method\":\"POST\",\"url\":\"Patient\",\"ifNoneExist\":\"identifier=urn:x|2\"}},"
                      + "{\"request\":{\"method\":\"GET\",\"url\":\"Patient?identifier=urn:x|2\"}},"
                      + "{\"request\":{\"method\":\"DELETE\",\"url\":\"Observation/fuzz\"}}]}")
                  .getBytes(StandardCharsets.UTF_8)));
    }
    for (String url :
        List.of(
            "/Patient/fuzz",
            "/Patient/fuzz/_history",
            "/Patient/fuzz/_history/1",
            "/_history?_count=3",
            "/Patient/_history?_since=2021-01-01T00:00:00Z",
            "/metadata",
            "/Patient/fuzz/$everything",
            "/Observation?code=http://loinc.org%7C38214-3&date=ge2020&_sort=-date&_count=2",
            "/Observation?subject:Patient.identifier=urn:x%7C1&_include=Observation:subject",
            "/Patient?_id=fuzz&_revinclude=Observation:subject&_summary=true",
            "/Patient?name=x&_elements=identifier&_total=accurate",
            "/StructureDefinition?_count=2",
            "/Observation?value-quantity=gt4.5%7Chttp://unitsofmeasure.org%7Ccm&status:not=final",
            "/Procedure?date=2021-03&category:missing=true&_format=xml")) {
      samples.add(new Sample("GET", url, List.of(), none));
    }
    samples.add(
        new Sample(
            "POST",
            "/Observation/_search",
            List.of("Content-Type", "application/x-www-form-urlencoded"),
            "code=38214-3&_count=1".getBytes(StandardCharsets.UTF_8)));
    samples.add(new Sample("DELETE", "/Patient/fuzz", List.of(), none));
    samples.add(new Sample("DELETE", "/Patient?identifier=urn:x%7C1", List.of(), none));
    return samples;
  }
}
