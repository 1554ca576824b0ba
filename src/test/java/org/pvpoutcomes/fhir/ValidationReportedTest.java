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

/** A service that stores what the validator finds wrong, and tells the sender. */
@QuarkusTest
@TestProfile(ValidationReportedTest.Reported.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ValidationReportedTest {

  /** The setting. */
  public static final class Reported implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("pvp.validation.on-write", "report", "pvp.validation.warm-up", "false");
    }
  }

  private static final String VAS = Canonical.BASE + "/StructureDefinition/vas-pain-observation";
  private static final String O = "/fhir/Observation/o";

  @Test
  void a_claim_that_is_not_kept_is_told_and_the_resource_is_stored() {
    Response stored = given().contentType("application/fhir+json").body(CLAIMING).put(O);
    assertThat(stored.statusCode()).isEqualTo(201);
    assertThat(stored.jsonPath().getString("issue[0].details.text"))
        .isEqualTo("Created Observation/o version 1.");
    assertThat(stored.jsonPath().getList("issue.severity")).contains("error");
    assertThat(stored.asString()).contains("Constraint failed: pvp-vas-scale");
    assertThat(given().get(O).jsonPath().getString("meta.versionId")).isEqualTo("1");
  }

  @Test
  void what_claims_nothing_is_told_nothing() {
    Response stored =
        given()
            .contentType("application/fhir+json")
            .body("{\"resourceType\":\"Patient\",\"id\":\"p\"}")
            .put("/fhir/Patient/p");
    assertThat(stored.statusCode()).isEqualTo(201);
    assertThat(stored.jsonPath().getList("issue.severity")).containsExactly("information");
  }

  @Test
  void an_entry_of_a_Bundle_is_told_at_its_place() {
    String body =
        """
        {"resourceType":"Bundle","type":"transaction","entry":[
         {"resource":{"resourceType":"Patient","id":"p"},
          "request":{"method":"PUT","url":"Patient/p"}},
         {"resource":%s,"request":{"method":"PUT","url":"Observation/o"}}]}"""
            .formatted(CLAIMING);
    Response answer = given().contentType("application/fhir+json").body(body).post("/fhir");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.jsonPath().getList("entry.response.status"))
        .isEqualTo(List.of("201 Created", "201 Created"));
    assertThat(
            answer
                .jsonPath()
                .getList(
                    "entry[1].response.outcome.issue.findAll{it.severity=='error'}.expression.flatten()"))
        .isNotEmpty()
        .allMatch(place -> ((String) place).startsWith("Bundle.entry[1].resource"));
  }

  /** A number that may be of any scale. */
  private static final String CLAIMING =
      """
      {"resourceType":"Observation","id":"o","meta":{"profile":["%s"]},"status":"final",
       "code":{"coding":[{"system":"http://loinc.org","code":"38214-3"}]},
       "subject":{"reference":"Patient/p"},"effectiveDateTime":"2018-07-17",
       "valueQuantity":{"value":43,"system":"http://unitsofmeasure.org","code":"{score}"}}"""
          .formatted(VAS);
}
