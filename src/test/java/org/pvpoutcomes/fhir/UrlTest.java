package org.pvpoutcomes.fhir;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** URLs as clients send them that do not encode, byte for byte. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class UrlTest {

  private static final String HOST = "localhost";

  /** Message and stack trace. */
  private static final PatternFormatter LINES = new PatternFormatter("%s%e");

  @BeforeEach
  void store() {
    given()
        .contentType("application/fhir+json")
        .body(
            """
            {"resourceType":"Patient","id":"url","name":[{"family":"Müller \\"{x}\\""}],
             "identifier":[{"system":"urn:synthetic","value":"url^1"}]}"""
                .getBytes(StandardCharsets.UTF_8))
        .put("/fhir/Patient/url")
        .then()
        .statusCode(201);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/fhir/Patient?identifier=urn:synthetic|url^1",
        "/fhir/Patient?identifier=urn:synthetic%7Curl^1",
        "/fhir/Patient?name=Müller",
        "/fhir/Patient?name=M%C3%BCller",
        "/fhir/Patient?name:contains=\"{x}\"",
        "/fhir/Patient?name=mü&identifier=urn:synthetic|url^1,urn:synthetic|\\<>`[]",
      })
  void characters_that_should_have_been_encoded_mean_themselves(String url) throws IOException {
    Answer answer = get(url, HOST);
    assertThat(answer.status).isEqualTo(200);
    assertThat(JsonPath.from(answer.body).getList("entry.resource.id")).isEqualTo(List.of("url"));
  }

  /** U+0100 is C4 80 in UTF-8, and 80 is a control character in Latin-1. */
  @Test
  void a_letter_whose_bytes_are_no_letters_is_one() throws IOException {
    Answer answer = get("/fhir/Patient?name=Ā", HOST);
    assertThat(answer.status).isEqualTo(200);
    assertThat(JsonPath.from(answer.body).getInt("total")).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/fhir/Patient?identifier=%zz",
        "/fhir/Patient?identifier=a|b%",
        "/fhir/Patient/50%",
        "/fhir/%/50%25",
      })
  void a_stray_percent_sign_is_explained(String url) throws IOException {
    Answer answer = get(url, HOST);
    assertThat(answer.status).isEqualTo(400);
    assertThat(answer.head).containsIgnoringCase("content-type: application/fhir+json");
    assertThat(JsonPath.from(answer.body).getString("issue[0].details.text"))
        .startsWith("The URL is not percent-encoded: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "/fhir/Patient?name=secret~ a b~ application/fhir+json",
        "/fhir/Patient?name=secret~ a/b~ application/fhir+json",
        "/fhir/Patient?name=secret~ user@a~ application/fhir+json",
        "/fhir/Patient?name=secret~ %zz~ application/fhir+json",
        "/api/v1/outcomes?x=secret~ a b~ application/problem+json",
        "/api/v1/outcomes?x=%zz~ localhost~ application/problem+json",
      })
  void a_host_or_URL_that_is_none_is_refused_in_the_form_of_the_interface(
      String url, String host, String type) throws IOException {
    Answer answer = get(url, host);
    assertThat(answer.status).isEqualTo(400);
    assertThat(answer.head).containsIgnoringCase("content-type: " + type);
    assertThat(answer.body).doesNotContain("secret").doesNotContain("stack");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "GET /fhir/Patient?name=secret HTTP/1.1~ application/fhir+json",
        "GET /fhir/Patient?name=secret|x HTTP/1.1~ application/fhir+json",
        "GET /api/v1/outcomes?x=secret HTTP/1.1~ application/problem+json",
      })
  void a_request_without_a_host_is_refused_in_the_form_of_the_interface(String line, String type)
      throws IOException {
    Answer answer = send(line + "\r\nConnection: close\r\n\r\n");
    assertThat(answer.status).isEqualTo(400);
    assertThat(answer.head).containsIgnoringCase("content-type: " + type);
    assertThat(answer.body).contains("The header Host must be there");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /fhir/Patient?name=secret HTTP/1.1\r\n",
        "GET /fhir/Patient?name=secret HTTP/1.1\r\nHost:\r\n",
        "GET /fhir/Patient?name=secret HTTP/1.1\r\nHost: a b\r\n",
        "GET /fhir/Patient?name=secret HTTP/1.1\r\nHost: a:99999999\r\n",
        "GET /fhir/Patient?name=secret HTTP/1.0\r\n",
        "GET fhir/Patient?name=secret HTTP/1.1\r\nHost: localhost\r\n",
        "GET //fhir/Patient?name=secret HTTP/1.1\r\nHost: localhost\r\n",
        "GET //?name=secret HTTP/1.1\r\nHost: localhost\r\n",
        "GET ?name=secret HTTP/1.1\r\nHost: localhost\r\n",
        "GET http://a/fhir/Patient?name=secret|x HTTP/1.1\r\nHost: localhost\r\n",
        "GET http://a:x/fhir/Patient?name=secret HTTP/1.1\r\nHost: localhost\r\n",
        "GET http:fhir/Patient?name=secret HTTP/1.1\r\nHost: localhost\r\n",
        "GET /fhir/Patient?name=secret&x=%ff HTTP/1.1\r\nHost: localhost\r\n",
        "GET /fhir/%ff?name=secret HTTP/1.1\r\nHost: localhost\r\n",
        "GET /fhir/Patient?name=secret#x HTTP/1.1\r\nHost: localhost\r\n",
        "GET /fhir/Patient?name=secret HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Host: a b\r\n",
        "FOO /fhir/Patient?name=secret HTTP/1.1\r\nHost: localhost\r\n",
      })
  void whatever_the_request_nothing_of_its_query_is_logged(String request) throws IOException {
    List<String> logged = new CopyOnWriteArrayList<>();
    Handler collector = collector(logged);
    Logger root = Logger.getLogger("");
    root.addHandler(collector);
    try {
      assertThat(send(request + "Connection: close\r\n\r\n").status).isLessThan(500);
    } finally {
      root.removeHandler(collector);
    }
    assertThat(logged).noneMatch(line -> line.contains("secret"));
  }

  private static Handler collector(List<String> logged) {
    return new Handler() {
      @Override
      public void publish(LogRecord line) {
        logged.add(LINES.format(line));
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:8080", "[::1]:8080", "127.0.0.1", "a_service:80"})
  void any_host_is_one(String host) throws IOException {
    assertThat(get("/fhir/Patient/url", host).status).isEqualTo(200);
  }

  private record Answer(int status, String head, String body) {}

  private static Answer get(String url, String host) throws IOException {
    return send("GET " + url + " HTTP/1.0\r\nHost: " + host + "\r\n\r\n");
  }

  private static Answer send(String request) throws IOException {
    try (Socket socket = new Socket("localhost", RestAssured.port)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int end = answer.indexOf("\r\n\r\n");
      return new Answer(
          Integer.parseInt(answer.substring(9, 12)),
          answer.substring(0, end),
          answer.substring(end + 4));
    }
  }
}
