package org.pvpoutcomes.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.persistence.EntityManager;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.cohort.DerivationBasis;

/** A service set as in production: resources marked as test data are stored and not counted. */
@QuarkusTest
@TestProfile(TestDataLeftOutTest.AsInProduction.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TestDataLeftOutTest {

  public static final class AsInProduction implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("pvp.test-data.counted", "false");
    }
  }

  private static final String STUDY = "/api/v1/studies/xu-2021";
  private static final String MARK =
      """
      "meta":{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActReason",\
      "code":"HTEST"}]},""";

  private final EntityManager entityManager;
  private final DerivationBasis basis;
  private final MembersAtStart atStart;

  TestDataLeftOutTest(EntityManager entityManager, DerivationBasis basis, MembersAtStart atStart) {
    this.entityManager = entityManager;
    this.basis = basis;
    this.atStart = atStart;
  }

  @Test
  void a_test_patient_is_in_no_figure_and_the_answers_say_so() {
    send("test", MARK);
    send("real", "");

    JsonPath flow = get("/completeness");
    assertThat(flow.getString("flow.testData")).isEqualTo("left-out");
    assertThat(flow.getMap("flow.inclusion"))
        .containsEntry("included", 1)
        .containsEntry("test-data", 1);
    assertThat(get("/outcomes").getInt("cohort.patients")).isEqualTo(1);
    JsonPath member = get("/members/test");
    assertThat(member.getString("inclusion")).isEqualTo("test-data");
    assertThat(member.getList("unused.reason")).containsOnly("test-data").hasSize(2);
    assertThat(given().get("/fhir/Patient/test").statusCode()).isEqualTo(200);
  }

  @Test
  void a_start_with_another_setting_than_before_derives_the_members_again() {
    send("test", MARK);
    pretendThatTestDataCountedUntilNow();
    assertThat(get("/outcomes").getInt("cohort.patients")).isEqualTo(1);

    atStart.bringUpToDate();

    assertThat(get("/outcomes").getInt("cohort.patients")).isZero();
    assertThat(get("/completeness").getMap("flow.inclusion")).containsEntry("test-data", 1);
    assertThat(QuarkusTransaction.requiringNew().call(basis::stored)).contains(atStart.basisNow());
  }

  @Test
  void the_link_of_a_test_patient_moves_nobody() {
    send("real", "");
    put(
        "Patient/other",
        """
        {"resourceType":"Patient","id":"other",%s"link":[
          {"other":{"reference":"Patient/real"},"type":"replaces"}]}"""
            .formatted(MARK));

    assertThat(get("/completeness").getMap("flow.inclusion"))
        .containsEntry("included", 1)
        .containsEntry("merged", 0)
        .containsEntry("test-data", 1);
  }

  @Test
  void a_start_with_the_setting_of_before_derives_nothing() {
    send("test", MARK);
    QuarkusTransaction.requiringNew().run(() -> basis.store(atStart.basisNow()));
    include();

    atStart.bringUpToDate();

    assertThat(get("/outcomes").getInt("cohort.patients")).isEqualTo(1);
  }

  private void pretendThatTestDataCountedUntilNow() {
    include();
    QuarkusTransaction.requiringNew()
        .run(() -> basis.store(atStart.basisNow().replace("left-out", "counted")));
  }

  /** What a service that counts test data would have written; the digest is that of another row. */
  private void include() {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                entityManager
                    .createNativeQuery("UPDATE member SET inclusion = 'included', digest = ''")
                    .executeUpdate());
  }

  private static void send(String id, String mark) {
    put(
        "Patient/" + id,
        "{\"resourceType\":\"Patient\",\"id\":\"%s\",%s\"birthDate\":\"1960\"}"
            .formatted(id, mark));
    put(
        "Procedure/" + id,
        """
        {"resourceType":"Procedure","id":"%s",%s"status":"completed",
         "code":{"coding":[{"system":"https://pvp-outcomes.example/fhir/CodeSystem/procedure-kind",
           "code":"pvp"}]},
         "subject":{"reference":"Patient/%s"},"performedDateTime":"2020-03-02"}
        """
            .formatted(id, mark, id));
  }

  private static void put(String reference, String body) {
    given()
        .contentType("application/fhir+json")
        .body(body)
        .put("/fhir/" + reference)
        .then()
        .statusCode(201);
  }

  private static JsonPath get(String path) {
    return given().get(STUDY + path).then().statusCode(200).extract().jsonPath();
  }
}
