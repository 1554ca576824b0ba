package org.pvpoutcomes.fhir;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What must hold of the current version (FHIR R4 http.html#concurrency; RFC 9110 §13.1). */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PreconditionTest {

  private static final String P = "/fhir/Patient/p";
  private static final String UNMODIFIED = "If-Unmodified-Since";

  private String modified = "";

  @BeforeEach
  void store_two_versions() {
    update("male", given()).then().statusCode(201);
    modified = update("female", given()).then().statusCode(200).extract().header("Last-Modified");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "W/\"2\"~ 200",
        "\"2\"~ 200",
        "2~ 200",
        "*~ 200",
        "W/\"1\", W/\"2\"~ 200",
        "W/\"2\",\"a,b\",~ 200",
        "W/\"1\"~ 412",
        "W/\"1\",W/\"3\"~ 412",
        "W/\"abc\"~ 412",
        "W/\"9999999999\"~ 412",
        "\"\"~ 412",
        "second~ 400",
        "W/2~ 400",
        "W/\"2~ 400",
        "W/\"2\" W/\"3\"~ 400",
      })
  void a_write_and_a_read_depend_on_any_of_the_versions_that_If_Match_names(
      String tags, int status) {
    assertThat(given().header("If-Match", tags).get(P).statusCode()).isEqualTo(status);
    assertThat(given().header("If-Match", tags).head(P).statusCode()).isEqualTo(status);
    assertThat(update("other", given().header("If-Match", tags)).statusCode()).isEqualTo(status);
    assertThat(given().get(P).jsonPath().getString("gender"))
        .isEqualTo(status == 200 ? "other" : "female");
  }

  @Test
  void a_write_depends_on_the_time_of_the_last_one() {
    RequestSpecification late = given().header(UNMODIFIED, shifted(-1));
    Response refused = update("other", late);
    assertThat(refused.statusCode()).isEqualTo(412);
    assertThat(refused.jsonPath().getString("issue[0].code")).isEqualTo("conflict");
    assertThat(given().header(UNMODIFIED, shifted(-1)).delete(P).statusCode()).isEqualTo(412);
    assertThat(given().header(UNMODIFIED, shifted(-1)).get(P).statusCode()).isEqualTo(412);

    assertThat(given().header(UNMODIFIED, modified).get(P).statusCode()).isEqualTo(200);
    assertThat(update("other", given().header(UNMODIFIED, modified)).statusCode()).isEqualTo(200);
  }

  @Test
  void the_time_is_not_looked_at_beside_an_ETag_or_if_it_is_none() {
    RequestSpecification both = given().header(UNMODIFIED, shifted(-1)).header("If-Match", "*");
    assertThat(update("other", both).statusCode()).isEqualTo(200);
    RequestSpecification none = given().header(UNMODIFIED, "yesterday");
    assertThat(update("unknown", none).statusCode()).isEqualTo(200);
  }

  @Test
  void what_never_was_has_no_time() {
    Response created =
        given()
            .contentType("application/fhir+json")
            .header(UNMODIFIED, shifted(-1))
            .body("{\"resourceType\":\"Patient\",\"id\":\"new\"}")
            .put("/fhir/Patient/new");
    assertThat(created.statusCode()).isEqualTo(201);
  }

  @Test
  void an_update_that_would_only_create_is_told_how_to_replace() {
    Response refused = update("other", given().header("If-None-Match", "*"));
    assertThat(refused.statusCode()).isEqualTo(412);
    assertThat(refused.jsonPath().getString("issue[0].details.text"))
        .startsWith("There is such a resource already, and its version is 2; to replace that one,");
  }

  private static Response update(String gender, RequestSpecification request) {
    return request
        .contentType("application/fhir+json")
        .body("{\"resourceType\":\"Patient\",\"id\":\"p\",\"gender\":\"%s\"}".formatted(gender))
        .put(P);
  }

  private String shifted(int seconds) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(
        ZonedDateTime.parse(modified, DateTimeFormatter.RFC_1123_DATE_TIME).plusSeconds(seconds));
  }
}
