package org.pvpoutcomes.disclosure;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pvpoutcomes.cohort.EmptyCohort;
import org.pvpoutcomes.cohort.MemberRepository;
import org.pvpoutcomes.cohort.RandomMembers;
import org.pvpoutcomes.cohort.StudyProtocols;
import org.pvpoutcomes.disclosure.Published.Inferred;
import org.pvpoutcomes.reference.SyntheticStudy;
import org.pvpoutcomes.study.Member;
import org.pvpoutcomes.study.PrimaryTumour;
import org.pvpoutcomes.study.Sex;

/**
 * Asks everything that may be asked without full access, and tries to infer what was not shown. The
 * same attack on answers that merely leave out small counts succeeds.
 */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DifferencingAttackTest {

  private static final String STUDY = "xu-2021";
  private static final int THRESHOLD = 11;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> OF_PATIENTS = List.of("sex", "age-band", "primary-tumour");
  private static final List<String> ALL =
      List.of(
          "sex",
          "age-band",
          "primary-tumour",
          "fracture",
          "approach",
          "level-region",
          "cement-volume-band",
          "leak");

  private final MemberRepository members;
  private final EntityManager entityManager;
  private final StudyProtocols protocols;

  DifferencingAttackTest(
      MemberRepository members, EntityManager entityManager, StudyProtocols protocols) {
    this.members = members;
    this.entityManager = entityManager;
    this.protocols = protocols;
  }

  @BeforeEach
  @AfterEach
  void empty_the_cohort() {
    EmptyCohort.of(entityManager);
  }

  @Test
  void nothing_small_can_be_inferred_of_the_reference_study() {
    SyntheticStudy.requests()
        .forEach(request -> assertThat(request.send().statusCode()).isBetween(200, 201));
    attack(true, true);
  }

  @ParameterizedTest
  @CsvSource({"40, 1", "40, 2", "90, 3", "90, 4", "200, 5", "200, 6", "500, 7", "500, 8"})
  void nothing_small_can_be_inferred_of_seeded_cohorts(int patients, long seed) {
    write(patients, seed);
    attack(patients == 90, patients < 100);
  }

  /**
   * @param overHttp whether what is shown is asked for as well, not only made of the true answers
   * @param sums whether a property has a single small stratum, so that its sums can be found
   */
  private void attack(boolean overHttp, boolean sums) {
    Map<String, ObjectNode> answers = ask(true);
    if (overHttp) {
      Map<String, ObjectNode> asked = ask(false);
      answers.forEach(
          (query, answer) -> {
            ObjectNode shown = controlled(query, answer, THRESHOLD);
            shown.set("disclosure", asked.getOrDefault(query, shown).path("disclosure"));
            assertThat(asked).as("asked for without full access").containsEntry(query, shown);
          });
    }
    for (int width : new int[] {10, 11, 20}) {
      Map<String, ObjectNode> shown = new LinkedHashMap<>();
      answers.forEach((query, answer) -> shown.put(query, controlled(query, answer, width)));
      requireHidden(new Published(cells(answers), cells(shown), Published.classes(width)), width);
      requireSumsHidden(
          new Published(cells(answers), cells(shown), Published.classes(width), true));
    }
    Map<String, ObjectNode> naive = new LinkedHashMap<>();
    answers.forEach((query, answer) -> naive.put(query, withoutSmallCounts(answer)));
    requireSeenThrough(
        new Published(cells(answers), cells(naive), Published.exact(THRESHOLD)), sums);
  }

  private static void requireHidden(Published published, int width) {
    assertThat(published.counts())
        .as("the attack infers nothing false")
        .isNotEmpty()
        .allSatisfy(count -> assertThat(count.range().contains(count.truth())).isTrue());
    assertThat(published.sums())
        .as("the attack infers nothing false")
        .isNotEmpty()
        .allSatisfy(sum -> assertThat(sum.range().contains(sum.truth())).isTrue());
    assertThat(published.smallCounts(width))
        .as("counts below " + width)
        .isNotEmpty()
        .allSatisfy(count -> assertThat(count.range().width()).isGreaterThanOrEqualTo(3));
    requireSumsHidden(published);
  }

  /** Ten points of VAS are all that one patient can add. */
  private static void requireSumsHidden(Published published) {
    assertThat(published.hiddenSums())
        .as("sums that are not shown")
        .allSatisfy(sum -> assertThat(sum.range().width()).isGreaterThanOrEqualTo(10));
  }

  private static void requireSeenThrough(Published naive, boolean sums) {
    assertThat(naive.smallCounts(THRESHOLD))
        .as("a small count that the attack finds")
        .anyMatch(count -> isFound(count, 1e-9));
    if (sums) {
      assertThat(naive.hiddenSums())
          .as("a sum that the attack finds")
          .anyMatch(sum -> isFound(sum, 1e-5));
    }
  }

  private static boolean isFound(Inferred number, double within) {
    return number.range().width() < within && number.range().contains(number.truth());
  }

  private static Cells cells(Map<String, ObjectNode> answers) {
    Cells cells = new Cells();
    answers.forEach((query, answer) -> cells.add(call(query), answer));
    return cells;
  }

  private static ObjectNode controlled(String query, ObjectNode answer, int width) {
    TreatmentTree treatments =
        new ControlledCalls().find("/api/v1/studies/{study}/" + call(query)).orElseThrow().answer();
    // Read again: numbers that were computed and numbers that were read are other nodes.
    return read(ControlledAnswer.of(answer, treatments, new CountClasses(width)).toString());
  }

  /** What an audience would get that is only spared small counts and what is of few patients. */
  private static ObjectNode withoutSmallCounts(ObjectNode answer) {
    ObjectNode shown = answer.deepCopy();
    suppress(shown);
    return shown;
  }

  private static void suppress(JsonNode node) {
    if (node instanceof ObjectNode object) {
      if (isSmall(object.path("n"))) {
        object.replace("mean", NullNode.getInstance());
      }
      for (Map.Entry<String, JsonNode> field : new ArrayList<>(object.properties())) {
        if (isSmall(field.getValue())) {
          object.replace(field.getKey(), NullNode.getInstance());
        }
      }
    }
    node.forEach(DifferencingAttackTest::suppress);
  }

  private static boolean isSmall(JsonNode count) {
    return count.isIntegralNumber() && count.asLong() > 0 && count.asLong() < THRESHOLD;
  }

  private Map<String, ObjectNode> ask(boolean fullAccess) {
    QuarkusMock.installMockForType(new Audience(() -> fullAccess), Audience.class);
    Map<String, ObjectNode> answers = new LinkedHashMap<>();
    for (String query : queries()) {
      answers.put(
          query,
          read(
              given()
                  .get("/api/v1/studies/" + STUDY + "/" + query)
                  .then()
                  .statusCode(200)
                  .extract()
                  .asString()));
    }
    QuarkusMock.installMockForType(new Audience(() -> true), Audience.class);
    return answers;
  }

  private static List<String> queries() {
    List<String> queries =
        new ArrayList<>(
            List.of(
                "outcomes?measure=vas-pain",
                "outcomes?measure=qlq-bm22-raw-sum",
                "complications",
                "characteristics",
                "completeness"));
    for (String property : ALL) {
      queries.add("outcomes?measure=vas-pain&stratifyBy=" + property);
      queries.add("outcomes?measure=qlq-bm22-raw-sum&stratifyBy=" + property);
      queries.add("characteristics?stratifyBy=" + property);
    }
    OF_PATIENTS.forEach(property -> queries.add("complications?stratifyBy=" + property));
    return queries;
  }

  private static String call(String query) {
    return query.replaceAll("\\?.*", "");
  }

  private static ObjectNode read(String text) {
    try {
      return (ObjectNode) JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Few women more than a threshold, rare tumours, and prostates of men only. */
  private void write(int patients, long seed) {
    Random random = new Random(seed);
    List<Member> written = new ArrayList<>();
    for (Member member :
        new RandomMembers(protocols.find(STUDY).orElseThrow(), random).members(patients)) {
      Sex sex = random.nextInt(4) == 0 ? Sex.FEMALE : Sex.MALE;
      boolean prostate = sex == Sex.MALE && random.nextInt(20) != 0;
      written.add(
          member.inclusion() == Member.Inclusion.INCLUDED
              ? with(
                  member,
                  sex,
                  random.nextInt(40, 76),
                  prostate ? PrimaryTumour.PROSTATE : oneOf(random, PrimaryTumour.values()))
              : member);
    }
    QuarkusTransaction.requiringNew().run(() -> members.replace(STUDY, written));
  }

  private static <T> T oneOf(Random random, T[] values) {
    return values[random.nextInt(values.length)];
  }

  private static Member with(Member member, Sex sex, int age, PrimaryTumour tumour) {
    return new Member(
        member.patient(),
        member.inclusion(),
        member.indexStart(),
        member.eligibility(),
        member.patientSource(),
        sex,
        age,
        tumour,
        member.deceased(),
        member.death(),
        member.deathDay(),
        member.sessions(),
        member.series(),
        member.followUpThousandthsOfMonths(),
        member.followUpSource(),
        member.unused(),
        member.painResponse(),
        member.lastObservedDay());
  }
}
