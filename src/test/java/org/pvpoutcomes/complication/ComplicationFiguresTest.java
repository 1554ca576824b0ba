package org.pvpoutcomes.complication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.pvpoutcomes.complication.ComplicationResourceTest.complications;
import static org.pvpoutcomes.complication.ComplicationResourceTest.dueTo;
import static org.pvpoutcomes.complication.ComplicationResourceTest.onset;
import static org.pvpoutcomes.complication.ComplicationResourceTest.report;
import static org.pvpoutcomes.complication.ComplicationResourceTest.treat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.reference.EmptyRecord;

/**
 * How leakage was found, how severe events were, when the first came, and how strata differ, of
 * patients who were treated on 2018-07-01 at one vertebra.
 */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ComplicationFiguresTest {

  private static final String ALIVE = "\"deceasedBoolean\": false";
  private static final String OURS = "https://pvp-outcomes.example/fhir/";

  @BeforeEach
  void treat_a_woman_who_lives() {
    treat("alive", "female", ALIVE);
  }

  @Test
  void a_leakage_counts_by_each_method_that_found_it_and_by_none() {
    treat("scanned", "male", ALIVE);
    treat("silent", "male", ALIVE);
    report(
        "a",
        "scanned",
        "cement-leakage",
        saying("scanned", "detection-method", "ct", "detection-method", "fluoroscopy"));
    report("b", "silent", "cement-leakage", "");

    JsonNode leakage = complications("").get("leakage");
    assertThat(counts(leakage.get("byMethod"), "method"))
        .containsExactly(
            "fluoroscopy 1 of 3",
            "radiograph 0 of 3",
            "ct 1 of 3",
            "other 0 of 3",
            "unknown 1 of 3");
    assertThat(counts(leakage.get("byVascularity"), "vascularity"))
        .containsExactly("vascular 0 of 3", "non-vascular 0 of 3", "unknown 2 of 3");
  }

  @Test
  void an_event_has_the_worst_grade_of_each_scheme() {
    treat("graded", "male", ALIVE);
    treat("not-graded", "male", ALIVE);
    report(
        "a",
        "graded",
        "infection",
        saying(
            "graded", "severity", "ctcae-5-2", "severity", "ctcae-5-3", "severity", "sir-2017-2"));
    report("b", "not-graded", "infection", "");

    JsonNode severity = event("infection").get("severity");
    assertThat(severity.get("notGraded").asInt()).isEqualTo(1);
    List<String> grades = new ArrayList<>();
    for (JsonNode grade : severity.get("grades")) {
      grades.add(
          "%s %s %s: %s, %s"
              .formatted(
                  grade.get("scheme").asText(),
                  grade.get("version").asText(),
                  grade.get("grade").asText(),
                  grade.get("events"),
                  grade.get("patients")));
    }
    assertThat(grades).containsExactly("ctcae 5.0 3: 1, 1", "sir 2017 2: 1, 1");
  }

  /**
   * At risk 4 on day 0, when one has an event of which nobody says the onset and one is seen for
   * the last time; 2 on day 5, when one dies; 1 on day 10, who has an event: 1/4, and 1/4 + 3/4 *
   * 1/2.
   */
  @Test
  void the_first_event_competes_with_the_death() {
    treat("silent", "male", ALIVE);
    report("a", "silent", "radicular-pain", "");
    treat("died", "male", "\"deceasedDateTime\": \"2018-07-06\"");
    treat("late", "male", ALIVE);
    report("b", "late", "infection", onset("2018-07-11", "late"));
    report("c", "alive", "cement-leakage", "");

    JsonNode event = complications("").get("firstEvent");
    assertThat(event.get("patients").asInt()).isEqualTo(4);
    assertThat(event.get("withEvent").asInt()).isEqualTo(2);
    assertThat(event.get("diedBefore").asInt()).isEqualTo(1);
    assertThat(event.get("censored").asInt()).isEqualTo(1);
    assertThat(event.get("onsetNotSaid").asInt()).isEqualTo(1);
    assertThat(event.get("lastDay").asInt()).isEqualTo(10);
    assertThat(event.at("/onsetDays/mean").asDouble()).isEqualTo(5);
    assertIncidence(event, 0, 7, 1, 25);
    assertIncidence(event, 1, 30, 0, 62.5);
    assertIncidence(event, 2, 90, 0, 62.5);
  }

  private static void assertIncidence(JsonNode event, int at, int day, int atRisk, double percent) {
    JsonNode incidence = event.get("cumulativeIncidence").get(at);
    assertThat(incidence.get("day").asInt()).isEqualTo(day);
    assertThat(incidence.get("atRisk").asInt()).isEqualTo(atRisk);
    assertThat(incidence.get("percent").asDouble()).isCloseTo(percent, within(1e-9));
    assertThat(incidence.get("interval").isObject()).isTrue();
  }

  /** R: {@code fisher.test(matrix(c(0, 2, 1, 1), 2))}. */
  @Test
  void strata_of_patients_are_set_against_the_first_and_tested_together() {
    for (String id : List.of("leak-1", "leak-2", "sealed")) {
      treat(id, "male", ALIVE);
    }
    report("a", "leak-1", "cement-leakage", "");
    report("b", "leak-2", "cement-leakage", "");

    JsonNode comparisons = complications("?stratifyBy=sex").get("comparisons");
    JsonNode perPatient = comparisons.get(1);
    assertThat(perPatient.get("figure").asText()).isEqualTo("leakage");
    assertThat(perPatient.get("per").asText()).isEqualTo("patient");
    assertThat(perPatient.at("/reference/sex").asText()).isEqualTo("female");
    JsonNode men = perPatient.get("contrasts").get(0);
    assertThat(men.at("/stratum/sex").asText()).isEqualTo("male");
    assertThat(men.get("riskDifference").asDouble()).isCloseTo(200.0 / 3, within(1e-9));
    assertThat(men.get("riskRatio").isNull()).isTrue();
    assertThat(men.at("/notComputed/riskRatio").asText())
        .isEqualTo("no patient of the reference is affected");
    assertThat(perPatient.at("/test/method").asText()).isEqualTo("fisher-exact");
    assertThat(perPatient.at("/test/p").asDouble()).isCloseTo(1, within(1e-9));
    JsonNode perVertebra = comparisons.get(0);
    assertThat(perVertebra.get("per").asText()).isEqualTo("vertebra");
    assertThat(perVertebra.at("/test/p").isNull()).isTrue();
    assertThat(perVertebra.at("/test/notComputed/p").asText()).contains("alike");

    assertThat(complications("?stratifyBy=sex&where=leak:leak~no-leak").at("/comparisons/1/test"))
        .as("a condition on vertebrae puts no patient into two strata")
        .isEqualTo(perPatient.get("test"));
  }

  @Test
  void one_stratum_alone_is_not_compared() {
    assertThat(complications("?stratifyBy=sex").get("comparisons")).isEmpty();
    assertThat(complications("").get("comparisons")).isEmpty();
  }

  @Test
  void without_patients_every_figure_says_why_it_is_not_computed() {
    EmptyRecord.make();

    JsonNode answer = complications("");
    for (String place :
        List.of(
            "/leakage/perVertebraClustered",
            "/leakage/bySite/0/perVertebraClustered",
            "/leakage/volume/withLeakage",
            "/leakage/volume/meanDifference",
            "/leakage/volume/mannWhitney",
            "/firstEvent",
            "/firstEvent/cumulativeIncidence/0")) {
      JsonNode figures = answer.at(place);
      List<String> nulls = new ArrayList<>();
      figures
          .properties()
          .forEach(
              figure -> {
                if (figure.getValue().isNull()) {
                  nulls.add(figure.getKey());
                }
              });
      assertThat(nulls).as(place).isNotEmpty();
      assertThat(figures.get("notComputed").properties())
          .as(place)
          .extracting(reason -> reason.getKey())
          .containsExactlyInAnyOrderElementsOf(nulls);
    }
  }

  private static JsonNode event(String kind) {
    for (JsonNode event : complications("").get("events")) {
      if (event.get("kind").asText().equals(kind)) {
        return event;
      }
    }
    throw new AssertionError("No events of kind " + kind);
  }

  private static List<String> counts(JsonNode classes, String name) {
    List<String> counts = new ArrayList<>();
    for (JsonNode leaks : classes) {
      JsonNode rate = leaks.get("perVertebra");
      counts.add(
          "%s %s of %s".formatted(leaks.get(name).asText(), rate.get("count"), rate.get("of")));
    }
    return counts;
  }

  /** Due to the treatment, with extensions: name and code in turn. */
  private static String saying(String patient, String... said) {
    StringBuilder more =
        new StringBuilder(dueTo("Procedure/" + patient).replaceFirst("]\\s*$", ""));
    for (int i = 0; i < said.length; i += 2) {
      more.append(
          """
          , {"url": "%sStructureDefinition/%s", "valueCodeableConcept": {"coding": [
              {"system": "%sCodeSystem/%s", "code": "%s"}]}}\
          """
              .formatted(
                  OURS,
                  said[i],
                  OURS,
                  said[i].equals("severity") ? "complication-severity" : said[i],
                  said[i + 1]));
    }
    return more.append("]").toString();
  }
}
