package org.pvpoutcomes.fhir;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Pages of resources that are so large that as many as were asked for would fill any memory. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LargePageTest {

  @Test
  void a_history_of_large_versions_comes_on_pages_of_fewer() {
    for (String gender : List.of("male", "female", "other")) {
      given().contentType("application/fhir+json").body(large("p", gender)).put("/fhir/Patient/p");
    }
    JsonPath first = page("/fhir/Patient/p/_history?_count=10&_elements=gender");
    assertThat(first.getInt("total")).isEqualTo(3);
    assertThat(first.getList("entry.resource.gender")).isEqualTo(List.of("other", "female"));
    JsonPath second = page(first.getString("link.find { it.relation == 'next' }.url"));
    assertThat(second.getList("entry.resource.gender")).isEqualTo(List.of("male"));
    assertThat(second.getList("link.relation")).isEqualTo(List.of("self"));
  }

  @Test
  void matches_that_are_large_come_on_pages_of_fewer() {
    for (String id : List.of("a", "b", "c")) {
      put("Patient/" + id, large(id, "other"));
    }
    JsonPath first = page("/fhir/Patient?_sort=-_id&_elements=gender");
    assertThat(first.getInt("total")).isEqualTo(3);
    assertThat(first.getList("entry.resource.id")).isEqualTo(List.of("c", "b"));
    JsonPath second = page(first.getString("link.find { it.relation == 'next' }.url"));
    assertThat(second.getList("entry.resource.id")).isEqualTo(List.of("a"));
    assertThat(second.getList("link.relation")).isEqualTo(List.of("self"));
  }

  @Test
  void everything_of_a_patient_that_is_large_comes_on_pages_of_fewer() {
    put("Patient/p", "{\"resourceType\":\"Patient\",\"id\":\"p\"}");
    for (String id : List.of("a", "b", "c")) {
      put(
          "Patient/" + id,
          large(
              id,
              "other\",\"link\":[{\"type\":\"seealso\",\"other\":{\"reference\":\"Patient/p\"}}],\"birthDate\":\"1950"));
    }
    JsonPath first = page("/fhir/Patient/p/$everything?_elements=gender");
    assertThat(first.getList("entry.resource.id")).isEqualTo(List.of("p", "a", "b"));
    JsonPath second = page(first.getString("link.find { it.relation == 'next' }.url"));
    assertThat(second.getList("entry.findAll { it.search.mode == 'match' }.resource.id"))
        .isEqualTo(List.of("c"));
    assertThat(second.getList("link.relation")).isEqualTo(List.of("self"));
  }

  @Test
  void more_than_a_page_can_include_is_refused() {
    for (String id : List.of("a", "b", "c")) {
      put("Patient/" + id, large(id, "other"));
      put(
          "Observation/" + id,
          "{\"resourceType\":\"Observation\",\"id\":\"%s\",\"status\":\"final\",\"code\":{\"text\":\"x\"},\"subject\":{\"reference\":\"Patient/%s\"}}"
              .formatted(id, id));
    }
    String include = "&_include=Observation:subject&_elements=gender";
    assertThat(page("/fhir/Observation?_count=2" + include).getList("entry.resource.id"))
        .isEqualTo(List.of("a", "b", "a", "b"));
    given()
        .get("/fhir/Observation?_count=3" + include)
        .then()
        .statusCode(400)
        .body("issue[0].details.text", startsWith("This page would include more than "));
  }

  private static void put(String path, String body) {
    given()
        .contentType("application/fhir+json")
        .body(body)
        .put("/fhir/" + path)
        .then()
        .statusCode(201);
  }

  private static String large(String id, String gender) {
    return "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"gender\":\"%s\",\"text\":{\"status\":\"additional\",\"div\":\"<div xmlns='http://www.w3.org/1999/xhtml'>%s</div>\"}}"
        .formatted(id, gender, "x".repeat(12 << 20));
  }

  private static JsonPath page(String url) {
    return given().urlEncodingEnabled(false).get(url).then().statusCode(200).extract().jsonPath();
  }
}
