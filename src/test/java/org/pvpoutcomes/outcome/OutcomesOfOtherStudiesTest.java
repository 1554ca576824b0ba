package org.pvpoutcomes.outcome;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.pvpoutcomes.protocol.AddedStudies.awaitActive;
import static org.pvpoutcomes.protocol.AddedStudies.post;
import static org.pvpoutcomes.protocol.AddedStudies.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pvpoutcomes.cohort.MemberRepository;
import org.pvpoutcomes.cohort.StudyProtocols;
import org.pvpoutcomes.cohort.SyntheticMember;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Member;
import org.pvpoutcomes.study.Sex;

/** What a study says of itself decides what is answered of it. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OutcomesOfOtherStudiesTest {

  private static final String OUTCOMES = "/api/v1/studies/synthetic/outcomes";
  private static final String SITE = "https://hospital.example/ehr?a=1,2~3:4%2C";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final MemberRepository members;
  private final StudyProtocols protocols;

  OutcomesOfOtherStudiesTest(MemberRepository members, StudyProtocols protocols) {
    this.members = members;
    this.protocols = protocols;
  }

  @Test
  void a_study_without_family_pain_response_and_important_differences_says_so() throws IOException {
    add(protocol("synthetic", 1));
    write(member("0", null, 8000, 4000), member("1", null, 6000, 5000));

    JsonNode answer = get("");
    assertThat(answer.get("multiplicity").isNull()).isTrue();
    JsonNode change = answer.at("/outcomes/0/changes/0");
    assertThat(change.at("/wilcoxon/pHolm").isNull()).isTrue();
    assertThat(change.at("/wilcoxon/notComputed/pHolm").asText())
        .isEqualTo("the study names no family of tests");
    assertThat(change.at("/painResponse").isNull()).isTrue();
    assertThat(change.at("/notComputed/painResponse").asText())
        .isEqualTo("the study names no rule for it");
    assertThat(change.at("/importantDifference").isNull()).isTrue();
    assertThat(change.at("/notComputed/importantDifference").asText())
        .isEqualTo("the study names no important difference of the measure");
  }

  @Test
  void a_study_without_bands_is_not_divided_by_them() throws IOException {
    add(protocol("synthetic", 1));

    for (String query : List.of("stratifyBy=age-band", "where=cement-volume-band:up-to-1")) {
      Response refused = given().get(OUTCOMES + "?" + query);
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.jsonPath().getList("errors[0].allowed"))
          .isEqualTo(
              List.of(
                  "sex",
                  "primary-tumour",
                  "fracture",
                  "approach",
                  "level-region",
                  "number-of-levels",
                  "leak",
                  "site",
                  "year"));
    }
  }

  @Test
  void the_bands_are_those_of_the_study() {
    add(
        protocol("synthetic", 1)
            + """
            strata: { ageBands: [65], cementBands: [1.50, 10] }
            """);

    assertThat(allowed("where=age-band:under-50"))
        .isEqualTo(List.of("under-65", "65-and-over", "not-stated"));
    assertThat(allowed("where=cement-volume-band:up-to-1"))
        .isEqualTo(List.of("up-to-1.5", "above-1.5-up-to-10", "above-10", "several", "not-stated"));
  }

  /** Half a standard deviation of 8, 6 and 1 is sqrt(13) / 2 = 1.80 points. */
  @Test
  void a_study_has_thresholds_in_points_and_in_standard_deviations_for_better_and_worse()
      throws IOException {
    add(
        protocol("synthetic", 1)
            + """
            importantDifferences:
              - measure: vas-pain
                improvement: { points: 2 }
                deterioration: { baselineSd: 0.5 }
                source: unverified, made for a test
            """);
    write(
        member("0", null, 8000, 6000),
        member("1", null, 6000, 5000),
        member("2", null, 1000, 9000));

    JsonNode important = get("").at("/outcomes/0/changes/0/importantDifference");
    assertThat(important.get("source").asText()).isEqualTo("unverified, made for a test");
    assertThat(important.at("/improvement/points").asInt()).isEqualTo(2);
    assertThat(important.at("/improvement/threshold").asDouble()).isEqualTo(2.0);
    assertThat(important.at("/improvement/rate/count").asInt()).isEqualTo(1);
    assertThat(important.at("/improvement/rate/of").asInt()).isEqualTo(3);
    assertThat(important.at("/improvement/notComputed"))
        .isEqualTo(JSON.readTree("{\"baselineSd\": \"the threshold is in points\"}"));
    assertThat(important.at("/deterioration/baselineSd").asDouble()).isEqualTo(0.5);
    assertThat(important.at("/deterioration/threshold").asDouble())
        .isCloseTo(Math.sqrt(13) / 2, within(1e-12));
    assertThat(important.at("/deterioration/rate/count").asInt()).isEqualTo(1);
  }

  @Test
  void without_a_spread_nobody_is_counted_by_standard_deviations() throws IOException {
    add(
        protocol("synthetic", 1)
            + """
            importantDifferences:
              - { measure: vas-pain, improvement: { baselineSd: 0.5 }, source: Made for a test }
            """);
    write(member("0", null, 8000, 6000), member("1", null, 8000, 8000));

    String reason = "the earlier values of the study are fewer than two, or do not vary";
    assertThat(get("").at("/outcomes/0/changes/0/importantDifference"))
        .isEqualTo(
            JSON.readTree(
                """
                {"source": "Made for a test",
                 "improvement": {"points": null, "baselineSd": 0.5, "threshold": null, "rate": null,
                   "notComputed": {"points": "the threshold is in standard deviations",
                     "threshold": "%s", "rate": "%s"}},
                 "deterioration": null,
                 "notComputed": {"deterioration": "the source gives no threshold"}}
                """
                    .formatted(reason, reason)));
  }

  @Test
  void with_one_time_point_there_is_nothing_to_compare() throws IOException {
    add(
        protocol("synthetic", 1)
            .replaceAll("  - \\{ id: after.*\n", "")
            .replaceAll("comparisons: .*\n", "comparisons: []\n"));

    assertThat(get("").at("/outcomes/0/friedman").isNull()).isTrue();
    assertThat(get("").at("/outcomes/0/notComputed"))
        .isEqualTo(JSON.readTree("{\"friedman\": \"computed of 2 to 8 time points\"}"));
  }

  @Test
  void a_site_is_a_stratum_whatever_its_URI_has_in_it() throws IOException {
    add(protocol("synthetic", 1));
    write(
        member("0", SITE, 8000, 4000),
        member("1", SITE, 6000, 5000),
        member("2", "urn:oid:1.2.3", 6000, 5000),
        member("3", null, 6000, 5000));

    assertThat(
            get("?stratifyBy=site")
                .get("outcomes")
                .valueStream()
                .map(o -> o.at("/stratum/site").asText() + " " + o.get("patients")))
        .containsExactly(SITE + " 2", "urn:oid:1.2.3 1", "unknown 1");
    assertThat(patients("site:https://hospital.example/ehr?a=1%2C2%7E3:4%252C")).isEqualTo(2);
    assertThat(patients("site:urn:oid:1.2.3")).isEqualTo(1);
    assertThat(patients("site:urn%3Aoid%3A1.2.3~unknown,year:2018")).isEqualTo(2);
    assertThat(patients("year:2019")).isZero();
    String link = get("?stratifyBy=site").at("/outcomes/0/changes/0/links/n").asText();
    assertThat(given().urlEncodingEnabled(false).get(link).jsonPath().getList("members.id"))
        .isEqualTo(List.of("synthetic-0", "synthetic-1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"site:", "site:a b", "site:%00", "site:%", "site:%zz", "year:18", "year:"})
  void what_is_no_stratum_is_refused(String where) {
    add(protocol("synthetic", 1));

    Response refused = given().queryParam("where", where).get(OUTCOMES);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.jsonPath().getString("errors[0].parameter")).isEqualTo("where");
  }

  private static List<String> allowed(String query) {
    Response refused = given().get(OUTCOMES + "?" + query);
    assertThat(refused.statusCode()).isEqualTo(400);
    return refused.jsonPath().getList("errors[0].allowed");
  }

  private static int patients(String where) {
    return given()
        .queryParam("where", where)
        .get(OUTCOMES)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath()
        .getInt("cohort.patients");
  }

  private static void add(String yaml) {
    post(yaml).then().statusCode(201);
    awaitActive("synthetic", 1);
  }

  private Member member(String number, @Nullable String site, Integer... steps) {
    return SyntheticMember.with(
        protocols.find("synthetic").orElseThrow(),
        "Patient/synthetic-" + number,
        Sex.FEMALE,
        site,
        Map.of(Measure.VAS_PAIN, Arrays.asList(steps)));
  }

  private void write(Member... written) {
    QuarkusTransaction.requiringNew().run(() -> members.replace("synthetic", List.of(written)));
  }

  private static JsonNode get(String query) throws IOException {
    return JSON.readTree(given().get(OUTCOMES + query).then().statusCode(200).extract().asString());
  }
}
