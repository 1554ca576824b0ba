package org.pvpoutcomes.fhir;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Search, history and {@code $everything} over HTTP. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SearchTest {

  private static final String JSON = "application/fhir+json";

  @Test
  void what_matches_refer_to_and_what_refers_to_them_is_added() {
    patient("p1");
    patient("p2");
    observation("o1", "p1", "2021-03-01", 7);
    observation("o2", "p1", "2021-03-08", 5);
    observation("o3", "p2", "2021-03-08", 4);

    assertThat(found("Observation?patient=p1&_include=Observation:subject"))
        .containsExactly("match o1", "match o2", "include p1");
    assertThat(found("Patient?_id=p1&_revinclude=Observation:subject"))
        .containsExactly("match p1", "include o1", "include o2");
    assertThat(found("Patient?_revinclude=Observation:patient&_count=1"))
        .containsExactly("match p1", "include o1", "include o2");
  }

  @Test
  void a_reference_may_have_the_base_of_this_server_before_it() {
    String base = RestAssured.baseURI + ":" + RestAssured.port + "/fhir/";
    patient("p1");
    observation("o1", "p1", "2021-03-01", 7);
    put(
        "Observation",
        "o2",
        "\"status\":\"final\",\"code\":{\"text\":\"x\"},\"subject\":{\"reference\":\""
            + base
            + "Patient/p1\"}");
    for (String name : List.of("subject=", "subject:Patient=", "patient=")) {
      for (String reference : List.of("Patient/p1", base + "Patient/p1")) {
        assertThat(found("Observation?" + name + reference))
            .as(name + reference)
            .containsExactly("match o1", "match o2");
      }
    }
    assertThat(
            page("/fhir/Observation?subject=https://other.example/fhir/Patient/p1").getInt("total"))
        .isZero();
  }

  @Test
  void parameters_are_combined_and_negated() {
    patient("p1");
    observation("o1", "p1", "2021-03-01T23:30:00-05:00", 7);
    observation("o2", "p1", "2021-03", 5);
    observation("o3", "p1", "2021", 4);

    // Half past eleven in New York is the next day in UTC.
    assertThat(found("Observation?date=2021-03-02")).containsExactly("match o1");
    assertThat(found("Observation?date=2021-03")).containsExactly("match o1", "match o2");
    assertThat(found("Observation?date=gt2021-03"))
        .as("reaches beyond March")
        .containsExactly("match o3");
    assertThat(found("Observation?date=ge2021-03-01&date=lt2021-04-01&value-quantity=ge5"))
        .as("the year 2021 reaches beyond its beginning and begins before its end, but o3 is 4")
        .containsExactly("match o1", "match o2");
  }

  @Test
  void a_form_says_the_same_as_a_URL() {
    patient("p1");
    observation("o1", "p1", "2021-03-01", 7);
    JsonPath form =
        given()
            .contentType("application/x-www-form-urlencoded")
            .body("code=http%3A%2F%2Floinc.org%7C38214-3&patient.birthdate=1950")
            .post("/fhir/Observation/_search?_total=accurate")
            .then()
            .statusCode(200)
            .extract()
            .jsonPath();
    assertThat(form.getInt("total")).isEqualTo(1);
    assertThat(form.getString("entry[0].resource.id")).isEqualTo("o1");
    assertThat(page(form.getString("link[0].url")).getInt("total")).isEqualTo(1);
  }

  @Test
  void pages_hold_while_data_are_written() {
    Random random = new Random(42L);
    patient("p");
    for (int i = 0; i < 40; i++) {
      observation("stays-" + i, "p", "2021-03-" + (10 + i % 20), i % 11);
    }
    for (String sort : List.of("", "&_sort=-date", "&_sort=date,-_lastUpdated", "&_sort=-_id")) {
      List<String> seen = new ArrayList<>();
      String url = "/fhir/Observation?patient=p&_count=7" + sort;
      while (url != null) {
        JsonPath page = page(url);
        for (String id : page.<String>getList("entry.resource.id")) {
          if (id.startsWith("stays-")) {
            seen.add(id);
          }
        }
        int extra = random.nextInt(1000);
        observation("extra-" + extra, "p", "2021-03-" + (10 + extra % 20), extra % 11);
        given().delete("/fhir/Observation/extra-" + random.nextInt(1000));
        url = page.getString("link.find { it.relation == 'next' }?.url");
      }
      assertThat(seen).as(sort).doesNotHaveDuplicates().hasSize(40);
    }
  }

  @Test
  void pages_by_date_reach_from_the_first_year_to_the_last_and_those_without_a_date() {
    patient("p");
    List<String> dates = List.of("0001", "1890-01-01", "2021-03-01T00:00:00.123456+01:00", "9999");
    for (String date : dates) {
      observation("d" + dates.indexOf(date), "p", date, 5);
    }
    put("Observation", "d4", "\"status\":\"final\",\"code\":{\"text\":\"x\"}");
    assertThat(paged("/fhir/Observation?_count=1&_sort=date"))
        .containsExactly("d0", "d1", "d2", "d3", "d4");
    assertThat(paged("/fhir/Observation?_count=1&_sort=-date"))
        .containsExactly("d3", "d2", "d1", "d0", "d4");
  }

  private static List<String> paged(String first) {
    List<String> ids = new ArrayList<>();
    for (String url = first; url != null; ) {
      JsonPath page = page(url);
      ids.addAll(page.getList("entry.resource.id"));
      url = next(page);
    }
    return ids;
  }

  @Test
  void the_total_is_exact_and_can_be_left_out() {
    patient("p1");
    patient("p2");
    assertThat(page("/fhir/Patient?_count=1").getInt("total")).isEqualTo(2);
    assertThat(page("/fhir/Patient?_count=1&_total=none").<Integer>get("total")).isNull();
    assertThat(page("/fhir/Patient?_count=0").getInt("total")).isEqualTo(2);
  }

  @Test
  void what_is_shipped_is_found_by_its_canonical_URL() {
    String url = "https://pvp-outcomes.example/fhir/StructureDefinition/vas-pain-observation";
    JsonPath found = page("/fhir/StructureDefinition?url=" + url);
    assertThat(found.getInt("total")).isEqualTo(1);
    assertThat(found.getString("entry[0].resource.url")).isEqualTo(url);
    given()
        .get("/fhir/StructureDefinition/vas-pain-observation")
        .then()
        .statusCode(200)
        .body("url", equalTo(url));
    List<String> ids = new ArrayList<>();
    String next = "/fhir/ConceptMap?_count=5";
    while (next != null) {
      JsonPath page = page(next);
      ids.addAll(page.getList("entry.resource.id"));
      next = page.getString("link.find { it.relation == 'next' }?.url");
    }
    assertThat(ids).doesNotHaveDuplicates().hasSize(page("/fhir/ConceptMap").getInt("total"));
  }

  @Test
  void a_history_is_paged_and_begins_when_asked() {
    for (int i = 0; i < 5; i++) {
      observation("o", "p", "2021-03-01", i);
    }
    given().delete("/fhir/Observation/o");
    List<String> versions = new ArrayList<>();
    String url = "/fhir/Observation/o/_history?_count=2";
    while (url != null) {
      JsonPath page = page(url);
      assertThat(page.getInt("total")).isEqualTo(6);
      versions.addAll(page.getList("entry.response.etag"));
      url = page.getString("link.find { it.relation == 'next' }?.url");
    }
    assertThat(versions)
        .containsExactly("W/\"6\"", "W/\"5\"", "W/\"4\"", "W/\"3\"", "W/\"2\"", "W/\"1\"");
    assertThat(page("/fhir/Observation/_history?_since=2999-01-01T00:00:00Z").getInt("total"))
        .isZero();
    given().get("/fhir/Observation/never/_history").then().statusCode(404);
  }

  @Test
  void everything_of_a_patient_is_given_page_by_page_and_nothing_of_others() {
    patient("p1");
    patient("p2");
    for (int i = 0; i < 5; i++) {
      observation("a" + i, "p1", "2021-03-01", i);
      observation("b" + i, "p2", "2021-03-01", i);
    }
    List<String> ids = new ArrayList<>();
    String url = "/fhir/Patient/p1/$everything?_count=2";
    while (url != null) {
      JsonPath page = page(url);
      ids.addAll(page.getList("entry.resource.id"));
      url = page.getString("link.find { it.relation == 'next' }?.url");
    }
    assertThat(ids).containsExactly("p1", "a0", "a1", "a2", "a3", "a4");
    assertThat(
            page("/fhir/Patient/p1/$everything?_type=Patient").<String>getList("entry.resource.id"))
        .containsExactly("p1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"stored\",\"x\",\"1\"]",
        "[\"stored\",\"\\u0000\",\"1\"]",
        "[\"stored\"]",
        "[\"shipped\",null]",
        "[\"stored\",\"2021-02-31 00:00:00\",\"1\"]",
        "[\"stored\",\"0000-01-01 00:00:00\",\"1\"]",
        "[\"stored\",\"2021-01-01 24:00:00\",\"1\"]",
        "[\"stored\",\"2021-01-01 00:00:00+00\",\"1\"]",
        "{}"
      })
  void a_page_that_this_server_never_made_is_refused(String keys) {
    String token =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(keys.getBytes(StandardCharsets.UTF_8));
    given().get("/fhir/Observation?_sort=date&_page=" + token).then().statusCode(400);
  }

  @Test
  void dates_at_the_ends_of_the_calendar_are_no_fault_of_the_server() {
    for (String since : List.of("0001-01-01T00:00:00%2B01:00", "9999-12-31T23:59:59-01:00")) {
      page("/fhir/Patient/_history?_since=" + since);
      page("/fhir/Patient?_lastUpdated=ge" + since);
      page("/fhir/Observation?date=lt" + since);
    }
  }

  @Test
  void the_links_of_a_form_with_as_many_values_as_can_be_are_followed() {
    StringBuilder form = new StringBuilder("_count=2&_sort=-_lastUpdated&identifier=");
    for (int i = 0; i < 998; i++) {
      form.append(i == 0 ? "" : "%2C").append("https%3A%2F%2Fhospital.example%2Fpatients%7C");
      form.append("synthetic-").append(100_000 + i);
    }
    for (int i = 0; i < 5; i++) {
      put("Patient", "p" + i, identifier("synthetic-" + (100_000 + i * 200)));
    }
    JsonPath page =
        given()
            .contentType("application/x-www-form-urlencoded")
            .body(form.toString())
            .post("/fhir/Patient/_search")
            .then()
            .statusCode(200)
            .extract()
            .jsonPath();
    assertThat(page(self(page)).getList("entry.resource.id")).containsExactly("p4", "p3");
    List<String> ids = new ArrayList<>(page.getList("entry.resource.id"));
    String next = next(page);
    while (next != null) {
      assertThat(next.length()).isBetween(40_000, 65_536);
      page = page(next);
      ids.addAll(page.getList("entry.resource.id"));
      next = next(page);
    }
    assertThat(ids).containsExactly("p4", "p3", "p2", "p1", "p0");
  }

  @Test
  void a_search_whose_links_could_not_be_followed_is_refused() {
    String longest = "x".repeat(70_000);
    given()
        .contentType("application/x-www-form-urlencoded")
        .body("identifier=" + longest)
        .post("/fhir/Patient/_search")
        .then()
        .statusCode(400)
        .body("issue[0].details.text", containsString("can have 64512 bytes"));
    for (String url :
        List.of("Patient?identifier=", "Patient/_history?_elements=", "Patient/p/$everything?x=")) {
      patient("p");
      given()
          .contentType(JSON)
          .body(
              """
              {"resourceType":"Bundle","type":"batch","entry":[
              {"request":{"method":"GET","url":"%s%s"}}]}"""
                  .formatted(url, longest))
          .post("/fhir")
          .then()
          .statusCode(200)
          .body("entry[0].response.status", equalTo("400 Bad Request"))
          .body(
              "entry[0].response.outcome.issue[0].expression[0]",
              equalTo("Bundle.entry[0].request.url"));
    }
  }

  @Test
  void what_is_named_by_a_canonical_URL_is_included_in_the_version_that_is_named() {
    String form = "https://forms.example/pain";
    put("Questionnaire", "q1", questionnaire(form, "1"));
    put("Questionnaire", "q2", questionnaire(form, "2"));
    put("Questionnaire", "q3", questionnaire(form + "-other", "1"));
    put("QuestionnaireResponse", "r1", response(form + "|1"));
    put("QuestionnaireResponse", "r2", response(form));
    put("QuestionnaireResponse", "r3", response(form + "|3"));

    String include = "&_include=QuestionnaireResponse:questionnaire";
    assertThat(found("QuestionnaireResponse?_id=r1" + include))
        .containsExactly("match r1", "include q1");
    assertThat(found("QuestionnaireResponse?_id=r2" + include))
        .as("no version is any version")
        .containsExactly("match r2", "include q1", "include q2");
    assertThat(found("QuestionnaireResponse?_id=r3&_include=QuestionnaireResponse:*"))
        .containsExactly("match r3");
    assertThat(found("Questionnaire?_id=q1&_revinclude=QuestionnaireResponse:questionnaire"))
        .containsExactly("match q1", "include r1", "include r2");
    assertThat(found("Questionnaire?_id=q3&_revinclude=QuestionnaireResponse:*"))
        .containsExactly("match q3");
  }

  @Test
  void what_is_shipped_is_included_by_its_canonical_URL() {
    String valueSet = page("/fhir/ValueSet?_count=1").getString("entry[0].resource.url");
    put("ConceptMap", "cm", "\"status\":\"draft\",\"sourceCanonical\":\"" + valueSet + "\"");
    JsonPath page = page("/fhir/ConceptMap?_id=cm&_include=ConceptMap:source:ValueSet");
    assertThat(page.<String>getList("entry.resource.url")).containsExactly(null, valueSet);
    assertThat(
            page("/fhir/ValueSet?url=" + valueSet + "&_revinclude=ConceptMap:source")
                .<String>getList("entry.resource.id"))
        .contains("cm");
  }

  private static String questionnaire(String url, String version) {
    return "\"status\":\"active\",\"url\":\"" + url + "\",\"version\":\"" + version + "\"";
  }

  private static String response(String questionnaire) {
    return "\"status\":\"completed\",\"questionnaire\":\"" + questionnaire + "\"";
  }

  private static String identifier(String value) {
    return "\"identifier\":[{\"system\":\"https://hospital.example/patients\",\"value\":\""
        + value
        + "\"}]";
  }

  private static String self(JsonPath page) {
    return page.getString("link.find { it.relation == 'self' }.url");
  }

  private static @Nullable String next(JsonPath page) {
    return page.getString("link.find { it.relation == 'next' }?.url");
  }

  @Test
  void more_values_or_sort_keys_than_the_limit_are_refused() {
    given()
        .contentType("application/x-www-form-urlencoded")
        .body("date=" + "2021,".repeat(1000) + "2021")
        .post("/fhir/Observation/_search")
        .then()
        .statusCode(400);
    given().get("/fhir/Patient?_sort=" + "_id,".repeat(10) + "_id").then().statusCode(400);
  }

  @Test
  void an_entry_of_a_Bundle_may_ask_for_a_part_of_a_resource() {
    patient("p1");
    given()
        .contentType(JSON)
        .body(
            """
            {"resourceType":"Bundle","type":"batch","entry":[
            {"request":{"method":"GET","url":"Patient/p1?_elements=identifier"}},
            {"request":{"method":"GET","url":"Patient/p1?_summary=nonsense"}}]}""")
        .post("/fhir")
        .then()
        .statusCode(200)
        .body("entry[0].resource.birthDate", equalTo(null))
        .body("entry[0].resource.meta.tag[0].code", equalTo("SUBSETTED"))
        .body("entry[1].response.status", equalTo("400 Bad Request"));
  }

  private static List<String> found(String query) {
    JsonPath page = page("/fhir/" + query);
    List<String> found = new ArrayList<>();
    for (int i = 0; i < page.getList("entry").size(); i++) {
      found.add(
          page.getString("entry[" + i + "].search.mode")
              + " "
              + page.getString("entry[" + i + "].resource.id"));
    }
    return found;
  }

  private static JsonPath page(String url) {
    return given().urlEncodingEnabled(false).get(url).then().statusCode(200).extract().jsonPath();
  }

  private static void patient(String id) {
    put("Patient", id, "\"birthDate\":\"1950-03-01\"");
  }

  private static void observation(String id, String patient, String date, int value) {
    put(
        "Observation",
        id,
        """
        "status":"final","code":{"coding":[{"system":"http://loinc.org","code":"38214-3"}]},
        "subject":{"reference":"Patient/%s"},"effectiveDateTime":"%s",
        "valueQuantity":{"value":%d,"system":"http://unitsofmeasure.org","code":"cm"}"""
            .formatted(patient, date, value));
  }

  private static void put(String type, String id, String rest) {
    int status =
        given()
            .contentType(JSON)
            .body("{\"resourceType\":\"" + type + "\",\"id\":\"" + id + "\"," + rest + "}")
            .put("/fhir/" + type + "/" + id)
            .statusCode();
    assertThat(status).isIn(200, 201);
  }
}
