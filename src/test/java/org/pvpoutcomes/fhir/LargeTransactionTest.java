package org.pvpoutcomes.fhir;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** As many entries as an engine collects over a night. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LargeTransactionTest {

  private static final int OBSERVATIONS = 9_900;
  private static final int PATIENTS = 100;

  @Test
  void ten_thousand_entries_that_refer_to_each_other_are_stored_once() {
    String bundle = bundle();
    for (String status : new String[] {"201 Created", "200 OK"}) {
      given()
          .contentType("application/fhir+json")
          .body(bundle)
          .post("/fhir")
          .then()
          .statusCode(200)
          .body("entry", hasSize(OBSERVATIONS + PATIENTS))
          .body("entry[0].response.status", equalTo(status))
          .body("entry[-1].response.status", equalTo(status));
    }
    given().get("/fhir/Observation?_summary=count").then().body("total", equalTo(OBSERVATIONS));
    given()
        .urlEncodingEnabled(false)
        .get("/fhir/Observation?patient.identifier=urn:large%7C7&_summary=count")
        .then()
        .body("total", equalTo(OBSERVATIONS / PATIENTS));
  }

  /** The Observations come first; half refer by fullUrl, half by a condition. */
  private static String bundle() {
    StringBuilder bundle =
        new StringBuilder("{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[");
    for (int i = 0; i < OBSERVATIONS; i++) {
      int patient = i % PATIENTS;
      String reference =
          i % 2 == 0 ? "urn:large:" + patient : "Patient?identifier=urn:large%7C" + patient;
      bundle.append(
          """
          {"resource":{"resourceType":"Observation","status":"final","code":{"text":"x"},
          "identifier":[{"system":"urn:large","value":"%d"}],"subject":{"reference":"%s"}},
          "request":{"method":"POST","url":"Observation","ifNoneExist":"identifier=urn:large|%d"}},"""
              .formatted(i, reference, i));
    }
    for (int i = 0; i < PATIENTS; i++) {
      bundle.append(
          """
          {"fullUrl":"urn:large:%d","resource":{"resourceType":"Patient",
          "identifier":[{"system":"urn:large","value":"%d"}]},
          "request":{"method":"POST","url":"Patient","ifNoneExist":"identifier=urn:large|%d"}}%s"""
              .formatted(i, i, i, i + 1 < PATIENTS ? "," : ""));
    }
    return bundle.append("]}").toString();
  }
}
