package org.pvpoutcomes.fhir;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a write is answered with, as the header Prefer asks (FHIR R4 http.html#ops). */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PreferenceTest {

  private static final String MINIMAL = "return=minimal";
  private static final String REPRESENTATION = "return=representation";
  private static final String OUTCOME = "return=OperationOutcome";
  private static final String P = "/fhir/Patient/p";
  private static final String NEVER = "/fhir/Patient/never";

  /** How one write is sent, and what its outcome says. */
  enum Way {
    CREATE(201, "Created Patient/.+ version 1\\.") {
      @Override
      Response send(String prefer) {
        return sending(prefer).body("{\"resourceType\":\"Patient\"}").post("/fhir/Patient");
      }
    },
    UPDATE_AS_CREATE(201, "Created Patient/new version 1\\.") {
      @Override
      Response send(String prefer) {
        return sending(prefer).body(patient("new", "male")).put("/fhir/Patient/new");
      }
    },
    UPDATE(200, "Updated to Patient/p version 2\\.") {
      @Override
      Response send(String prefer) {
        return sending(prefer).body(patient("p", "female")).put(P);
      }
    },
    UNCHANGED(200, "Unchanged: the content is that of Patient/p version 1\\.") {
      @Override
      Response send(String prefer) {
        return sending(prefer).body(patient("p", "male")).put(P);
      }
    },
    PATCH(200, "Updated to Patient/p version 2\\.") {
      @Override
      Response send(String prefer) {
        return given()
            .contentType("application/json-patch+json")
            .header("Prefer", prefer)
            .body("[{\"op\":\"replace\",\"path\":\"/gender\",\"value\":\"female\"}]")
            .patch(P);
      }
    };

    private final int status;
    private final String text;

    Way(int status, String text) {
      this.status = status;
      this.text = text;
    }

    abstract Response send(String prefer);
  }

  @BeforeEach
  void store() {
    store("p");
  }

  @ParameterizedTest
  @EnumSource
  void minimal_is_the_headers_alone(Way way) {
    Response answer = way.send(MINIMAL);
    assertThat(answer.statusCode()).isEqualTo(way.status);
    assertThat(answer.asString()).isEmpty();
    assertNamesItsVersion(answer);
  }

  @ParameterizedTest
  @EnumSource
  void a_representation_is_the_resource_as_it_is_read(Way way) {
    Response answer = way.send(REPRESENTATION);
    assertThat(answer.statusCode()).isEqualTo(way.status);
    assertThat(answer.asString()).isEqualTo(given().get(answer.header("Location")).asString());
    assertThat(answer.jsonPath().getString("resourceType")).isEqualTo("Patient");
    assertNamesItsVersion(answer);
  }

  @ParameterizedTest
  @EnumSource
  void an_outcome_says_what_was_done(Way way) {
    Response answer = way.send(OUTCOME);
    assertThat(answer.statusCode()).isEqualTo(way.status);
    assertThat(answer.jsonPath().getString("resourceType")).isEqualTo("OperationOutcome");
    assertThat(answer.jsonPath().getString("issue[0].details.text")).matches(way.text);
    assertNamesItsVersion(answer);
  }

  private static void assertNamesItsVersion(Response answer) {
    String location = answer.header("Location");
    assertThat(answer.header("ETag"))
        .isEqualTo("W/\"" + location.substring(location.lastIndexOf('/') + 1) + "\"");
    assertThat(given().get(location).header("Last-Modified"))
        .isEqualTo(answer.header("Last-Modified"));
  }

  @Test
  void of_what_is_deleted_there_is_no_representation_but_an_outcome() {
    for (String prefer : List.of(REPRESENTATION, OUTCOME)) {
      store("d");
      Response answer = given().header("Prefer", prefer).delete("/fhir/Patient/d");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.jsonPath().getString("issue[0].details.text")).startsWith("Deleted: ");
      assertThat(answer.header("Location")).isNull();
    }
  }

  @Test
  void a_minimal_answer_to_a_delete_has_no_content() {
    Response deleted = given().header("Prefer", MINIMAL).delete(P);
    assertThat(deleted.statusCode()).isEqualTo(204);
    assertThat(deleted.asString()).isEmpty();
    assertThat(deleted.header("ETag")).isEqualTo("W/\"2\"");

    Response again = given().header("Prefer", MINIMAL).delete(P);
    assertThat(again.statusCode()).isEqualTo(204);
    assertThat(again.header("ETag")).isEqualTo("W/\"2\"");
    assertThat(given().header("Prefer", MINIMAL).delete(NEVER).statusCode()).isEqualTo(204);
  }

  @Test
  void a_conditional_create_answers_with_what_it_found() {
    String twin = "{\"resourceType\":\"Patient\",\"gender\":\"male\"}";
    Response answer =
        sending(REPRESENTATION)
            .header("If-None-Exist", "gender=male")
            .body(twin)
            .post("/fhir/Patient");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.asString()).isEqualTo(given().get(P).asString());
  }

  @Test
  void a_refusal_is_an_outcome_whatever_is_preferred() {
    for (String prefer : List.of(MINIMAL, REPRESENTATION)) {
      Response refused = sending(prefer).body(patient("p", "f")).put(P);
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.jsonPath().getString("issue[0].expression[0]"))
          .isEqualTo("Patient.gender");
    }
  }

  @Test
  void a_preference_that_is_not_known_is_left_aside_and_several_go_together() {
    assertThat(sending("return=everything, wait=5").body(patient("p", "male")).put(P).asString())
        .contains("Unchanged: ");
    assertThat(
            sending("handling=strict; return=minimal").body(patient("p", "male")).put(P).asString())
        .isEmpty();
  }

  @Test
  void a_preference_may_be_quoted_and_the_first_of_its_kind_counts() {
    for (String minimal :
        List.of(
            "return=\"minimal\"",
            "return = minimal",
            "return=minimal, return=representation",
            "return=minimal; return=OperationOutcome")) {
      assertThat(sending(minimal).body(patient("p", "male")).put(P).asString())
          .as(minimal)
          .isEmpty();
    }
    assertThat(
            given()
                .header("Prefer", "handling=strict, handling=lenient")
                .get("/fhir/Patient?shoe-size=42")
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void a_read_with_a_parameter_that_it_does_not_know_is_refused_only_if_preferred() {
    sending("return=minimal").body(patient("p", "male")).put(P);
    for (String url : List.of(P, P + "/_history/1", "/fhir/metadata")) {
      String unknown = url + "?shoe-size=42&_pretty=true";
      assertThat(given().get(unknown).statusCode()).as(url).isEqualTo(200);
      Response refused = given().header("Prefer", "handling=strict").get(unknown);
      assertThat(refused.statusCode()).as(url).isEqualTo(400);
      assertThat(refused.jsonPath().getList("issue.details.text"))
          .isEqualTo(
              List.of(
                  "A parameter was not used: shoe-size. This interaction takes no search"
                      + " parameters."));
    }
    assertThat(
            given()
                .header("Prefer", "handling=strict")
                .get("/fhir/metadata?mode=full&_format=json")
                .statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource
  void each_entry_of_a_Bundle_is_answered_as_preferred(BundleRequest.Kind kind) {
    JsonPath minimal = bundle(kind, MINIMAL, "a");
    assertThat(minimal.getList("entry.response.status"))
        .isEqualTo(List.of("201 Created", "200 OK", "204 No Content", "200 OK"));
    assertThat(minimal.getList("entry.collect{it.response.outcome}")).containsOnlyNulls();
    assertThat(minimal.getList("entry.collect{it.resource?.id}"))
        .containsExactly(null, null, null, "p");

    JsonPath representation = bundle(kind, REPRESENTATION, "b");
    assertThat(representation.getList("entry.collect{it.resource?.gender}"))
        .containsExactly("other", "female", null, "male");
    assertThat(representation.getString("entry[0].resource.meta.versionId")).isEqualTo("1");
    assertThat(representation.getString("entry[2].response.outcome.issue[0].details.text"))
        .startsWith("Deleted: ");

    JsonPath outcome = bundle(kind, OUTCOME, "c");
    assertThat(
            outcome.getList("entry.collect{it.response.outcome?.issue?.getAt(0)?.details?.text}"))
        .satisfiesExactly(
            text -> assertThat((String) text).startsWith("Created "),
            text -> assertThat((String) text).startsWith("Updated "),
            text -> assertThat((String) text).startsWith("Deleted: "),
            text -> assertThat(text).isNull());
    assertThat(outcome.getList("entry.collect{it.resource?.id}"))
        .containsExactly(null, null, null, "p");
  }

  /** A create, an update, a delete and a read. */
  private static JsonPath bundle(BundleRequest.Kind kind, String prefer, String name) {
    store(name + "-updated");
    store(name + "-deleted");
    String body =
        """
        {"resourceType":"Bundle","type":"%s","entry":[
         {"resource":{"resourceType":"Patient","gender":"other"},
          "request":{"method":"POST","url":"Patient"}},
         {"resource":%s,"request":{"method":"PUT","url":"Patient/%s-updated"}},
         {"request":{"method":"DELETE","url":"Patient/%s-deleted"}},
         {"request":{"method":"GET","url":"Patient/p"}}]}"""
            .formatted(
                kind == BundleRequest.Kind.BATCH ? "batch" : "transaction",
                patient(name + "-updated", "female"),
                name,
                name);
    return sending(prefer).body(body).post("/fhir").then().statusCode(200).extract().jsonPath();
  }

  private static void store(String id) {
    given()
        .contentType("application/fhir+json")
        .body(patient(id, "male"))
        .put("/fhir/Patient/" + id)
        .then()
        .statusCode(201);
  }

  private static RequestSpecification sending(String prefer) {
    return given().contentType("application/fhir+json").header("Prefer", prefer);
  }

  private static String patient(String id, String gender) {
    return "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"gender\":\"%s\"}".formatted(id, gender);
  }
}
