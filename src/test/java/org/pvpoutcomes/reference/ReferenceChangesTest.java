package org.pvpoutcomes.reference;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/**
 * The size of the changes of the synthetic study and their differences between strata, against R
 * 4.2.2. With {@code d} the fall of the VAS from {@code x} at the baseline to {@code y} after one
 * week, of all 39 patients in the study's table of assessments.
 */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReferenceChangesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @BeforeEach
  void send_the_study() {
    SyntheticStudy.requests().forEach(SyntheticStudy.Request::send);
    Remapped.await();
  }

  @AfterEach
  void empty_the_record() {
    EmptyRecord.make();
  }

  /** R: {@code kruskal.test(d ~ sex)}, {@code coin::wilcox_test(d ~ sex)}, also exact. */
  @Test
  void women_and_men_differ_no_more_than_chance_would() throws JsonProcessingException {
    JsonNode test = outcomes("?measure=vas-pain&stratifyBy=sex").at("/strataTests/0");

    assertThat(test.get("strata").asInt()).isEqualTo(2);
    assertThat(test.get("n").asInt()).isEqualTo(39);
    assertThat(test.get("h").asDouble()).isCloseTo(0.9112585883822808, within(1e-12));
    assertThat(test.get("p").asDouble()).isCloseTo(0.33978069860198357, within(1e-12));
    JsonNode mannWhitney = test.get("mannWhitney");
    assertThat(Math.abs(mannWhitney.get("z").asDouble()))
        .isCloseTo(0.9545986530381554, within(1e-12));
    assertThat(mannWhitney.get("p").asDouble()).isCloseTo(0.33978069860198884, within(1e-12));
    assertThat(mannWhitney.get("pExact").asDouble()).isCloseTo(0.3474027317186383, within(1e-9));
  }

  /** R: {@code kruskal.test(d ~ leak)}, leak in any vertebra of the patient. */
  @Test
  void patients_with_and_without_a_leakage_differ_no_more_than_chance_would()
      throws JsonProcessingException {
    JsonNode answer = outcomes("?measure=vas-pain&stratifyBy=leak");
    JsonNode test = answer.at("/strataTests/0");

    assertThat(answer.at("/outcomes/0/stratum/leak").asText()).isEqualTo("leak");
    assertThat(answer.at("/outcomes/0/patients").asInt()).isEqualTo(13);
    assertThat(answer.at("/outcomes/1/patients").asInt()).isEqualTo(26);
    assertThat(test.get("h").asDouble()).isCloseTo(1.8899125546533475, within(1e-12));
    assertThat(test.get("p").asDouble()).isCloseTo(0.16921178495595793, within(1e-12));
  }

  /**
   * R: {@code 100 * (mean(y) - mean(x)) / mean(x)}, mean and median of {@code 100 * (y - x) / x},
   * {@code mean(d) / sd(d)}; {@code p.adjust(p, "holm")} of the four signed-rank tests of the
   * family; {@code pchisq(9.5, 4, lower.tail = FALSE)} of the table below.
   */
  @Test
  void the_fall_of_the_pain_in_percent_in_standard_deviations_and_in_bands()
      throws JsonProcessingException {
    JsonNode changes = outcomes("?measure=vas-pain").at("/outcomes/0/changes");
    JsonNode change = changes.get(0);

    assertThat(change.at("/percentChange/ofMeans").asDouble())
        .isCloseTo(-29.518072289156624, within(1e-12));
    assertThat(change.at("/percentChange/mean").asDouble())
        .isCloseTo(-8.608058608058608, within(1e-12));
    assertThat(change.at("/percentChange/median").asDouble()).isEqualTo(-20.0);
    assertThat(change.at("/standardizedMeanChange/standardizedResponseMean").asDouble())
        .isCloseTo(0.5026319387124258, within(1e-12));
    assertThat(
            IntStream.range(0, 2)
                .mapToDouble(i -> changes.get(i).at("/wilcoxon/pHolm").asDouble())
                .toArray())
        .containsExactly(new double[] {0.00870796458852257, 0.00392948687395182}, within(1e-12));
    assertThat(changes.at("/2/wilcoxon/pHolm").isNull()).isTrue();
    assertThat(changes.at("/2/wilcoxon/notComputed/pHolm").asText())
        .isEqualTo("not in the family of tests that the study adjusts for one another");
    assertThat(change.at("/bandShift/counts"))
        .isEqualTo(
            JSON.readTree(
                """
                {"none": {"none": 0, "mild": 0, "moderate": 0, "severe": 0},
                 "mild": {"none": 0, "mild": 22, "moderate": 1, "severe": 0},
                 "moderate": {"none": 2, "mild": 7, "moderate": 4, "severe": 0},
                 "severe": {"none": 0, "mild": 2, "moderate": 1, "severe": 0}}
                """));
    assertThat(change.at("/bandShift/chiSquared").asDouble()).isEqualTo(9.5);
    assertThat(change.at("/bandShift/p").asDouble()).isCloseTo(0.049747247417943646, within(1e-12));
  }

  private static JsonNode outcomes(String query) throws JsonProcessingException {
    return JSON.readTree(
        given()
            .get("/api/v1/studies/xu-2021/outcomes" + query)
            .then()
            .statusCode(200)
            .extract()
            .asString());
  }
}
