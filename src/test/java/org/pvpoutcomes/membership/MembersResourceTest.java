package org.pvpoutcomes.membership;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pvpoutcomes.cohort.EmptyCohort;
import org.pvpoutcomes.cohort.MemberRepository;
import org.pvpoutcomes.cohort.StudyProtocols;
import org.pvpoutcomes.cohort.SyntheticMember;
import org.pvpoutcomes.study.ClinicalTime;
import org.pvpoutcomes.study.ComplicationKind;
import org.pvpoutcomes.study.InjectionApproach;
import org.pvpoutcomes.study.LeakSite;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Member;
import org.pvpoutcomes.study.Member.Inclusion;
import org.pvpoutcomes.study.PrimaryTumour;
import org.pvpoutcomes.study.Sex;
import org.pvpoutcomes.study.SourceVersion;
import org.pvpoutcomes.study.VertebralLevel;

/** Whole answers about members; the expected documents are in {@code membership/}. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MembersResourceTest {

  private static final String STUDY = "xu-2021";
  private static final String BASE = "/api/v1/studies/" + STUDY;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final MemberRepository members;
  private final EntityManager entityManager;
  private final StudyProtocols protocols;
  private List<Member> written;

  MembersResourceTest(
      MemberRepository members, EntityManager entityManager, StudyProtocols protocols) {
    this.members = members;
    this.entityManager = entityManager;
    this.protocols = protocols;
  }

  @BeforeEach
  void write_three_members() {
    empty_the_cohort();
    written = List.of(complete(), notReceived(), sparse());
    QuarkusTransaction.requiringNew().run(() -> members.replace(STUDY, written));
  }

  @AfterEach
  void empty_the_cohort() {
    EmptyCohort.of(entityManager);
  }

  @Test
  void the_list_says_who_is_in_and_which_version_gave_each_value() throws IOException {
    assertThat(get(BASE + "/members")).isEqualTo(document("members.json"));
  }

  @Test
  void a_member_shows_everything_with_its_sources() throws IOException {
    assertThat(get(BASE + "/members/synthetic-0")).isEqualTo(document("member.json"));
  }

  @Test
  void a_patient_who_is_not_in_is_shown_with_the_reason() throws IOException {
    assertThat(get(BASE + "/members/synthetic-1")).isEqualTo(document("member-not-received.json"));
  }

  @Test
  void pages_follow_each_other_until_the_last() throws IOException {
    List<String> seen = new ArrayList<>();
    String page = BASE + "/members?limit=2&inclusion=included";
    List<Integer> sizes = new ArrayList<>();
    while (page != null) {
      JsonNode answer = get(page);
      answer.get("members").forEach(member -> seen.add(member.get("id").asText()));
      sizes.add(answer.get("members").size());
      page = answer.get("next").isNull() ? null : answer.get("next").asText();
    }
    assertThat(seen).containsExactly("synthetic-0", "synthetic-2");
    assertThat(sizes).containsExactly(2);

    JsonNode first = get(BASE + "/members?limit=1");
    assertThat(first.get("next").asText()).isEqualTo(BASE + "/members?limit=1&after=synthetic-0");
    JsonNode second = get(first.get("next").asText());
    assertThat(second.at("/members/0/id").asText()).isEqualTo("synthetic-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%00", "a%00b", "%FF", "a%20b", "%F0%9F%98%80"})
  void what_cannot_be_an_id_is_refused_as_a_page_and_not_found_as_a_member(String id) {
    given()
        .urlEncodingEnabled(false)
        .get(BASE + "/members?after=" + id)
        .then()
        .statusCode(400)
        .body("errors[0].parameter", equalTo("after"));
    given().urlEncodingEnabled(false).get(BASE + "/members/" + id).then().statusCode(404);
  }

  @Test
  void completeness_says_what_is_missing_and_why() throws IOException {
    JsonNode answer = get(BASE + "/completeness");
    assertThat(answer.get("flow"))
        .isEqualTo(
            JSON.readTree(
                """
                {"recorded": 3,
                 "inclusion": {"included": 2, "patient-not-received": 1, "no-index-session": 0}}
                """));
    assertThat(answer.at("/measures/0"))
        .isEqualTo(
            JSON.readTree(
                """
                {"measure": "vas-pain", "timePoints": [
                  {"timePoint": "baseline", "expected": 2, "available": 2, "missing": 0,
                   "availablePercent": 100.0,
                   "reasons": {"incomplete-form": 0, "status-not-counted": 0, "died-before": 0,
                     "outside-window": 0, "not-measured": 0},
                   "notComputed": {}},
                  {"timePoint": "1-week", "expected": 2, "available": 1, "missing": 1,
                   "availablePercent": 50.0,
                   "reasons": {"incomplete-form": 0, "status-not-counted": 0, "died-before": 0,
                     "outside-window": 0, "not-measured": 1},
                   "notComputed": {}},
                  {"timePoint": "3-months", "expected": 2, "available": 0, "missing": 2,
                   "availablePercent": 0.0,
                   "reasons": {"incomplete-form": 0, "status-not-counted": 0, "died-before": 0,
                     "outside-window": 0, "not-measured": 2},
                   "notComputed": {}}]}
                """));
    assertThat(answer.get("measures")).hasSize(6);
  }

  private Member complete() {
    Member plain =
        SyntheticMember.with(
            protocols.find(STUDY).orElseThrow(),
            "Patient/synthetic-0",
            Measure.VAS_PAIN,
            8000,
            4500,
            null);
    Member.TreatedVertebra vertebra =
        new Member.TreatedVertebra(
            1,
            VertebralLevel.T12,
            InjectionApproach.BILATERAL,
            1100,
            true,
            List.of(source("Procedure", "vertebra-1", 2), source("Observation", "cement-1", 1)));
    Member.Event leak =
        new Member.Event(
            ComplicationKind.CEMENT_LEAKAGE,
            LeakSite.SPINAL_CANAL,
            1,
            0,
            null,
            List.of(source("Procedure", "vertebra-1", 2)));
    Member.Event pain =
        new Member.Event(
            ComplicationKind.RADICULAR_PAIN,
            null,
            null,
            0,
            3,
            List.of(source("Condition", "pain-1", 1)));
    return new Member(
        plain.patient(),
        Inclusion.INCLUDED,
        source("Patient", "synthetic-0", 3),
        Sex.MALE,
        77,
        PrimaryTumour.PROSTATE,
        true,
        ClinicalTime.onDate(LocalDate.of(2018, 9, 1)),
        List.of(
            new Member.Session(
                1,
                ClinicalTime.at(OffsetDateTime.parse("2018-07-19T23:30:00+08:00")),
                0,
                List.of(source("Procedure", "session-1", 1)),
                List.of(vertebra),
                List.of(leak, pain))),
        plain.series(),
        3500,
        source("Observation", "follow-up-1", 1),
        List.of(
            new Member.Unused(
                source("Observation", "late-1", 1), 200, Member.UnusedReason.AFTER_DEATH)));
  }

  private static Member notReceived() {
    return new Member(
        "Patient/synthetic-1",
        Inclusion.PATIENT_NOT_RECEIVED,
        null,
        Sex.UNKNOWN,
        null,
        null,
        false,
        null,
        List.of(),
        List.of(),
        null,
        null,
        List.of(
            new Member.Unused(
                source("Observation", "orphan-1", 1),
                null,
                Member.UnusedReason.PATIENT_NOT_IN_STUDY)));
  }

  private Member sparse() {
    return SyntheticMember.with(
        protocols.find(STUDY).orElseThrow(),
        "Patient/synthetic-2",
        Measure.VAS_PAIN,
        6000,
        null,
        null);
  }

  private static SourceVersion source(String type, String id, int version) {
    return new SourceVersion(type, id, version);
  }

  private static JsonNode get(String path) throws IOException {
    return JSON.readTree(given().get(path).then().statusCode(200).extract().asString());
  }

  private static JsonNode document(String name) throws IOException {
    try (InputStream stream =
        MembersResourceTest.class.getResourceAsStream("/membership/" + name)) {
      return JSON.readTree(Objects.requireNonNull(stream, name));
    }
  }
}
