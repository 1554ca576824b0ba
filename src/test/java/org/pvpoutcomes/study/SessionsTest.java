package org.pvpoutcomes.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pvpoutcomes.study.FactBuilder.IN_ERROR;
import static org.pvpoutcomes.study.FactBuilder.day;
import static org.pvpoutcomes.study.FactBuilder.derive;
import static org.pvpoutcomes.study.FactBuilder.followUp;
import static org.pvpoutcomes.study.FactBuilder.index;
import static org.pvpoutcomes.study.FactBuilder.patient;
import static org.pvpoutcomes.study.FactBuilder.patientWhoDied;
import static org.pvpoutcomes.study.FactBuilder.primary;
import static org.pvpoutcomes.study.FactBuilder.procedure;
import static org.pvpoutcomes.study.FactBuilder.source;
import static org.pvpoutcomes.study.FactBuilder.vas;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.study.Fact.PatientFact;
import org.pvpoutcomes.study.Member.Inclusion;
import org.pvpoutcomes.study.Member.Unused;
import org.pvpoutcomes.study.Member.UnusedReason;

@NullUnmarked
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SessionsTest {

  @Test
  void without_a_Patient_nothing_is_in_the_study() {
    Member member = derive(index(), vas("v", 5, day(0)));
    assertThat(member)
        .isEqualTo(
            excluded(
                Inclusion.PATIENT_NOT_RECEIVED,
                new Unused(
                    source("Observation", "v"),
                    null,
                    UnusedReason.PATIENT_NOT_IN_STUDY,
                    "vas-pain",
                    "final",
                    5000),
                new Unused(
                    source("Procedure", "index"),
                    null,
                    UnusedReason.PATIENT_NOT_IN_STUDY,
                    "pvp",
                    "completed",
                    null)));
  }

  @Test
  void without_a_session_the_procedures_say_why_the_patient_is_not_in() {
    Member member =
        derive(
            patient(),
            vas("v", 5, day(0)),
            procedure("a").status(IN_ERROR).fact(),
            procedure("b").kind(ProcedureKind.PKP).fact(),
            procedure("c").at(null).fact());
    assertThat(member)
        .isEqualTo(
            excluded(
                Inclusion.NO_INDEX_SESSION,
                new Unused(
                    source("Observation", "v"),
                    null,
                    UnusedReason.PATIENT_NOT_IN_STUDY,
                    "vas-pain",
                    "final",
                    5000),
                new Unused(
                    source("Patient", "p"),
                    null,
                    UnusedReason.PATIENT_NOT_IN_STUDY,
                    "patient",
                    "",
                    null),
                new Unused(
                    source("Procedure", "a"),
                    null,
                    UnusedReason.STATUS_NOT_COUNTED,
                    "pvp",
                    "entered-in-error",
                    null),
                new Unused(
                    source("Procedure", "b"),
                    null,
                    UnusedReason.NOT_AN_INDEX_PROCEDURE,
                    "pkp",
                    "completed",
                    null),
                new Unused(
                    source("Procedure", "c"),
                    null,
                    UnusedReason.NO_DATE,
                    "pvp",
                    "completed",
                    null)));
  }

  @Test
  void procedures_of_one_calendar_day_are_one_session() {
    Member member =
        derive(
            patient(),
            procedure("a", VertebralLevel.L1).at(day(0, "08:00")).fact(),
            procedure("b", VertebralLevel.L2).at(day(0, "23:59")).fact(),
            procedure("c", VertebralLevel.L3).at(day(1, "00:01")).fact());
    assertThat(sessions(member)).containsExactly("1 day 0: a b", "2 day 1: c");
  }

  @Test
  void a_part_belongs_to_the_session_of_its_whole_even_over_midnight() {
    Member member =
        derive(
            patient(),
            procedure("whole").at(day(0, "23:30")).fact(),
            procedure("part", VertebralLevel.L1).at(day(1, "00:10")).partOf("whole").fact());
    assertThat(sessions(member)).containsExactly("1 day 0: part whole");
  }

  @Test
  void parts_of_the_same_whole_are_one_session_before_the_whole_arrives() {
    Member member =
        derive(
            patient(),
            procedure("a", VertebralLevel.L1).at(day(0)).partOf("unknown").fact(),
            procedure("b", VertebralLevel.L2).at(day(1)).partOf("unknown").fact());
    assertThat(sessions(member)).containsExactly("1 day 0: a b");
  }

  @Test
  void a_part_of_a_part_belongs_to_the_same_session() {
    Member member =
        derive(
            patient(),
            procedure("a").fact(),
            procedure("b").at(null).partOf("a").fact(),
            procedure("c", VertebralLevel.L1).at(null).partOf("b").fact());
    assertThat(sessions(member)).containsExactly("1 day 0: a b c");
  }

  @Test
  void an_untied_procedure_joins_the_tied_session_of_its_day() {
    Member member =
        derive(
            patient(),
            procedure("whole").fact(),
            procedure("part", VertebralLevel.L1).partOf("whole").fact(),
            procedure("alone", VertebralLevel.L2).fact());
    assertThat(sessions(member)).containsExactly("1 day 0: alone part whole");
  }

  @Test
  void two_tied_sessions_of_one_day_stay_two() {
    Member member =
        derive(
            patient(),
            procedure("w1").at(day(0, "09:00")).fact(),
            procedure("p1", VertebralLevel.L1).at(day(0, "09:00")).partOf("w1").fact(),
            procedure("w2").at(day(0, "15:00")).fact(),
            procedure("p2", VertebralLevel.L1).at(day(0, "15:00")).partOf("w2").fact());
    assertThat(sessions(member)).containsExactly("1 day 0: p1 w1", "2 day 0: p2 w2");
  }

  @Test
  void different_encounters_of_one_day_are_one_session_and_one_encounter_of_two_days_is_two() {
    assertThat(
            sessions(
                derive(
                    patient(),
                    procedure("a", VertebralLevel.L1).encounter("ward").fact(),
                    procedure("b", VertebralLevel.L2).encounter("theatre").fact())))
        .containsExactly("1 day 0: a b");
    assertThat(
            sessions(
                derive(
                    patient(),
                    procedure("a", VertebralLevel.L1).at(day(0, "23:50")).encounter("e").fact(),
                    procedure("b", VertebralLevel.L2).at(day(1, "00:10")).encounter("e").fact())))
        .containsExactly("1 day 0: a", "2 day 1: b");
  }

  @Test
  void of_two_tied_sessions_of_a_day_an_untied_procedure_joins_that_of_its_encounter() {
    Member member =
        derive(
            patient(),
            procedure("w1").at(day(0, "09:00")).encounter("e1").fact(),
            procedure("p1", VertebralLevel.L1).at(day(0, "09:00")).partOf("w1").fact(),
            procedure("w2").at(day(0, "15:00")).encounter("e2").fact(),
            procedure("p2", VertebralLevel.L2).at(day(0, "15:00")).partOf("w2").fact(),
            procedure("x", VertebralLevel.L3).at(day(0)).encounter("e2").fact(),
            procedure("y", VertebralLevel.L4).at(day(0)).encounter("e3").fact());
    assertThat(sessions(member)).containsExactly("1 day 0: p1 w1 y", "2 day 0: p2 w2 x");
  }

  @Test
  void an_undated_procedure_joins_the_only_session_of_its_encounter() {
    Fact first = procedure("a", VertebralLevel.L1).encounter("e").fact();
    Fact undated = procedure("b", VertebralLevel.L2).at(null).encounter("e").fact();
    Fact second = procedure("c", VertebralLevel.L3).at(day(1)).encounter("e").fact();
    Member one = derive(patient(), first, undated);
    assertThat(sessions(one)).containsExactly("1 day 0: a b");
    assertThat(one.unused()).isEmpty();
    Member two = derive(patient(), first, undated, second);
    assertThat(sessions(two)).containsExactly("1 day 0: a", "2 day 1: c");
    assertThat(two.unused())
        .containsExactly(
            new Unused(
                source("Procedure", "b"), null, UnusedReason.NO_DATE, "pvp", "completed", null));
  }

  @Test
  void undated_parts_of_an_undated_whole_go_with_the_encounter_of_any_of_them() {
    Member member =
        derive(
            patient(),
            procedure("a", VertebralLevel.L1).encounter("e").fact(),
            procedure("whole").at(null).encounter("e").fact(),
            procedure("part", VertebralLevel.L2).at(null).partOf("whole").fact());
    assertThat(sessions(member)).containsExactly("1 day 0: a part whole");
  }

  @Test
  void an_undated_part_takes_the_date_of_its_whole_and_an_undated_one_alone_has_none() {
    Member member =
        derive(
            patient(),
            procedure("whole").fact(),
            procedure("part", VertebralLevel.L1).at(null).partOf("whole").fact(),
            procedure("alone", VertebralLevel.L2).at(null).fact());
    assertThat(sessions(member)).containsExactly("1 day 0: part whole");
    assertThat(member.unused())
        .containsExactly(
            new Unused(
                source("Procedure", "alone"),
                null,
                UnusedReason.NO_DATE,
                "pvp",
                "completed",
                null));
  }

  @Test
  void a_date_without_time_does_not_hide_the_start_of_the_same_day() {
    Member member =
        derive(
            patient(),
            procedure("a").at(day(0)).fact(),
            procedure("b", VertebralLevel.L1).at(day(0, "11:00")).partOf("a").fact(),
            procedure("c", VertebralLevel.L2).at(day(0, "10:00")).partOf("a").fact());
    assertThat(member.sessions().getFirst().start()).isEqualTo(day(0, "10:00"));
  }

  @Test
  void the_first_session_in_time_is_the_index_session_whatever_arrives_first() {
    Member member =
        derive(
            patient(),
            procedure("a-later", VertebralLevel.L1).at(day(40)).fact(),
            procedure("b-first", VertebralLevel.L2).at(day(0)).fact());
    assertThat(sessions(member)).containsExactly("1 day 0: b-first", "2 day 40: a-later");
  }

  @Test
  void an_earlier_session_in_error_is_not_the_index_session() {
    Member member =
        derive(
            patient(),
            index(),
            procedure("wrong", VertebralLevel.L1).at(day(-9)).status(IN_ERROR).fact());
    assertThat(sessions(member)).containsExactly("1 day 0: index");
    assertThat(member.unused())
        .containsExactly(
            new Unused(
                source("Procedure", "wrong"),
                -9,
                UnusedReason.STATUS_NOT_COUNTED,
                "pvp",
                "entered-in-error",
                null));
  }

  @Test
  void a_session_dated_after_the_death_does_not_count() {
    Member member =
        derive(
            patientWhoDied(5),
            index(),
            procedure("same-day", VertebralLevel.L1).at(day(5, "23:00")).fact(),
            procedure("after", VertebralLevel.L1).at(day(6)).fact());
    assertThat(sessions(member)).containsExactly("1 day 0: index", "2 day 5: same-day");
    assertThat(member.unused())
        .containsExactly(
            new Unused(
                source("Procedure", "after"),
                6,
                UnusedReason.AFTER_DEATH,
                "pvp",
                "completed",
                null));
    assertThat(member.deceased()).isTrue();
    assertThat(member.death()).isEqualTo(day(5));
  }

  @Test
  void age_is_in_completed_years_on_the_date_of_the_index_session() {
    assertThat(derive(born(LocalDate.of(1960, 3, 2)), index()).age()).isEqualTo(60);
    assertThat(derive(born(LocalDate.of(1960, 3, 3)), index()).age()).isEqualTo(59);
    assertThat(derive(born(null), index()).age()).isNull();
    assertThat(derive(born(LocalDate.of(2021, 1, 1)), index()).age()).isNull();
  }

  @Test
  void the_latest_follow_up_counts() {
    Member member =
        derive(patient(), index(), followUp("a", 3500, day(100)), followUp("b", 5000, day(150)));
    assertThat(member.followUpThousandthsOfMonths()).isEqualTo(5000);
    assertThat(member.followUpSource()).isEqualTo(source("Observation", "b"));
    assertThat(reasons(member)).containsExactly("a DUPLICATE");
  }

  @Test
  void a_named_primary_tumour_is_preferred_to_an_unknown_one() {
    assertThat(derive(patient(), index()).primaryTumour()).isNull();
    assertThat(derive(patient(), index(), primary("a", PrimaryTumour.UNKNOWN)).primaryTumour())
        .isEqualTo(PrimaryTumour.UNKNOWN);
    Member member =
        derive(
            patient(),
            index(),
            primary("a", PrimaryTumour.UNKNOWN),
            primary("b", PrimaryTumour.LUNG));
    assertThat(member.primaryTumour()).isEqualTo(PrimaryTumour.LUNG);
    assertThat(reasons(member)).containsExactly("a DUPLICATE");
  }

  private static PatientFact born(LocalDate birthDate) {
    return new PatientFact(source("Patient", "p"), Sex.MALE, birthDate, false, null);
  }

  @Test
  void the_day_of_death_is_that_of_the_Patient_else_that_of_the_earliest_report() {
    Fact reported =
        FactBuilder.complication("c", ComplicationKind.DEATH, null, null, day(12), "index");
    Fact earlier =
        FactBuilder.complication("d", ComplicationKind.DEATH, null, null, day(11), "index");
    Fact undated = FactBuilder.complication("e", ComplicationKind.DEATH, null, null, null, "index");
    assertThat(derive(patientWhoDied(40), index(), reported).deathDay()).isEqualTo(40);
    assertThat(derive(patient(), index(), reported, earlier, undated).deathDay()).isEqualTo(11);
    assertThat(derive(patient(), index(), undated).deathDay()).isNull();
    assertThat(derive(patient(), index()).deathDay()).isNull();
  }

  private static Member excluded(Inclusion inclusion, Unused... unused) {
    return new Member(
        "Patient/p",
        inclusion,
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
        List.of(unused));
  }

  private static List<String> sessions(Member member) {
    return member.sessions().stream()
        .map(
            s ->
                "%d day %d: %s"
                    .formatted(
                        s.number(),
                        s.day(),
                        String.join(" ", s.sources().stream().map(SourceVersion::id).toList())))
        .toList();
  }

  private static List<String> reasons(Member member) {
    return member.unused().stream().map(u -> u.source().id() + " " + u.reason()).toList();
  }
}
