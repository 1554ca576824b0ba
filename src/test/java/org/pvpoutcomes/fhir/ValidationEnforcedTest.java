package org.pvpoutcomes.fhir;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.vocabulary.Canonical;

/**
 * A service that refuses what the validator finds wrong, and wants every pain score to be a VAS.
 */
@QuarkusTest
@TestProfile(ValidationEnforcedTest.Enforced.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ValidationEnforcedTest {

  /** The setting. */
  public static final class Enforced implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "pvp.validation.on-write", "enforce",
          "pvp.validation.warm-up", "false",
          "pvp.validation.profiles", VAS);
    }
  }

  private static final String VAS = Canonical.BASE + "/StructureDefinition/vas-pain-observation";
  private static final String O = "/fhir/Observation/o";

  @Test
  void what_meets_the_profile_is_stored() {
    Response stored = put(pain("mm"));
    assertThat(stored.statusCode()).isEqualTo(201);
    assertThat(stored.jsonPath().getList("issue.severity")).doesNotContain("error");
  }

  @Test
  void what_does_not_is_refused_by_a_create_and_an_update_with_every_error() {
    put(pain("mm"));
    for (Response refused : List.of(put(withoutScale()), post("/fhir/Observation", nameless()))) {
      assertThat(refused.statusCode()).isEqualTo(422);
      assertThat(refused.jsonPath().getList("issue.severity")).containsOnly("error");
      assertThat(refused.asString()).contains("Constraint failed: pvp-vas-scale");
    }
    assertThat(given().get(O).header("ETag")).isEqualTo("W/\"1\"");
    assertThat(given().get("/fhir/Observation?_summary=count").jsonPath().getInt("total"))
        .isEqualTo(1);
  }

  @Test
  void the_result_of_a_patch_is_validated() {
    put(pain("mm"));
    Response refused = patch("[{\"op\":\"remove\",\"path\":\"/subject\"}]");
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.asString()).contains("Observation.subject");
    assertThat(given().get(O).header("ETag")).isEqualTo("W/\"1\"");
    assertThat(
            patch("[{\"op\":\"replace\",\"path\":\"/valueQuantity/value\",\"value\":30}]")
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void a_transaction_names_the_entry_and_stores_nothing() {
    Response refused = post("/fhir", bundle("transaction"));
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.jsonPath().getList("issue.expression.flatten()"))
        .contains("Bundle.entry[1].resource")
        .allMatch(place -> ((String) place).startsWith("Bundle.entry[1].resource"));
    assertThat(given().get("/fhir/Patient/p").statusCode()).isEqualTo(404);
  }

  @Test
  void an_entry_of_a_batch_is_refused_alone() {
    assertThat(post("/fhir", bundle("batch")).jsonPath().getList("entry.response.status"))
        .isEqualTo(List.of("201 Created", "422"));
  }

  @Test
  void a_delete_has_nothing_to_validate() {
    put(pain("mm"));
    assertThat(given().delete(O).statusCode()).isEqualTo(200);
  }

  private static String bundle(String type) {
    return """
        {"resourceType":"Bundle","type":"%s","entry":[
         {"resource":{"resourceType":"Patient","id":"p"},
          "request":{"method":"PUT","url":"Patient/p"}},
         {"resource":%s,"request":{"method":"PUT","url":"Observation/o"}}]}"""
        .formatted(type, withoutScale());
  }

  private static Response put(String body) {
    return given().contentType("application/fhir+json").body(body).put(O);
  }

  private static Response post(String url, String body) {
    return given().contentType("application/fhir+json").body(body).post(url);
  }

  private static Response patch(String body) {
    return given().contentType("application/json-patch+json").body(body).patch(O);
  }

  private static String nameless() {
    return withoutScale().replace("\"id\":\"o\",", "");
  }

  /** A number that may be of any scale. */
  private static String withoutScale() {
    return pain("{score}");
  }

  private static String pain(String unit) {
    return """
        {"resourceType":"Observation","id":"o","status":"final",
         "code":{"coding":[{"system":"http://loinc.org","code":"38214-3"}]},
         "subject":{"reference":"Patient/p"},"effectiveDateTime":"2018-07-17",
         "valueQuantity":{"value":43,"system":"http://unitsofmeasure.org","code":"%s"}}"""
        .formatted(unit);
  }
}
