package org.pvpoutcomes.outcome;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.cohort.EmptyCohort;
import org.pvpoutcomes.cohort.MemberRepository;
import org.pvpoutcomes.cohort.StudyProtocols;
import org.pvpoutcomes.cohort.SyntheticMember;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Member;
import org.pvpoutcomes.study.Protocol;
import org.pvpoutcomes.study.Sex;

/**
 * What the API answers of 210 seeded cohorts, whole, by stratum and narrowed, against R: {@code
 * src/test/r/outcomes.R}, whose head has the command.
 */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OutcomeReferenceTest {

  private static final String STUDY = "xu-2021";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The measures of a stored patient, in its order, and how many steps a unit has. */
  private static final List<Measure> MEASURES =
      List.of(
          Measure.VAS_PAIN,
          Measure.QLQ_BM22_RAW_SUM,
          Measure.QLQ_BM22_PAINFUL_SITES,
          Measure.QLQ_BM22_PSYCHOSOCIAL_ASPECTS);

  private static final List<String> NAMES = List.of("pain", "sum", "sites", "psychosocial");
  private static final List<Integer> STEPS = List.of(1000, 1, 168, 140);

  /** Measure and comparison of each test of the family, in the order of R. */
  private static final int[][] FAMILY = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};

  private final MemberRepository members;
  private final EntityManager entityManager;
  private final StudyProtocols protocols;

  OutcomeReferenceTest(
      MemberRepository members, EntityManager entityManager, StudyProtocols protocols) {
    this.members = members;
    this.entityManager = entityManager;
    this.protocols = protocols;
  }

  @AfterEach
  void empty_the_cohort() {
    EmptyCohort.of(entityManager);
  }

  @Test
  void the_outcomes_of_210_cohorts_and_of_their_strata_are_those_of_r() throws IOException {
    int compared = 0;
    for (JsonNode cohort : read().path("cohorts")) {
      EmptyCohort.of(entityManager);
      write(cohort);
      String name = "cohort " + cohort.path("seed");

      assertStratum(name, get(""), null, cohort.path("whole"));
      JsonNode bySex = get("?stratifyBy=sex");
      for (String sex : List.of("female", "male")) {
        JsonNode expected = cohort.path(sex);
        if (expected.path("patients").asInt() > 0) {
          assertStratum(name, bySex, sex, expected);
          // Pain alone is adjusted for the same family, narrowed has the figures of the stratum.
          JsonNode narrowed = get("?measure=vas-pain&where=sex:" + sex);
          assertThat(withoutLinks(narrowed.at("/outcomes/0")))
              .as(name)
              .isEqualTo(withoutLinks(outcome(bySex, Measure.VAS_PAIN, sex)));
        }
      }
      compared++;
    }
    assertThat(compared).isEqualTo(210);
  }

  private static void assertStratum(
      String name, JsonNode answer, @Nullable String sex, JsonNode expected) {
    for (int measure = 0; measure < MEASURES.size(); measure++) {
      JsonNode outcome = outcome(answer, MEASURES.get(measure), sex);
      String of = name + " " + sex + " " + NAMES.get(measure);
      assertThat(outcome.path("patients")).as(of).isEqualTo(expected.path("patients"));
      assertFriedman(
          of, outcome.path("friedman"), expected.path("friedman").path(NAMES.get(measure)));
    }
    for (int i = 0; i < FAMILY.length; i++) {
      JsonNode outcome = outcome(answer, MEASURES.get(FAMILY[i][0]), sex);
      assertNumber(
          name + " adjusted " + i,
          outcome.path("changes").path(FAMILY[i][1]).at("/wilcoxon/pHolm"),
          expected.path("pHolm").path(i));
    }
    for (int i = 0; i < 3; i++) {
      JsonNode sites =
          outcome(answer, Measure.QLQ_BM22_PAINFUL_SITES, sex)
              .path("changes")
              .path(i)
              .at("/importantDifference/improvement");
      assertThat(sites.at("/rate/of")).as(name).isEqualTo(expected.path("sites").path(i).path(0));
      assertThat(sites.at("/rate/count"))
          .as(name)
          .isEqualTo(expected.path("sites").path(i).path(1));
      JsonNode half =
          outcome(answer, Measure.QLQ_BM22_PSYCHOSOCIAL_ASPECTS, sex)
              .path("changes")
              .path(i)
              .at("/importantDifference/improvement");
      JsonNode ofHalf = expected.path("psychosocial").path(i);
      assertNumber(name + " threshold", half.path("threshold"), ofHalf.path(0));
      if (!ofHalf.path(0).isNull()) {
        assertThat(half.at("/rate/of")).as(name).isEqualTo(ofHalf.path(1));
        assertThat(half.at("/rate/count")).as(name).isEqualTo(ofHalf.path(2));
      }
    }
  }

  private static void assertFriedman(String name, JsonNode actual, JsonNode expected) {
    assertThat(actual.path("n")).as(name).isEqualTo(expected.path("n"));
    assertNumber(name + " chi-squared", actual.path("chiSquared"), expected.at("/test/0"));
    assertNumber(name + " P", actual.path("p"), expected.at("/test/1"));
    assertNumber(name + " W", actual.path("kendallsW"), expected.at("/test/2"));
    List<JsonNode> ranks = actual.path("meanRanks").valueStream().toList();
    assertThat(ranks).hasSize(expected.path("meanRanks").size());
    for (int i = 0; i < ranks.size(); i++) {
      assertNumber(name + " mean rank", ranks.get(i), expected.path("meanRanks").path(i));
    }
    assertThat(actual.path("pairs")).hasSize(3);
    for (int i = 0; i < 3; i++) {
      assertNumber(
          name + " pair " + i,
          actual.path("pairs").path(i).path("pHolm"),
          expected.path("pHolm").path(i));
    }
  }

  private static void assertNumber(String name, JsonNode actual, JsonNode expected) {
    assertThat(actual.isNull()).as(name + " is null").isEqualTo(expected.isNull());
    if (!expected.isNull()) {
      assertThat(actual.doubleValue())
          .as(name)
          .isCloseTo(expected.doubleValue(), within(1e-9 * Math.abs(expected.doubleValue())));
    }
  }

  private static JsonNode outcome(JsonNode answer, Measure measure, @Nullable String sex) {
    return answer
        .path("outcomes")
        .valueStream()
        .filter(outcome -> outcome.path("measure").asText().equals(measure.code()))
        .filter(outcome -> sex == null || outcome.at("/stratum/sex").asText().equals(sex))
        .findFirst()
        .orElseThrow();
  }

  private static String withoutLinks(JsonNode outcome) {
    return outcome
        .toString()
        .replaceAll("\"links\":\\{.*?\\}\\}", "")
        .replaceAll("\"stratum\":(null|\\{.*?\\})", "");
  }

  private void write(JsonNode cohort) {
    List<Member> patients = new ArrayList<>();
    for (JsonNode patient : cohort.path("patients")) {
      String[] parts = patient.asText().split("\\|", -1);
      patients.add(
          SyntheticMember.with(
              protocol(),
              "Patient/synthetic-" + patients.size(),
              parts[0].equals("f") ? Sex.FEMALE : Sex.MALE,
              null,
              steps(parts)));
    }
    QuarkusTransaction.requiringNew().run(() -> members.replace(STUDY, patients));
  }

  private static Map<Measure, List<@Nullable Integer>> steps(String[] parts) {
    Map<Measure, List<@Nullable Integer>> steps = new EnumMap<>(Measure.class);
    IntStream.range(0, MEASURES.size())
        .forEach(
            i -> {
              List<@Nullable Integer> values = new ArrayList<>();
              for (String value : Arrays.asList(parts[i + 1].split(" ", -1))) {
                values.add(value.equals(".") ? null : Integer.parseInt(value) * STEPS.get(i));
              }
              steps.put(MEASURES.get(i), values);
            });
    return steps;
  }

  private static JsonNode get(String query) throws IOException {
    return JSON.readTree(
        given()
            .get("/api/v1/studies/" + STUDY + "/outcomes" + query)
            .then()
            .statusCode(200)
            .extract()
            .asString());
  }

  private static JsonNode read() throws IOException {
    try (InputStream stream =
        OutcomeReferenceTest.class.getResourceAsStream("/statistics/outcomes-reference.json")) {
      return JSON.readTree(Objects.requireNonNull(stream));
    }
  }

  private Protocol protocol() {
    return protocols.find(STUDY).orElseThrow();
  }
}
