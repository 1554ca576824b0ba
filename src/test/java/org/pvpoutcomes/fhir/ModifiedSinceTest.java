package org.pvpoutcomes.fhir;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads of what the client may have already (FHIR R4 http.html#cread; RFC 9110 §13.1.3). */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ModifiedSinceTest {

  private static final String SINCE = "If-Modified-Since";
  private static final String P = "/fhir/Patient/p";

  private String modified = "";

  @BeforeEach
  void store() {
    modified =
        given()
            .contentType("application/fhir+json")
            .body("{\"resourceType\":\"Patient\",\"id\":\"p\"}")
            .put(P)
            .header("Last-Modified");
  }

  @Test
  void what_is_not_modified_is_not_sent_again() {
    for (String url : List.of(P, P + "/_history/1")) {
      Response answer = given().header(SINCE, modified).get(url);
      assertThat(answer.statusCode()).isEqualTo(304);
      assertThat(answer.asString()).isEmpty();
      assertThat(answer.header("ETag")).isEqualTo("W/\"1\"");
      assertThat(answer.header("Last-Modified")).isEqualTo(modified);
    }
    assertThat(given().header(SINCE, modified).head(P).statusCode()).isEqualTo(304);
    assertThat(given().header(SINCE, shifted(1)).get(P).statusCode()).isEqualTo(304);
  }

  @Test
  void what_was_modified_since_is_sent() {
    Response answer = given().header(SINCE, shifted(-1)).get(P);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.jsonPath().getString("id")).isEqualTo("p");
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "2026-11-25T10:00:00Z", "Mon, 32 Jan 2099 00:00:00 GMT"})
  void a_date_that_cannot_be_read_is_as_good_as_none(String date) {
    Response answer = given().header(SINCE, date).get(P);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.jsonPath().getString("id")).isEqualTo("p");
  }

  @Test
  void beside_an_ETag_the_date_is_not_looked_at() {
    assertThat(
            given().header(SINCE, modified).header("If-None-Match", "W/\"2\"").get(P).statusCode())
        .isEqualTo(200);
    assertThat(
            given()
                .header(SINCE, shifted(-1))
                .header("If-None-Match", "W/\"1\"")
                .get(P)
                .statusCode())
        .isEqualTo(304);
  }

  @Test
  void what_is_deleted_is_gone_and_not_unmodified() {
    given().delete(P).then().statusCode(200);
    assertThat(given().header(SINCE, shifted(60)).get(P).statusCode()).isEqualTo(410);
  }

  @Test
  void an_entry_of_a_Bundle_says_it_as_an_instant() {
    String lastUpdated = given().get(P).jsonPath().getString("meta.lastUpdated");
    String body =
        """
        {"resourceType":"Bundle","type":"transaction","entry":[
         {"request":{"method":"GET","url":"Patient/p","ifModifiedSince":"%s"}},
         {"request":{"method":"GET","url":"Patient/p","ifModifiedSince":"2001-01-01T00:00:00Z"}},
         {"request":{"method":"GET","url":"Patient/p","ifModifiedSince":"yesterday"}}]}"""
            .formatted(lastUpdated);
    Response malformed = given().contentType("application/fhir+json").body(body).post("/fhir");
    assertThat(malformed.statusCode()).isEqualTo(400);
    assertThat(malformed.jsonPath().getString("issue[0].expression[0]"))
        .isEqualTo("Bundle.entry[2].request.ifModifiedSince");

    Response answer =
        given()
            .contentType("application/fhir+json")
            .body(body.replace("transaction", "batch"))
            .post("/fhir");
    assertThat(answer.jsonPath().getList("entry.response.status"))
        .isEqualTo(List.of("304 Not Modified", "200 OK", "400 Bad Request"));
    assertThat(answer.jsonPath().getList("entry.collect{it.resource?.id}"))
        .containsExactly(null, "p", null);
    assertThat(answer.jsonPath().getString("entry[2].response.outcome.issue[0].expression[0]"))
        .isEqualTo("Bundle.entry[2].request.ifModifiedSince");
  }

  private String shifted(int seconds) {
    DateTimeFormatter format = DateTimeFormatter.RFC_1123_DATE_TIME;
    return format.format(ZonedDateTime.parse(modified, format).plusSeconds(seconds));
  }
}
