package org.pvpoutcomes.disclosure;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pvpoutcomes.reference.SyntheticStudy;

/** The reference study as it is shown without full access. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DisclosureTest {

  private static final String STUDIES = "/api/v1/studies";
  private static final String STUDY = STUDIES + "/xu-2021";
  private static final ObjectMapper JSON = new ObjectMapper();

  @BeforeEach
  void without_full_access() {
    QuarkusMock.installMockForType(new Audience(() -> false), Audience.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        STUDY + "/members",
        STUDY + "/members?limit=1",
        STUDY + "/members/synthetic-0",
        STUDY + "/outcomes?where=sex:female",
        STUDY + "/outcomes?stratifyBy=sex,age-band",
        STUDY + "/outcomes?stratifyBy=number-of-levels",
        STUDY + "/complications?stratifyBy=leak",
        STUDY + "/outcomes?asOf=2026-01-01",
        "/api/v1/vocabulary/unmapped",
        "/api/v1/rebuild"
      })
  void what_tells_of_single_patients_is_refused_with_the_remedy(String path) throws IOException {
    Response response = given().get(path);
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(403);
    assertThat(response.contentType()).startsWith("application/problem+json");
    JsonNode problem = JSON.readTree(response.asString());
    assertThat(problem.get("type").asText())
        .isEqualTo("https://pvp-outcomes.example/problems/disclosure-control");
    assertThat(problem.get("detail").asText())
        .endsWith("It needs full access, which the setting pvp.disclosure.full-access gives.");
  }

  @Test
  void studies_are_read_as_ever_but_not_changed() {
    for (String path :
        new String[] {"", "/xu-2021", "/schema", "/xu-2021/versions", "/xu-2021/versions/1"}) {
      assertThat(body(STUDIES + path, true)).as(path).isEqualTo(body(STUDIES + path, false));
    }
    assertThat(given().contentType("application/json").body("{}").post(STUDIES).statusCode())
        .isEqualTo(403);
    assertThat(given().contentType("application/json").body("{}").put(STUDY).statusCode())
        .isEqualTo(403);
  }

  @Test
  void unknown_studies_and_values_are_named_as_ever() {
    assertThat(given().get(STUDIES + "/nobodys/outcomes").statusCode()).isEqualTo(404);
    assertThat(given().get(STUDY + "/outcomes?measure=happiness").statusCode()).isEqualTo(400);
  }

  @Test
  void other_formats_than_JSON_are_not_offered() {
    int status = given().accept("text/csv").get(STUDY + "/outcomes").statusCode();
    assertThat(status).isIn(403, 406);
  }

  @Test
  void an_answer_states_the_rule_that_was_applied() throws IOException {
    assertThat(JSON.readTree(body(STUDY + "/completeness", false)).get("disclosure"))
        .isEqualTo(
            JSON.readTree(
                """
                {"applied": true, "method": "count-classes-1", "threshold": 11, "roundTo": null,
                 "classWidth": 11,
                 "source": "CMS cell size suppression policy, resdac.org/node/1506: counts of 1 to 10 are not shown",
                 "statement": "Counts below 11 are not shown, 0 included, and strata of fewer patients are left out. A shown count is the middle of 11 counts: the true one is at most 5 less or 5 more. Means are rounded so far that one patient does not show."}
                """));
    assertThat(JSON.readTree(body(STUDY + "/completeness", true)).has("disclosure")).isFalse();
  }

  /** Figures: golden/xu2021; 4.256 by steps of 0.4, 39 in the class of 33 to 43. */
  @Test
  void a_time_point_shows_classes_and_rounded_means() throws IOException {
    SyntheticStudy.requests().forEach(SyntheticStudy.Request::send);
    JsonNode outcome =
        JSON.readTree(body(STUDY + "/outcomes?measure=vas-pain", false)).at("/outcomes/0");
    assertThat(outcome.at("/timePoints/0"))
        .isEqualTo(
            JSON.readTree(
                """
                {"timePoint": "baseline", "n": 38, "mean": 4.4, "sd": 2.1, "median": null,
                 "q1": null, "q3": null, "min": null, "max": null,
                 "bands": {"none": null, "mild": 27, "moderate": 16, "severe": null},
                 "notComputed": {}, "links": null,
                 "suppressed": {
                   "median": "shown with full access only", "q1": "shown with full access only",
                   "q3": "shown with full access only", "min": "shown with full access only",
                   "max": "shown with full access only", "bands/none": "fewer than 11",
                   "bands/severe": "fewer than 11", "links": "shown with full access only"}}
                """));
    assertThat(outcome.at("/changes/0/wilcoxon/p").asDouble()).isEqualTo(0.0087);
    assertThat(outcome.at("/changes/0/improved").asInt()).isEqualTo(27);
    assertThat(outcome.at("/changes/0/unchanged").isNull()).isTrue();
  }

  @Test
  void earlier_studies_stand_beside_rounded_figures_without_differences() throws IOException {
    SyntheticStudy.requests().forEach(SyntheticStudy.Request::send);
    List<JsonNode> compared = new ArrayList<>();
    for (JsonNode study : JSON.readTree(body(STUDY + "/comparators", false)).get("comparators")) {
      study
          .get("values")
          .forEach(
              value -> {
                if (value.get("measure").asText().equals("vas-pain")
                    && value.get("timePoint").asText().equals("baseline")) {
                  compared.add(value);
                }
              });
    }
    assertThat(compared)
        .isNotEmpty()
        .allSatisfy(
            value -> {
              assertThat(value.at("/own/n").asInt()).isEqualTo(38);
              assertThat(value.at("/own/mean").asDouble()).isEqualTo(4.4);
              assertThat(value.get("difference").isNull()).isTrue();
              assertThat(value.at("/suppressed/difference").isTextual()).isTrue();
            });
  }

  private static String body(String path, boolean fullAccess) {
    QuarkusMock.installMockForType(new Audience(() -> fullAccess), Audience.class);
    String body = given().get(path).then().statusCode(200).extract().asString();
    QuarkusMock.installMockForType(new Audience(() -> false), Audience.class);
    return body;
  }
}
