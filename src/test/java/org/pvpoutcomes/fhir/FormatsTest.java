package org.pvpoutcomes.fhir;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Formats, compression, and how much of a resource is given. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FormatsTest {

  private static final String PATIENT =
      "{\"resourceType\":\"Patient\",\"id\":\"formats\",\"text\":{\"status\":\"generated\",\"div\":\"<div"
          + " xmlns=\\\"http://www.w3.org/1999/xhtml\\\">S</div>\"},\"name\":[{\"family\":\"Synthetic\"}],"
          + "\"maritalStatus\":{\"text\":\"x\"}}";

  private final IParser xml =
      FhirContext.forR4Cached().newXmlParser().setParserErrorHandler(new StrictErrorHandler());

  @Test
  void what_came_as_XML_is_read_as_JSON_and_the_other_way_round() {
    String sent =
        "<Patient xmlns=\"http://hl7.org/fhir\"><id value=\"x\"/><name><family"
            + " value=\"Synthetic\"/></name></Patient>";
    given()
        .contentType("application/fhir+xml")
        .body(sent)
        .put("/fhir/Patient/x")
        .then()
        .statusCode(201)
        .contentType("application/fhir+json");
    given().get("/fhir/Patient/x").then().body("name[0].family", equalTo("Synthetic"));

    put();
    Response read = given().accept("application/fhir+xml").get("/fhir/Patient/formats");
    assertThat(read.contentType()).isEqualTo("application/fhir+xml;charset=UTF-8");
    Patient patient = xml.parseResource(Patient.class, read.asString());
    assertThat(patient.getNameFirstRep().getFamily()).isEqualTo("Synthetic");
    assertThat(patient.getText().getDivAsString()).contains("S");
  }

  @Test
  void a_search_is_answered_in_the_format_that_the_URL_names() {
    put();
    for (String format :
        new String[] {"xml", "application/fhir+xml", "application/fhir%2Bxml", "text/xml"}) {
      Response answer =
          given()
              .urlEncodingEnabled(false)
              .accept("application/json")
              .get("/fhir/Patient?_format=" + format);
      assertThat(answer.contentType()).isEqualTo("application/fhir+xml;charset=UTF-8");
      assertThat(xml.parseResource(Bundle.class, answer.asString()).getTotal()).isEqualTo(1);
    }
  }

  @Test
  void a_refusal_has_the_format_that_was_asked_for() {
    Response answer = given().accept("application/fhir+xml").get("/fhir/Patient/nobody");
    answer.then().statusCode(404).contentType("application/fhir+xml");
    assertThat(xml.parseResource(answer.asString()).fhirType()).isEqualTo("OperationOutcome");
  }

  @Test
  void the_best_of_the_accepted_formats_is_given() {
    accepted("text/html, application/fhir+xml;q=0.9, application/fhir+json;q=0.5", "xml");
    accepted("text/html, */*;q=0.1", "json");
    accepted("application/fhir+json; fhirVersion=4.0", "json");
    accepted("application/fhir+json;q=0, */*", "xml");
    accepted("*/*, application/fhir+json;q=0.1", "xml");
    accepted("*/*;q=0.1, application/*;q=0, application/fhir+json;q=0.2", "json");
    accepted("application/json;q=0, application/fhir+json", "json");
    accepted("application/fhir+xml, application/fhir+json", "xml");
    given().accept("*/*, application/*;q=0").get("/fhir/metadata").then().statusCode(406);
    given()
        .accept("application/fhir+json; fhirVersion=5.0")
        .get("/fhir/metadata")
        .then()
        .statusCode(406);
    given().accept("text/html").get("/fhir/metadata").then().statusCode(406);
    given().accept("application/fhir+xml;q=0").get("/fhir/metadata").then().statusCode(406);
  }

  @Test
  void a_cache_is_told_that_the_answer_depends_on_what_is_accepted() {
    put();
    for (String url : new String[] {"/fhir/Patient/formats", "/fhir/Patient", "/fhir/Patient/0"}) {
      assertThat(given().get(url).headers().getValues("Vary")).as(url).contains("Accept");
    }
  }

  @Test
  void a_body_may_be_compressed_and_an_answer_is_if_asked() throws Exception {
    HttpResponse<byte[]> created = send(compressed(PATIENT), "gzip");
    assertThat(created.statusCode()).isEqualTo(201);
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> read =
          client.send(
              HttpRequest.newBuilder(uri("/fhir/Patient/formats"))
                  .header("Accept-Encoding", "gzip")
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());
      assertThat(read.headers().firstValue("Content-Encoding")).contains("gzip");
      try (GZIPInputStream body = new GZIPInputStream(new ByteArrayInputStream(read.body()))) {
        assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).contains("Synthetic");
      }
    }
  }

  @Test
  void a_body_that_is_not_what_its_coding_says_is_refused() throws Exception {
    assertThat(send(PATIENT.getBytes(StandardCharsets.UTF_8), "gzip").statusCode()).isEqualTo(400);
    byte[] whole = compressed(PATIENT);
    assertThat(send(Arrays.copyOf(whole, whole.length / 2), "gzip").statusCode()).isEqualTo(400);
    assertThat(send(whole, "br").statusCode()).isEqualTo(415);
    given().get("/fhir/Patient/formats").then().statusCode(404);
  }

  @Test
  void a_small_body_that_becomes_too_large_is_refused() throws Exception {
    byte[] bomb = compressed("{\"resourceType\":\"" + " ".repeat(40_000_000) + "\"}");
    assertThat(bomb.length).isLessThan(100_000);
    assertThat(send(bomb, "gzip").statusCode()).isEqualTo(413);
  }

  @Test
  void a_part_of_a_resource_is_tagged_as_such() {
    put();
    String subsetted = "meta.tag.find { it.code == 'SUBSETTED' }.code";
    given()
        .get("/fhir/Patient/formats?_summary=true")
        .then()
        .body(subsetted, equalTo("SUBSETTED"))
        .body("name[0].family", equalTo("Synthetic"))
        .body("maritalStatus", equalTo(null))
        .body("text", equalTo(null));
    given()
        .get("/fhir/Patient?_id=formats&_elements=maritalStatus")
        .then()
        .body("entry[0].resource." + subsetted, equalTo("SUBSETTED"))
        .body("entry[0].resource.maritalStatus.text", equalTo("x"))
        .body("entry[0].resource.name", equalTo(null));
    given()
        .get("/fhir/Patient?_summary=count")
        .then()
        .body("total", equalTo(1))
        .body("entry", equalTo(null));
    assertThat(given().get("/fhir/Patient/formats?_pretty=true").asString()).contains("\n");
  }

  @Test
  void HEAD_is_GET_without_the_body() {
    put();
    Response head = given().head("/fhir/Patient/formats");
    head.then().statusCode(200).header("ETag", "W/\"1\"");
    assertThat(head.asString()).isEmpty();
    given().head("/fhir/Patient/nobody").then().statusCode(404);
  }

  @Test
  void a_URL_longer_than_the_limit_is_refused() {
    given()
        .get("/fhir/Patient?_id=" + "x".repeat(66_000))
        .then()
        .statusCode(414)
        .body("issue[0].code", equalTo("too-long"));
    given()
        .contentType("application/x-www-form-urlencoded")
        .body("_id=" + "x".repeat(60_000))
        .post("/fhir/Patient/_search")
        .then()
        .statusCode(200)
        .body("total", equalTo(0));
  }

  @Test
  void a_URL_may_be_as_long_over_HTTP_2() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      // The first request asks for HTTP/2, the next ones use it.
      for (int length : new int[] {1, 60_000, 66_000}) {
        HttpResponse<String> answer =
            client.send(
                HttpRequest.newBuilder(uri("/fhir/Patient?_id=" + "x".repeat(length))).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(answer.statusCode()).isEqualTo(length > 65_000 ? 414 : 200);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '~',
      value = {
        "200 /fhir/Patient?identifier=https://hospital.example|1",
        "200 /fhir/Patient?given=a\\,b",
        "200 /fhir/Patient?given=\"{[^]}\"",
        "400 /fhir/Patient?identifier=a%7C1|2"
      })
  void what_should_have_been_percent_encoded_is_read(int status, String url) throws IOException {
    assertThat(raw(url)).startsWith("HTTP/1.1 " + status).contains("\"resourceType\"");
  }

  @Test
  void what_is_no_ASCII_in_a_URL_is_UTF_8() throws IOException {
    assertThat(raw("/fhir/Patient?given=\u00e9")).contains("/fhir/Patient?given=%C3%A9\"");
  }

  @ParameterizedTest
  @CsvSource({
    "/fhir/Patient?given=%zz, OperationOutcome",
    "/fhir/Patient?given=%2, OperationOutcome",
    "/fhir/Patient?given=%zz|, OperationOutcome",
    "/outcomes?x=|, ''",
    "/outcomes?x=%zz, ''"
  })
  void what_is_no_URL_is_refused(String url, String body) throws IOException {
    assertThat(raw(url)).startsWith("HTTP/1.1 400 ").contains(body);
  }

  /** The answer to a request line that no client library would send. */
  private static String raw(String url) throws IOException {
    try (Socket socket = new Socket("localhost", RestAssured.port)) {
      String request = "GET " + url + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void a_form_says_how_the_answer_is_to_look() {
    put();
    Response answer =
        form("_id=formats&_format=xml&_pretty=true&_elements=identifier&_summary=false");
    answer.then().statusCode(200).contentType("application/fhir+xml");
    Bundle bundle = xml.parseResource(Bundle.class, answer.asString());
    assertThat(((Patient) bundle.getEntryFirstRep().getResource()).hasName()).isFalse();
    assertThat(answer.asString().lines()).hasSizeGreaterThan(5);
    assertThat(form("_summary=count").jsonPath().getMap("").keySet())
        .containsExactlyInAnyOrder("resourceType", "type", "total", "link");
  }

  @Test
  void a_form_that_is_refused_is_so_in_its_own_format() {
    Response refused = form("birthdate=Synthetic&_format=xml");
    refused.then().statusCode(400).contentType("application/fhir+xml");
    assertThat(xml.parseResource(refused.asString()).fhirType()).isEqualTo("OperationOutcome");
    form("_pretty=perhaps").then().statusCode(400).contentType("application/fhir+json");
  }

  private static Response form(String form) {
    return given()
        .contentType("application/x-www-form-urlencoded")
        .accept("application/fhir+json")
        .body(form)
        .post("/fhir/Patient/_search");
  }

  private static void accepted(String accept, String format) {
    given()
        .accept(accept)
        .get("/fhir/metadata")
        .then()
        .statusCode(200)
        .contentType("application/fhir+" + format);
  }

  private static void put() {
    given()
        .contentType("application/fhir+json")
        .body(PATIENT)
        .put("/fhir/Patient/formats")
        .then()
        .statusCode(201);
  }

  private static HttpResponse<byte[]> send(byte[] body, String encoding)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(uri("/fhir/Patient/formats"))
              .header("Content-Type", "application/fhir+json")
              .header("Content-Encoding", encoding)
              .PUT(HttpRequest.BodyPublishers.ofByteArray(body))
              .build(),
          HttpResponse.BodyHandlers.ofByteArray());
    }
  }

  private static URI uri(String path) {
    return URI.create("http://localhost:" + RestAssured.port + path);
  }

  private static byte[] compressed(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
