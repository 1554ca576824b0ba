package org.pvpoutcomes.protocol;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.pvpoutcomes.protocol.AddedStudies.awaitActive;
import static org.pvpoutcomes.protocol.AddedStudies.post;
import static org.pvpoutcomes.protocol.AddedStudies.protocol;
import static org.pvpoutcomes.protocol.AddedStudies.put;
import static org.pvpoutcomes.protocol.AddedStudies.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.cohort.ProtocolReader;
import org.pvpoutcomes.reference.SyntheticStudy;

@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AddStudyTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STUDY = "/api/v1/studies/synthetic";

  private final AgroalDataSource database;

  AddStudyTest(AgroalDataSource database) {
    this.database = database;
  }

  @Test
  void a_study_is_there_with_its_address_and_version_and_answers_soon() {
    post(protocol("synthetic", 1))
        .then()
        .statusCode(201)
        .header("Location", endsWith(STUDY))
        .header("ETag", "W/\"1\"")
        .body("id", equalTo("synthetic"))
        .body("version", equalTo(1))
        .body("builtIn", equalTo(false));
    awaitActive("synthetic", 1);

    given()
        .get(STUDY)
        .then()
        .body("state", equalTo("active"))
        .body("derivation", nullValue())
        .body("timePoints.timePoint", equalTo(List.of("baseline", "after")));
    given()
        .get("/api/v1/studies")
        .then()
        .body("studies.id", equalTo(List.of("xu-2021", "synthetic")));
    given().get(STUDY + "/outcomes").then().statusCode(200).body("cohort.patients", equalTo(0));
  }

  @Test
  void a_study_can_be_sent_as_JSON_and_is_given_back_as_it_was_sent() throws IOException {
    String sent = "\n" + new YAMLMapper().readTree(protocol("synthetic", 1));
    given()
        .contentType("application/json")
        .body(sent)
        .post("/api/v1/studies")
        .then()
        .statusCode(201);
    awaitActive("synthetic", 1);
    put("synthetic", protocol("synthetic", 2)).then().statusCode(200).header("ETag", "W/\"2\"");
    awaitActive("synthetic", 2);

    assertThat(
            given()
                .get(STUDY + "/versions/1")
                .then()
                .contentType("application/json")
                .extract()
                .asString())
        .isEqualTo(sent);
    assertThat(
            given()
                .get(STUDY + "/versions/2")
                .then()
                .contentType("application/yaml")
                .extract()
                .asString())
        .isEqualTo(protocol("synthetic", 2));
    given().get(STUDY + "/versions/3").then().statusCode(404);
    given()
        .get(STUDY + "/versions")
        .then()
        .body("versions.state", equalTo(List.of("replaced", "active")))
        .body("versions.document[0]", equalTo(STUDY + "/versions/1"));
  }

  @Test
  void the_document_of_a_study_that_ships_with_the_service_is_its_file() {
    given()
        .get("/api/v1/studies/xu-2021/versions")
        .then()
        .body("versions.state", equalTo(List.of("active")));
    assertThat(given().get("/api/v1/studies/xu-2021/versions/1").asString())
        .startsWith("# The reference study.");
  }

  @Test
  void an_id_that_is_taken_is_refused_with_what_to_do() {
    post(protocol("synthetic", 1)).then().statusCode(201);
    post(protocol("synthetic", 2))
        .then()
        .statusCode(409)
        .contentType("application/problem+json")
        .body("type", endsWith("/conflict"))
        .body("detail", containsString("PUT"));
    post(protocol("xu-2021", 1))
        .then()
        .statusCode(409)
        .body("detail", containsString("Choose another id"));
    put("xu-2021", protocol("xu-2021", 1))
        .then()
        .statusCode(409)
        .body("detail", containsString("another id"));
  }

  @Test
  void the_same_document_changes_nothing_and_a_version_that_is_not_the_newest_is_refused() {
    post(protocol("synthetic", 1)).then().statusCode(201);
    put("synthetic", protocol("synthetic", 1)).then().statusCode(200).header("ETag", "W/\"1\"");
    putIf("W/\"1\"", protocol("synthetic", 2), 200);
    putIf("W/\"1\"", protocol("synthetic", 3), 412);
    putIf("\"7\", \"2\"", protocol("synthetic", 3), 200);
    putIf("*", protocol("synthetic", 3), 200);
    putIf("three", protocol("synthetic", 3), 400);
    awaitActive("synthetic", 3);
    given().get(STUDY).then().body("version", equalTo(3)).header("ETag", "W/\"3\"");
  }

  @Test
  void a_version_of_no_study_is_refused() {
    put("synthetic", protocol("synthetic", 1)).then().statusCode(404);
    yaml(protocol("synthetic", 1)).header("If-Match", "W/\"1\"").put(STUDY).then().statusCode(412);
    put("synthetic", protocol("another", 1))
        .then()
        .statusCode(422)
        .body("errors[0].pointer", equalTo("/id"))
        .body("errors[0].allowed", equalTo(List.of("synthetic")));
  }

  @Test
  void every_fault_of_a_protocol_is_named_with_its_place_and_what_is_allowed() throws IOException {
    String body =
        post(protocol("synthetic", 1)
                .replace("[pvp]", "[tace]")
                .replace("lastDay: 30", "lastDay: late")
                .replace("title:", "titel:"))
            .then()
            .statusCode(422)
            .contentType("application/problem+json")
            .extract()
            .asString();

    JsonNode errors = JSON.readTree(body).get("errors");
    assertThat(errors)
        .isEqualTo(
            JSON.readTree(
                """
                [{"detail": "is missing", "allowed": [], "pointer": "/title", "line": 1, "column": 1},
                 {"detail": "unknown field", "pointer": "/titel", "line": 2, "column": 1,
                  "allowed": ["id", "title", "source", "indexProcedure", "measures", "timePoints",
                    "comparisons", "bands", "responders", "reversedItems", "eligibility", "strata",
                    "importantDifferences", "painResponse", "multiplicity", "disclosure"]},
                 {"detail": "is not allowed", "allowed": ["pvp", "pkp"],
                  "pointer": "/indexProcedure/0", "line": 4, "column": 18},
                 {"detail": "must be a whole number", "allowed": [],
                  "pointer": "/timePoints/1/lastDay", "line": 8, "column": 31}]
                """));
    given().get("/api/v1/studies").then().body("studies.id", equalTo(List.of("xu-2021")));
  }

  @Test
  void a_body_that_is_no_protocol_at_all_is_refused() {
    given()
        .contentType("application/json")
        .body(new byte[] {'"', (byte) 0xff, '"'})
        .post("/api/v1/studies")
        .then()
        .statusCode(422)
        .body("errors[0].detail", equalTo("must be UTF-8"));
    given()
        .contentType("application/json")
        .body(" ".repeat(ProtocolReader.LARGEST + 1))
        .post("/api/v1/studies")
        .then()
        .statusCode(413);
    given().contentType("text/plain").body("id").post("/api/v1/studies").then().statusCode(415);
    given()
        .contentType("text/yaml")
        .body(new byte[0])
        .post("/api/v1/studies")
        .then()
        .statusCode(422);
    yaml(protocol("s", 1)).post("/api/v1/studies?x=1").then().statusCode(400);
  }

  @Test
  void the_schema_is_published() throws IOException {
    JsonNode schema = JSON.readTree(given().get("/api/v1/studies/schema").asString());
    assertThat(schema.get("$schema").asText())
        .isEqualTo("https://json-schema.org/draft/2020-12/schema");
  }

  @Test
  void a_study_that_is_derived_for_the_first_time_says_how_far_it_is() throws Exception {
    new SyntheticStudy.Request("PUT", "/Patient/p", "{\"resourceType\":\"Patient\",\"id\":\"p\"}")
        .send();
    try (Connection connection = database.getConnection();
        Statement locks = connection.createStatement()) {
      // The lock of all merges: nobody can be derived.
      locks.execute("SELECT pg_advisory_lock(2, 0)");
      try {
        post(protocol("synthetic", 1)).then().statusCode(201);
        given()
            .get(STUDY + "/outcomes")
            .then()
            .statusCode(409)
            .header("Retry-After", "5")
            .body("type", endsWith("/study-being-derived"));
        given()
            .get(STUDY)
            .then()
            .body("state", equalTo("deriving"))
            .body("derivation.version", equalTo(1))
            .body("derivation.derived", equalTo(0));
      } finally {
        locks.execute("SELECT pg_advisory_unlock(2, 0)");
      }
    }
    awaitActive("synthetic", 1);
    given().get(STUDY + "/completeness").then().statusCode(200).body("flow.recorded", equalTo(1));
  }

  private static void putIf(String tag, String yaml, int status) {
    yaml(yaml).header("If-Match", tag).put(STUDY).then().statusCode(status);
  }
}
