package org.pvpoutcomes.comparator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.protocol.AddedStudies;
import org.pvpoutcomes.reference.SyntheticStudy;

/**
 * The studies that Xu et al. cite beside the synthetic cohort, whose own values R has read one by
 * one ({@code src/test/r/comparators.R}).
 */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ComparatorResourceTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String COMPARATORS = "/api/v1/studies/%s/comparators%s";

  @BeforeEach
  void send_the_synthetic_study() {
    SyntheticStudy.requests().forEach(SyntheticStudy.Request::send);
  }

  @Test
  void Tian_2016_is_compared_before_and_after_3_months_as_R_does() throws IOException {
    JsonNode tian = comparator(answer("xu-2021", ""), "tian-2016");
    JsonNode expected = expected();

    assertSame(tian.at("/values/0"), expected.path("baseline"));
    assertSame(tian.at("/values/3"), expected.path("months3"));
    assertThat(tian.at("/values/0/timePoint").asText()).isEqualTo("baseline");
    assertThat(tian.at("/values/3/timePoint").asText()).isEqualTo("3-months");
  }

  @Test
  void another_time_is_not_compared_and_says_why() throws IOException {
    JsonNode threeDays = comparator(answer("xu-2021", ""), "tian-2016").at("/values/1");

    assertThat(threeDays)
        .isEqualTo(
            JSON.readTree(
                """
                {"measure": "vas-pain", "time": "3 days", "day": 3, "timePoint": null,
                 "theirs": {"n": 39, "mean": 2.5, "sd": 0.9, "min": null, "max": null},
                 "own": null, "difference": null, "interval": null, "degreesOfFreedom": null,
                 "notComputed": {
                   "theirs.min": "they do not give it", "theirs.max": "they do not give it",
                   "timePoint": "the study has no time point with their target day",
                   "own": "the study has no time point with their target day",
                   "difference": "the study has no time point with their target day",
                   "interval": "the study has no time point with their target day",
                   "degreesOfFreedom": "the study has no time point with their target day"}}
                """));
  }

  @Test
  void leakages_per_vertebra_are_21_of_82_and_15_of_51() {
    JsonNode leakage = comparator(answer("xu-2021", ""), "tian-2016").path("leakage");

    // R: both Wilson intervals by prop.test(correct = FALSE), combined as in src/test/r/rates.R
    assertThat(leakage.at("/own/count").asInt()).isEqualTo(21);
    assertThat(leakage.at("/own/of").asInt()).isEqualTo(82);
    assertThat(leakage.path("percentagePoints").asDouble())
        .isCloseTo(-3.80200860832138, within(1e-9));
    assertThat(leakage.at("/interval/lower").asDouble()).isCloseTo(-19.6751433318377, within(1e-9));
    assertThat(leakage.at("/interval/upper").asDouble()).isCloseTo(11.114063269157, within(1e-9));
  }

  @Test
  void where_narrows_the_own_side_only() {
    JsonNode all = comparator(answer("xu-2021", ""), "tian-2016");
    JsonNode women = comparator(answer("xu-2021", "?where=sex:female"), "tian-2016");

    assertThat(all.at("/values/0/own/n").asInt()).isEqualTo(39);
    assertThat(women.at("/values/0/own/n").asInt()).isEqualTo(20);
    assertThat(women.at("/values/0/theirs")).isEqualTo(all.at("/values/0/theirs"));
    assertThat(women.at("/leakage/theirs")).isEqualTo(all.at("/leakage/theirs"));
  }

  @Test
  void what_is_not_given_and_what_was_read_into_the_source_is_shown() {
    JsonNode chih = comparator(answer("xu-2021", ""), "chih-2016");

    assertThat(chih.path("design").isNull()).isTrue();
    assertThat(chih.at("/absent/design").asText())
        .isEqualTo("not given by Xu et al. beyond the number of patients");
    assertThat(chih.at("/unverified/0").asText()).isEqualTo("that pain was scored on 0 to 10");
  }

  @Test
  void a_study_with_their_time_points_is_compared_at_all_of_them() {
    AddedStudies.post(AddedStudies.tian2016Windows()).then().statusCode(201);
    AddedStudies.awaitActive("tian-2016-windows", 1);

    JsonNode tian = comparator(answer("tian-2016-windows", ""), "tian-2016");

    assertThat(tian.path("values").findValuesAsText("timePoint"))
        .containsExactly("baseline", "3-days", "1-month", "3-months");
    assertThat(tian.path("changes").findValuesAsText("to"))
        .containsExactly("3-days", "1-month", "3-months");
  }

  @Test
  void a_study_of_which_no_earlier_ones_are_known_says_so() {
    AddedStudies.post(AddedStudies.protocol("without-earlier-ones", 3)).then().statusCode(201);
    AddedStudies.awaitActive("without-earlier-ones", 1);

    JsonNode answer = answer("without-earlier-ones", "");

    assertThat(answer.path("comparators")).isEmpty();
    assertThat(answer.at("/notComputed/comparators").asText())
        .isEqualTo("no earlier studies are known for this study");
  }

  @Test
  void what_it_cannot_answer_is_refused() {
    given().get(COMPARATORS.formatted("coffee", "")).then().statusCode(404);
    given()
        .get(COMPARATORS.formatted("xu-2021", "?stratifyBy=sex"))
        .then()
        .statusCode(400)
        .body("errors[0].detail", equalTo("this resource takes where, cut, asOf."));
  }

  private static JsonNode answer(String study, String query) {
    String text =
        given()
            .get(COMPARATORS.formatted(study, query))
            .then()
            .statusCode(200)
            .extract()
            .asString();
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError(text, e);
    }
  }

  private static JsonNode comparator(JsonNode answer, String id) {
    for (JsonNode comparator : answer.path("comparators")) {
      if (comparator.path("id").asText().equals(id)) {
        return comparator;
      }
    }
    throw new AssertionError("No " + id + " in " + answer);
  }

  private static void assertSame(JsonNode actual, JsonNode expected) {
    for (String figure :
        new String[] {"/difference", "/degreesOfFreedom", "/interval/lower", "/interval/upper"}) {
      JsonNode figureOfR =
          switch (figure) {
            case "/interval/lower" -> expected.at("/interval/0");
            case "/interval/upper" -> expected.at("/interval/1");
            default -> expected.at(figure);
          };
      assertThat(actual.at(figure).asDouble())
          .as(figure)
          .isCloseTo(figureOfR.asDouble(), within(1e-9 * Math.abs(figureOfR.asDouble())));
    }
  }

  private static JsonNode expected() throws IOException {
    try (InputStream stream =
        ComparatorResourceTest.class.getResourceAsStream("/statistics/mean-differences.json")) {
      return JSON.readTree(Objects.requireNonNull(stream)).path("tian2016");
    }
  }
}
