package org.pvpoutcomes.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pvpoutcomes.study.FactBuilder.CORRECTED;
import static org.pvpoutcomes.study.FactBuilder.FINAL;
import static org.pvpoutcomes.study.FactBuilder.PRELIMINARY;
import static org.pvpoutcomes.study.FactBuilder.XU_2021;
import static org.pvpoutcomes.study.FactBuilder.day;
import static org.pvpoutcomes.study.FactBuilder.index;
import static org.pvpoutcomes.study.FactBuilder.patient;
import static org.pvpoutcomes.study.FactBuilder.source;
import static org.pvpoutcomes.study.FactBuilder.vas;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pvpoutcomes.study.Eligibility.Result;
import org.pvpoutcomes.study.Fact.BirthInterval;
import org.pvpoutcomes.study.Fact.Course;
import org.pvpoutcomes.study.Fact.DiagnosisFact;
import org.pvpoutcomes.study.Fact.DiagnosisKind;
import org.pvpoutcomes.study.Fact.LaboratoryFact;
import org.pvpoutcomes.study.Fact.PatientFact;
import org.pvpoutcomes.study.Member.Inclusion;
import org.pvpoutcomes.study.Member.Unused;
import org.pvpoutcomes.study.Member.UnusedReason;

/** The criteria of xu-2021 at an index session on 2 March 2020 at 09:30. */
@NullUnmarked
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EligibilityTest {

  private static final ReportStatus CONFIRMED = new ReportStatus("confirmed", true);
  private static final ReportStatus REFUTED = new ReportStatus("refuted", false);
  private static final SourceVersion PATIENT = source("Patient", "p");

  @ParameterizedTest
  @CsvSource({
    "2002-03-02, MET, the 18th birthday is the day of the session",
    "2002-03-03, NOT_MET, 17 for one more day",
    "1939-03-03, MET, 80 for one more day",
    "1939-03-02, NOT_MET, the 81st birthday is the day of the session",
    "2020-03-03, UNKNOWN, not born at the session"
  })
  void the_age_is_in_completed_years_at_the_session(
      LocalDate born, Result result, String description) {
    PatientFact person = new PatientFact(PATIENT, Sex.MALE, born, false, null);
    assertThat(result("age", person, index()))
        .as(description)
        .isEqualTo(new Eligibility("age", result, null, List.of(PATIENT)));
  }

  @ParameterizedTest
  @CsvSource({
    "1960-01-01, 1960-12-31, MET",
    "1939-01-01, 1939-12-31, UNKNOWN",
    "1939-03-01, 1939-03-31, UNKNOWN",
    "1939-04-01, 1939-04-30, MET",
    "1939-02-01, 1939-02-28, NOT_MET",
    "2002-03-01, 2002-03-31, UNKNOWN",
    "2002-01-01, 2002-02-28, MET",
    "2020-01-01, 2020-12-31, NOT_MET",
    "2021-01-01, 2021-12-31, UNKNOWN"
  })
  void a_month_or_a_year_of_birth_decides_where_every_day_of_it_decides_the_same(
      LocalDate earliest, LocalDate latest, Result result) {
    PatientFact person =
        new PatientFact(PATIENT, Sex.MALE, null, false, null, new BirthInterval(earliest, latest));
    Member member = derive(person, index());
    assertThat(member.eligibility().getFirst())
        .isEqualTo(new Eligibility("age", result, null, List.of(PATIENT)));
    assertThat(member.age()).isNull();
  }

  @Test
  void without_a_birth_date_the_age_is_unknown_and_excludes_nobody() {
    Member member = derive(new PatientFact(PATIENT, Sex.MALE, null, false, null), index());
    assertThat(member.eligibility().getFirst())
        .isEqualTo(new Eligibility("age", Result.UNKNOWN, null, List.of()));
    assertThat(member.inclusion()).isEqualTo(Inclusion.INCLUDED);
  }

  @Test
  void a_patient_of_whom_nothing_but_the_session_is_recorded_is_in_and_mostly_unknown() {
    Member member = derive(patient(), index());
    assertThat(member.eligibility())
        .extracting(result -> result.criterion() + " " + result.result().code())
        .containsExactly(
            "age met",
            "expected-survival unknown",
            "no-cord-compression unknown",
            "no-cauda-equina-syndrome unknown",
            "no-epidural-contact unknown",
            "no-complete-destruction unknown",
            "no-posterior-arch-involvement unknown",
            "no-local-infection unknown",
            "no-septicaemia unknown",
            "leukocytes unknown",
            "platelets unknown",
            "inr unknown");
    assertThat(member.inclusion()).isEqualTo(Inclusion.INCLUDED);
  }

  @Test
  void who_does_not_meet_a_criterion_that_excludes_is_out_with_the_evidence() {
    DiagnosisFact septicaemia = septicaemia("s", CONFIRMED, day(-2), null);
    Member member = derive(patient(), index(), septicaemia, vas("v", 5, day(0)));

    List<Eligibility> eligibility = new ArrayList<>();
    for (Criterion criterion : XU_2021.eligibility()) {
      eligibility.add(
          switch (criterion.id()) {
            case "age" -> new Eligibility("age", Result.MET, null, List.of(PATIENT));
            case "no-septicaemia" ->
                new Eligibility(
                    "no-septicaemia", Result.NOT_MET, -2, List.of(source("Condition", "s")));
            default -> new Eligibility(criterion.id(), Result.UNKNOWN, null, List.of());
          });
    }
    assertThat(member)
        .isEqualTo(
            new Member(
                "Patient/p",
                Inclusion.NOT_ELIGIBLE,
                day(0, "09:30"),
                eligibility,
                PATIENT,
                Sex.FEMALE,
                60,
                null,
                false,
                null,
                null,
                List.of(),
                List.of(),
                null,
                null,
                List.of(
                    new Unused(
                        source("Observation", "v"),
                        0,
                        UnusedReason.PATIENT_NOT_IN_STUDY,
                        "vas-pain",
                        "final",
                        5000),
                    new Unused(
                        source("Procedure", "index"),
                        0,
                        UnusedReason.PATIENT_NOT_IN_STUDY,
                        "pvp",
                        "completed",
                        null))));
  }

  @Test
  void without_a_session_there_is_nothing_to_be_eligible_for() {
    Member member = derive(patient(), septicaemia("s", CONFIRMED, day(-2), null));
    assertThat(member.inclusion()).isEqualTo(Inclusion.NO_INDEX_SESSION);
    assertThat(member.eligibility()).isEmpty();
  }

  @Test
  void a_diagnosis_is_absent_only_where_a_resource_says_so() {
    assertThat(septicaemia(septicaemia("s", REFUTED, null, null))).isEqualTo("MET s");
    assertThat(septicaemia(septicaemia("s", CONFIRMED, day(-90), over(day(-60)))))
        .as("it was over before the session")
        .isEqualTo("MET s");
    assertThat(septicaemia()).isEqualTo("UNKNOWN");
  }

  @Test
  void a_diagnosis_is_present_when_it_began_before_the_session_and_lasted() {
    assertThat(septicaemia(septicaemia("s", CONFIRMED, day(0), null))).isEqualTo("NOT_MET s");
    assertThat(septicaemia(septicaemia("s", CONFIRMED, day(0, "09:30"), null)))
        .isEqualTo("NOT_MET s");
    assertThat(septicaemia(septicaemia("s", CONFIRMED, day(-9), over(day(0)))))
        .as("it ended on the day of the session")
        .isEqualTo("NOT_MET s");
    assertThat(septicaemia(septicaemia("s", CONFIRMED, null, new Course(day(-1), false, null))))
        .as("recorded before the session")
        .isEqualTo("NOT_MET s");
    ReportStatus notStated = new ReportStatus("not-stated", true);
    assertThat(septicaemia(septicaemia("s", notStated, day(-1), null))).isEqualTo("NOT_MET s");
  }

  @Test
  void a_diagnosis_that_may_have_been_there_leaves_it_open() {
    ReportStatus provisional = new ReportStatus("provisional", true);
    assertThat(septicaemia(septicaemia("s", provisional, day(-1), null))).isEqualTo("UNKNOWN s");
    assertThat(septicaemia(septicaemia("s", CONFIRMED, null, null))).isEqualTo("UNKNOWN s");
    assertThat(septicaemia(septicaemia("s", CONFIRMED, null, new Course(day(3), false, null))))
        .as("recorded after the session, begun who knows when")
        .isEqualTo("UNKNOWN s");
    assertThat(septicaemia(septicaemia("s", CONFIRMED, day(-90), over(null))))
        .as("it ended who knows when")
        .isEqualTo("UNKNOWN s");
  }

  @Test
  void what_began_after_the_session_or_was_a_mistake_says_nothing() {
    DiagnosisFact later = septicaemia("later", CONFIRMED, day(0, "09:31"), null);
    DiagnosisFact mistake = septicaemia("mistake", FactBuilder.IN_ERROR, day(-1), null);
    assertThat(septicaemia(later, mistake)).isEqualTo("UNKNOWN");
    assertThat(reasons(derive(patient(), index(), later, mistake)))
        .containsExactly("later OUTSIDE_WINDOW", "mistake STATUS_NOT_COUNTED");
  }

  @Test
  void of_several_reports_one_that_is_certain_decides() {
    DiagnosisFact refuted = septicaemia("refuted", REFUTED, null, null);
    DiagnosisFact undated = septicaemia("undated", CONFIRMED, null, null);
    DiagnosisFact before = septicaemia("before", CONFIRMED, day(-5), null);
    DiagnosisFact also = septicaemia("also", CONFIRMED, day(-3), null);
    assertThat(septicaemia(refuted, undated, before, also)).isEqualTo("NOT_MET also before");
    assertThat(septicaemia(refuted, undated)).isEqualTo("UNKNOWN undated");
    assertThat(reasons(derive(patient(), index(), refuted, undated)))
        .containsExactly("refuted STATUS_NOT_COUNTED");
  }

  @Test
  void a_diagnosis_that_must_be_present_is_the_reverse() {
    Criterion present =
        new Criterion(
            "metastasis", new Criterion.Presence(DiagnosisKind.SPINAL_METASTASIS), true, "test");
    DiagnosisFact metastasis =
        new DiagnosisFact(
            source("Condition", "m"),
            CONFIRMED,
            "condition|m",
            DiagnosisKind.SPINAL_METASTASIS,
            null,
            List.of(),
            day(-40));
    Member with = derive(present, patient(), index(), metastasis);
    assertThat(with.eligibility())
        .containsExactly(
            new Eligibility("metastasis", Result.MET, -40, List.of(source("Condition", "m"))));
    assertThat(with.unused()).isEmpty();

    DiagnosisFact refuted =
        new DiagnosisFact(
            source("Condition", "m"),
            REFUTED,
            "condition|m",
            DiagnosisKind.SPINAL_METASTASIS,
            null,
            List.of(),
            null);
    assertThat(derive(present, patient(), index(), refuted).inclusion())
        .isEqualTo(Inclusion.NOT_ELIGIBLE);
    assertThat(derive(present, patient(), index()).inclusion()).isEqualTo(Inclusion.INCLUDED);
  }

  @Test
  void a_fracture_can_be_a_criterion_and_still_be_one_of_its_vertebra() {
    Criterion fracture =
        new Criterion(
            "fracture", new Criterion.Presence(DiagnosisKind.PATHOLOGICAL_FRACTURE), true, "test");
    Member member =
        derive(fracture, patient(), index(), FactBuilder.fracture("f", day(-1), VertebralLevel.L3));
    assertThat(member.eligibility().getFirst().result()).isEqualTo(Result.MET);
    assertThat(member.sessions().getFirst().vertebrae().getFirst().fractured()).isTrue();
    assertThat(member.unused()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "LEUKOCYTES, 2500, MET",
    "LEUKOCYTES, 2499, NOT_MET",
    "PLATELETS, 100000, MET",
    "PLATELETS, 99999, NOT_MET",
    "INR, 1500, MET",
    "INR, 1501, NOT_MET",
    "INR, 0, MET"
  })
  void a_laboratory_value_may_lie_exactly_at_the_limit(
      LaboratoryKind kind, int thousandths, Result result) {
    LaboratoryFact value = laboratory("l", kind, thousandths, day(-1), FINAL);
    Member member = derive(patient(), index(), value);
    assertThat(member.eligibility())
        .contains(new Eligibility(kind.code(), result, -1, List.of(value.source())));
    assertThat(member.inclusion())
        .as("relative criteria are only shown")
        .isEqualTo(Inclusion.INCLUDED);
    assertThat(member.unused()).isEmpty();
  }

  @Test
  void the_latest_value_before_the_session_counts() {
    Member member =
        derive(
            patient(),
            index(),
            laboratory("old", LaboratoryKind.INR, 1000, day(-31), FINAL),
            laboratory("first", LaboratoryKind.INR, 3000, day(-30), FINAL),
            laboratory("morning", LaboratoryKind.INR, 1400, day(0, "08:00"), FINAL),
            laboratory("draft", LaboratoryKind.INR, 2000, day(0, "09:00"), PRELIMINARY),
            laboratory("during", LaboratoryKind.INR, 2100, day(0, "09:31"), FINAL),
            laboratory("next", LaboratoryKind.INR, 2200, day(1), FINAL));
    assertThat(member.eligibility().getLast())
        .isEqualTo(
            new Eligibility("inr", Result.MET, 0, List.of(source("Observation", "morning"))));
    assertThat(reasons(member))
        .containsExactly(
            "draft STATUS_NOT_COUNTED",
            "during AFTER_SESSION_START",
            "first NOT_THE_NEAREST",
            "next OUTSIDE_WINDOW",
            "old OUTSIDE_WINDOW");
  }

  @Test
  void a_corrected_value_takes_the_place_of_the_one_it_corrects() {
    Member member =
        derive(
            patient(),
            index(),
            laboratory("wrong", "lab|1", LaboratoryKind.INR, 9000, day(-1), FINAL),
            laboratory("right", "lab|1", LaboratoryKind.INR, 900, day(-2), CORRECTED));
    assertThat(member.eligibility().getLast())
        .isEqualTo(new Eligibility("inr", Result.MET, -2, List.of(source("Observation", "right"))));
    assertThat(reasons(member)).containsExactly("wrong SUPERSEDED");
  }

  @Test
  void a_value_that_no_criterion_reads_is_listed_as_such() {
    Criterion age = new Criterion("age", new Criterion.Age(18, 80), true, "test");
    Member member =
        derive(age, patient(), index(), laboratory("l", LaboratoryKind.INR, 9000, day(-1), FINAL));
    assertThat(reasons(member)).containsExactly("l NOT_A_MEASURE_OF_THE_STUDY");
  }

  private static Eligibility result(String criterion, Fact... facts) {
    return derive(facts).eligibility().stream()
        .filter(result -> result.criterion().equals(criterion))
        .findFirst()
        .orElseThrow();
  }

  /** The result for septicaemia, then the ids of the evidence. */
  private static String septicaemia(DiagnosisFact... reports) {
    List<Fact> facts = new ArrayList<>(List.of(patient(), index()));
    facts.addAll(Arrays.asList(reports));
    Eligibility result = result("no-septicaemia", facts.toArray(Fact[]::new));
    StringBuilder text = new StringBuilder(result.result().toString());
    result.evidence().forEach(source -> text.append(' ').append(source.id()));
    return text.toString();
  }

  private static DiagnosisFact septicaemia(
      String id, ReportStatus status, ClinicalTime onset, Course course) {
    return new DiagnosisFact(
        source("Condition", id),
        status,
        "condition|" + id,
        DiagnosisKind.SEPTICAEMIA,
        null,
        List.of(),
        onset,
        course);
  }

  private static Course over(ClinicalTime abated) {
    return new Course(null, true, abated);
  }

  private static LaboratoryFact laboratory(
      String id, LaboratoryKind kind, int thousandths, ClinicalTime at, ReportStatus status) {
    return laboratory(id, "observation|" + id, kind, thousandths, at, status);
  }

  private static LaboratoryFact laboratory(
      String id,
      String identifier,
      LaboratoryKind kind,
      int thousandths,
      ClinicalTime at,
      ReportStatus status) {
    return new LaboratoryFact(source("Observation", id), status, identifier, kind, thousandths, at);
  }

  private static Member derive(Fact... facts) {
    return FactBuilder.derive(facts);
  }

  private static Member derive(Criterion criterion, Fact... facts) {
    Protocol protocol =
        new Protocol(
            "synthetic",
            "Synthetic",
            "test",
            Set.of(ProcedureKind.PVP),
            List.of(Measure.VAS_PAIN),
            XU_2021.timePoints(),
            List.of(),
            List.of(),
            List.of(),
            Set.of(),
            List.of(criterion));
    return Derivation.derive("Patient/p", Arrays.asList(facts), protocol);
  }

  private static List<String> reasons(Member member) {
    return member.unused().stream().map(u -> u.source().id() + " " + u.reason()).toList();
  }
}
