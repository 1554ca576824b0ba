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
import org.pvpoutcomes.study.DetectionMethod;
import org.pvpoutcomes.study.Eligibility;
import org.pvpoutcomes.study.InjectionApproach;
import org.pvpoutcomes.study.LeakSite;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Member;
import org.pvpoutcomes.study.Member.Inclusion;
import org.pvpoutcomes.study.PrimaryTumour;
import org.pvpoutcomes.study.Severity;
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
  void completeness_counts_how_each_criterion_came_out_and_says_whether_test_data_count()
      throws IOException {
    JsonNode answer = get(BASE + "/completeness");
    assertThat(answer.at("/flow/testData").asText()).isEqualTo("counted");
    assertThat(answer.at("/eligibility/0"))
        .isEqualTo(
            JSON.readTree(
                """
                {"criterion": "age", "excludes": true, "met": 1, "notMet": 0, "unknown": 0}
                """));
    assertThat(answer.get("eligibility")).hasSize(12);
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
            1,
            ComplicationKind.CEMENT_LEAKAGE,
            LeakSite.SPINAL_CANAL,
            1,
            0,
            null,
            List.of(),
            List.of(DetectionMethod.FLUOROSCOPY, DetectionMethod.CT),
            true,
            List.of(),
            List.of(source("Procedure", "vertebra-1", 2)));
    Member.Event pain =
        new Member.Event(
            2,
            ComplicationKind.RADICULAR_PAIN,
            null,
            null,
            0,
            3,
            List.of(Severity.CTCAE_5_GRADE_2, Severity.SNOMED_CT_MILD),
            List.of(),
            null,
            List.of(1),
            List.of(source("Condition", "pain-1", 1)));
    return new Member(
        plain.patient(),
        Inclusion.INCLUDED,
        ClinicalTime.at(OffsetDateTime.parse("2018-07-19T23:30:00+08:00")),
        List.of(
            new Eligibility(
                "age", Eligibility.Result.MET, null, List.of(source("Patient", "synthetic-0", 3))),
            new Eligibility(
                "inr", Eligibility.Result.NOT_MET, -2, List.of(source("Observation", "inr-1", 1)))),
        source("Patient", "synthetic-0", 3),
        Sex.MALE,
        77,
        PrimaryTumour.PROSTATE,
        true,
        ClinicalTime.onDate(LocalDate.of(2018, 9, 1)),
        123,
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
                source("Observation", "late-1", 1),
                200,
                Member.UnusedReason.AFTER_DEATH,
                "vas-pain",
                "final",
                2000)));
  }

  private static Member notReceived() {
    return new Member(
        "Patient/synthetic-1",
        Inclusion.PATIENT_NOT_RECEIVED,
        null,
        List.of(),
        null,
        Sex.UNKNOWN,
        null,
        null,
        false,
        null,
        null,
        List.of(),
        List.of(),
        null,
        null,
        List.of(
            new Member.Unused(
                source("Observation", "orphan-1", 1),
                null,
                Member.UnusedReason.PATIENT_NOT_IN_STUDY,
                "vas-pain",
                "final",
                4500)));
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
