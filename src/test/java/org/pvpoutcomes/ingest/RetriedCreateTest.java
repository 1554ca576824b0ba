package org.pvpoutcomes.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plain creates, without a condition, that a client sends again because an answer was lost. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RetriedCreateTest {

  private static final Path EXAMPLES = Path.of("src", "test", "resources", "conformance", "valid");

  @BeforeEach
  void store_a_patient_with_a_session_and_how_the_hospital_numbers_its_items() throws IOException {
    put(
        "ConceptMap/hospital-example-qlq-bm22",
        Files.readString(
            Path.of("src/main/resources/sites/hospital.example/hospital-example-qlq-bm22.json")));
    put("Patient/synthetic-1", "{\"resourceType\":\"Patient\",\"id\":\"synthetic-1\"}");
    put("Procedure/synthetic-1-session", session("synthetic-1-session", "", ""));
    put(
        "Procedure/synthetic-1-L3",
        session(
            "synthetic-1-L3",
            "",
            "\"partOf\":[{\"reference\":\"Procedure/synthetic-1-session\"}],"));
  }

  /** Each changes a figure when it is sent first, and none when it is sent again. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "complication-event",
        "cement-leak-observation",
        "cement-volume-observation",
        "qlq-bm22-response",
        "vas-pain-observation"
      })
  void what_is_measured_or_happened_counts_once(String example) throws IOException {
    String body = Files.readString(EXAMPLES.resolve(example + ".json"));
    for (String sent : List.of(body, withoutIdentifier(body))) {
      List<String> before = figures();
      create(sent);
      List<String> once = figures();
      if (sent.equals(body)) {
        assertThat(once).isNotEqualTo(before);
      }
      create(sent);
      assertThat(figures()).isEqualTo(once);
    }
  }

  @Test
  void a_session_without_a_body_site_counts_once_if_it_has_an_identifier() {
    given().delete("/fhir/Procedure/synthetic-1-L3").then().statusCode(200);
    given().delete("/fhir/Procedure/synthetic-1-session").then().statusCode(200);
    create(session("", "S-1", ""));
    List<String> once = figures();
    assertThat(once.getFirst()).contains("\"vertebrae\":1");
    create(session("", "S-1", ""));
    assertThat(figures()).isEqualTo(once);

    create(session("", "S-2", ""));
    assertThat(figures().getFirst()).contains("\"sessions\":1,\"vertebrae\":2");
  }

  /** Two lines of a bill look the same, and are two vertebrae. */
  @Test
  void a_session_without_body_site_and_identifier_counts_another_vertebra() {
    given().delete("/fhir/Procedure/synthetic-1-L3").then().statusCode(200);
    given().delete("/fhir/Procedure/synthetic-1-session").then().statusCode(200);
    create(session("", "", ""));
    create(session("", "", ""));
    assertThat(figures().getFirst()).contains("\"sessions\":1,\"vertebrae\":2");
  }

  @Test
  void a_transaction_with_a_session_and_its_parts_counts_once_if_they_have_identifiers() {
    given().delete("/fhir/Procedure/synthetic-1-L3").then().statusCode(200);
    given().delete("/fhir/Procedure/synthetic-1-session").then().statusCode(200);
    String bundle =
        """
        {"resourceType":"Bundle","type":"transaction","entry":[
         {"fullUrl":"urn:uuid:00000000-0000-4000-8000-000000000001","resource":%s,
          "request":{"method":"POST","url":"Procedure"}},
         {"resource":%s,"request":{"method":"POST","url":"Procedure"}}]}"""
            .formatted(
                session("", "S-1", ""),
                session(
                    "",
                    "V-1",
                    "\"partOf\":[{\"reference\":\"urn:uuid:00000000-0000-4000-8000-000000000001\"}],"));
    send(bundle, "/fhir", 200);
    List<String> once = figures();
    assertThat(once.getFirst()).contains("\"sessions\":1,\"vertebrae\":1");
    send(bundle, "/fhir", 200);
    assertThat(figures()).isEqualTo(once);
  }

  private static List<String> figures() {
    return Stream.of("outcomes", "complications", "characteristics")
        .map(call -> given().get("/api/v1/studies/xu-2021/" + call))
        .map(answer -> answer.then().statusCode(200).extract().asString())
        .toList();
  }

  private static void create(String body) {
    String type = body.replaceFirst("(?s).*?\"resourceType\": ?\"(\\w+)\".*", "$1");
    send(body, "/fhir/" + type, 201);
  }

  private static void send(String body, String url, int status) {
    given().contentType("application/fhir+json").body(body).post(url).then().statusCode(status);
  }

  private static void put(String url, String body) {
    given()
        .contentType("application/fhir+json")
        .body(body)
        .put("/fhir/" + url)
        .then()
        .statusCode(201);
  }

  private static String withoutIdentifier(String body) {
    return body.replaceFirst("(?s) \"identifier\": (\\[.*?\\n \\]|\\{.*?\\n \\}),\\n", "");
  }

  private static String session(String id, String identifier, String more) {
    return """
        {"resourceType":"Procedure",%s%s%s"status":"completed",
         "subject":{"reference":"Patient/synthetic-1"},"performedDateTime":"2018-07-19",
         "code":{"coding":[{"system":"http://www.ama-assn.org/go/cpt","code":"22511"}]}}"""
        .formatted(
            id.isEmpty() ? "" : "\"id\":\"" + id + "\",",
            identifier.isEmpty()
                ? ""
                : "\"identifier\":[{\"system\":\"http://hospital.example/id/procedure\",\"value\":\""
                    + identifier
                    + "\"}],",
            more);
  }
}
