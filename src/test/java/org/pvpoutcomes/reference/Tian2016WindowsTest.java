package org.pvpoutcomes.reference;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.protocol.AddedStudies;

/**
 * A study that a site adds, with other windows than the reference study, over the same patients.
 * What is expected is counted here from the table of the synthetic cohort, line by line.
 */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class Tian2016WindowsTest {

  /** Values of one patient by day after the index session. */
  private static Map<String, Map<Integer, Integer>> vas() {
    Map<String, Map<Integer, Integer>> values = new TreeMap<>();
    SyntheticStudy.read("/golden/xu2021/assessments.csv")
        .lines()
        .skip(1)
        .map(line -> line.split(",", -1))
        .forEach(
            cells ->
                values
                    .computeIfAbsent(cells[0], _ -> new TreeMap<>())
                    .put(Integer.valueOf(cells[2]), Integer.valueOf(cells[4])));
    return values;
  }

  @Test
  void the_example_answers_over_the_synthetic_cohort_as_counted_by_hand() {
    SyntheticStudy.requests().forEach(SyntheticStudy.Request::send);
    AddedStudies.post(AddedStudies.tian2016Windows()).then().statusCode(201);
    AddedStudies.awaitActive("tian-2016-windows", 1);

    JsonNode outcome =
        StudyAnswers.parse(
                given()
                    .get("/api/v1/studies/tian-2016-windows/outcomes")
                    .then()
                    .statusCode(200)
                    .extract()
                    .asString())
            .at("/outcomes/0");

    assertChange(outcome.at("/changes/0"), 1, 10, 3);
    assertChange(outcome.at("/changes/2"), 60, 120, 90);
    assertThat(outcome.at("/changes/0/n").asInt()).isEqualTo(39);
    assertThat(outcome.at("/timePoints/2/n").asInt()).as("nobody was asked in that month").isZero();
    assertThat(outcome.at("/timePoints/2/mean").isNull()).isTrue();
  }

  @Test
  void a_study_without_bands_of_age_and_cement_gives_its_data_without_them() {
    SyntheticStudy.requests().forEach(SyntheticStudy.Request::send);
    AddedStudies.post(AddedStudies.tian2016Windows()).then().statusCode(201);
    AddedStudies.awaitActive("tian-2016-windows", 1);

    String dataset = "/api/v1/studies/tian-2016-windows/dataset";
    given().get(dataset).then().statusCode(200);
    List<String> patients = lines(dataset + "/patients");
    assertThat(patients).hasSize(1 + 39);
    assertThat(patients.getFirst())
        .contains("stratum_sex,stratum_primary_tumour,stratum_fracture")
        .doesNotContain("stratum_age_band", "stratum_cement_volume_band");
    assertThat(lines(dataset + "/values")).hasSize(1 + 39 * 4);
  }

  private static List<String> lines(String table) {
    return given().get(table).then().statusCode(200).extract().asString().lines().toList();
  }

  private static void assertChange(JsonNode change, int firstDay, int lastDay, int targetDay) {
    List<Integer> differences = new ArrayList<>();
    vas()
        .forEach(
            (patient, values) -> {
              Integer baseline = nearest(values, -30, 0, 0);
              Integer after = nearest(values, firstDay, lastDay, targetDay);
              if (baseline != null && after != null) {
                differences.add(baseline - after);
              }
            });
    int improved = 0;
    int worsened = 0;
    double sum = 0;
    for (int difference : differences) {
      improved += difference > 0 ? 1 : 0;
      worsened += difference < 0 ? 1 : 0;
      sum += difference;
    }
    assertThat(change.get("n").asInt()).isEqualTo(differences.size());
    assertThat(change.get("improved").asInt()).isEqualTo(improved);
    assertThat(change.get("worsened").asInt()).isEqualTo(worsened);
    assertThat(change.get("mean").asDouble()).isCloseTo(sum / differences.size(), within(1e-12));
    assertThat(change.at("/wilcoxon/wPlus").asDouble()).isEqualTo(sumOfRanks(differences, 1));
    assertThat(change.at("/wilcoxon/wMinus").asDouble()).isEqualTo(sumOfRanks(differences, -1));
  }

  private static Integer nearest(Map<Integer, Integer> values, int first, int last, int target) {
    Integer found = null;
    int distance = Integer.MAX_VALUE;
    for (Map.Entry<Integer, Integer> value : values.entrySet()) {
      int day = value.getKey();
      if (first <= day && day <= last && Math.abs(day - target) < distance) {
        distance = Math.abs(day - target);
        found = value.getValue();
      }
    }
    return found;
  }

  /** Mid-ranks of the absolute differences without zeros, of those with this sign. */
  private static double sumOfRanks(List<Integer> differences, int sign) {
    double sum = 0;
    for (int one : differences) {
      if (Integer.signum(one) == sign) {
        int below = 0;
        int equal = 0;
        for (int other : differences) {
          if (other != 0 && Math.abs(other) < Math.abs(one)) {
            below++;
          } else if (Math.abs(other) == Math.abs(one)) {
            equal++;
          }
        }
        sum += below + (equal + 1) / 2.0;
      }
    }
    return sum;
  }
}
