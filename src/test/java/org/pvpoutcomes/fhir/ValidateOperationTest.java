package org.pvpoutcomes.fhir;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pvpoutcomes.vocabulary.Canonical;

/** {@code $validate} (FHIR R4 operation-resource-validate.html). */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ValidateOperationTest {

  private static final String TYPE = "/fhir/Observation/$validate";
  private static final String INSTANCE = "/fhir/Observation/o/$validate";
  private static final String VAS = Canonical.BASE + "/StructureDefinition/vas-pain-observation";
  private static final String PAIN =
      """
      {"resourceType":"Observation","id":"o","status":"final",
       "code":{"coding":[{"system":"http://loinc.org","code":"38214-3"}]},
       "subject":{"reference":"Patient/synthetic-1"},"effectiveDateTime":"2018-07-17",
       "valueQuantity":{"value":43,"system":"http://unitsofmeasure.org","code":"mm"}}""";
  private static final String NOTHING_WRONG = "Nothing is wrong.";

  @BeforeEach
  void store() {
    given()
        .contentType("application/fhir+json")
        .body(observation("o", "final"))
        .put("/fhir/Observation/o")
        .then()
        .statusCode(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?mode=create", "?mode=profile"})
  void a_new_resource_is_validated_and_not_stored(String mode) {
    assertThat(text(send(TYPE + mode, observation("new", "final")))).isEqualTo(NOTHING_WRONG);
    assertThat(given().get("/fhir/Observation/new").statusCode()).isEqualTo(404);

    Response wrong = send(TYPE + mode, observation("new", "finall"));
    assertThat(wrong.statusCode()).isEqualTo(200);
    assertThat(wrong.jsonPath().getList("issue.severity")).containsExactly("error");
    assertThat(wrong.jsonPath().getList("issue.expression.flatten()"))
        .containsExactly("Observation.status");
  }

  @ParameterizedTest
  @ValueSource(strings = {"update", "delete"})
  void what_is_done_to_a_stored_resource_cannot_be_asked_of_a_type(String mode) {
    Response refused = send(TYPE + "?mode=" + mode, observation("o", "final"));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(text(refused))
        .isEqualTo(
            "The mode " + mode + " is for a resource that is there: use [type]/[id]/$validate.");
  }

  @Test
  void an_update_needs_the_id_of_the_resource() {
    assertThat(text(send(INSTANCE + "?mode=update", observation("o", "amended"))))
        .isEqualTo(NOTHING_WRONG);
    Response other = send(INSTANCE + "?mode=update", observation("other", "amended"));
    assertThat(other.statusCode()).isEqualTo(200);
    assertThat(other.jsonPath().getList("issue.severity")).containsExactly("error");
    assertThat(other.jsonPath().getList("issue.expression.flatten()"))
        .containsExactly("Observation.id");
    assertThat(given().get("/fhir/Observation/o").header("ETag")).isEqualTo("W/\"1\"");
  }

  @Test
  void a_delete_needs_a_resource_that_is_there_and_does_not_look_at_the_content() {
    assertThat(text(given().get(INSTANCE + "?mode=delete"))).isEqualTo(NOTHING_WRONG);
    assertThat(text(send(INSTANCE + "?mode=delete", observation("o", "finall"))))
        .isEqualTo(NOTHING_WRONG);
    assertThat(given().get("/fhir/Observation/o").statusCode()).isEqualTo(200);

    given().delete("/fhir/Observation/o").then().statusCode(200);
    assertThat(given().get(INSTANCE + "?mode=delete").statusCode()).isEqualTo(410);
    assertThat(given().get("/fhir/Observation/never/$validate?mode=delete").statusCode())
        .isEqualTo(404);
  }

  @Test
  void without_a_body_the_stored_resource_is_validated() {
    assertThat(text(given().get(INSTANCE))).isEqualTo(NOTHING_WRONG);
    Response vas = given().queryParam("profile", VAS).get(INSTANCE);
    assertThat(vas.jsonPath().getList("issue.severity")).contains("error");
  }

  @ParameterizedTest
  @ValueSource(strings = {TYPE, INSTANCE})
  void a_known_profile_is_one_more_that_must_be_met(String url) {
    Response broken = send(url + "?profile=" + VAS, observation("o", "final"));
    assertThat(broken.statusCode()).isEqualTo(200);
    assertThat(broken.jsonPath().getList("issue.severity")).contains("error");
    assertThat(broken.asString()).contains("from " + VAS);

    Response met = send(url + "?profile=" + VAS, PAIN);
    assertThat(met.statusCode()).isEqualTo(200);
    assertThat(met.jsonPath().getList("issue.severity")).doesNotContain("error");
  }

  @ParameterizedTest
  @ValueSource(strings = {TYPE, INSTANCE})
  void an_unknown_profile_or_mode_or_parameter_is_refused(String url) {
    assertRefused(
        send(url + "?profile=http://hospital.example/vas", observation("o", "final")),
        "The profile is not known here");
    assertRefused(
        send(url + "?mode=x", observation("o", "final")),
        "The mode is one of create, update, delete and profile.");
    assertRefused(
        send(url + "?colour=blue", observation("o", "final")),
        "$validate takes the parameters resource, mode and profile.");
  }

  private static void assertRefused(Response answer, String text) {
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(text(answer)).startsWith(text);
  }

  @Test
  void everything_may_be_given_as_Parameters() {
    String parameters =
        """
        {"resourceType":"Parameters","parameter":[
         {"name":"resource","resource":%s},
         {"name":"mode","valueCode":"update"},
         {"name":"profile","valueUri":"%s"}]}""";
    Response answer = send(INSTANCE, parameters.formatted(observation("other", "final"), VAS));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.jsonPath().getList("issue.expression.flatten()"))
        .contains("Observation.id", "Observation.code");
    assertThat(send(INSTANCE, parameters.formatted(PAIN, VAS)).jsonPath().getList("issue.severity"))
        .doesNotContain("error");
  }

  private static Response send(String url, String body) {
    return given().contentType("application/fhir+json").body(body).post(url);
  }

  private static String text(Response answer) {
    return answer.jsonPath().getString("issue[0].details.text");
  }

  private static String observation(String id, String status) {
    return """
        {"resourceType":"Observation","id":"%s","status":"%s","code":{"text":"synthetic"}}"""
        .formatted(id, status);
  }
}
