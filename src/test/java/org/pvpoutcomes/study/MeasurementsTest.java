package org.pvpoutcomes.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pvpoutcomes.study.FactBuilder.CORRECTED;
import static org.pvpoutcomes.study.FactBuilder.FINAL;
import static org.pvpoutcomes.study.FactBuilder.PRELIMINARY;
import static org.pvpoutcomes.study.FactBuilder.day;
import static org.pvpoutcomes.study.FactBuilder.derive;
import static org.pvpoutcomes.study.FactBuilder.form;
import static org.pvpoutcomes.study.FactBuilder.index;
import static org.pvpoutcomes.study.FactBuilder.patient;
import static org.pvpoutcomes.study.FactBuilder.patientWhoDied;
import static org.pvpoutcomes.study.FactBuilder.procedure;
import static org.pvpoutcomes.study.FactBuilder.source;
import static org.pvpoutcomes.study.FactBuilder.vas;
import static org.pvpoutcomes.study.FactBuilder.vasNamed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pvpoutcomes.study.Fact.MeasurementFact;
import org.pvpoutcomes.study.Member.MissingReason;
import org.pvpoutcomes.study.Member.Unused;
import org.pvpoutcomes.study.Member.UnusedReason;
import org.pvpoutcomes.study.Member.Value;

@NullUnmarked
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MeasurementsTest {

  private static final String ALL_2 = "2".repeat(22);

  @ParameterizedTest
  @CsvSource({
    "-31, none",
    "-30, baseline",
    "0, baseline",
    "1, none",
    "2, none",
    "3, 1-week",
    "14, 1-week",
    "15, none",
    "59, none",
    "60, 3-months",
    "120, 3-months",
    "121, none"
  })
  void the_edges_of_the_windows_are_included(int day, String timePoint) {
    Member member = derive(patient(), index(), vas("v", 5, day(day)));
    List<Value> expected = new ArrayList<>();
    for (Protocol.TimePoint point : FactBuilder.XU_2021.timePoints()) {
      expected.add(
          point.id().equals(timePoint)
              ? observed(5, day, "v")
              : missing(
                  timePoint.equals("none")
                      ? MissingReason.OUTSIDE_WINDOW
                      : MissingReason.NOT_MEASURED));
    }
    assertThat(vasValues(member)).isEqualTo(expected);
    assertThat(reasons(member))
        .isEqualTo(timePoint.equals("none") ? List.of("v OUTSIDE_WINDOW") : List.of());
  }

  @Test
  void the_nearest_to_the_target_day_counts() {
    assertChosen("b", 1, vas("a", 4, day(4)), vas("b", 5, day(8)), vas("c", 6, day(10)));
    assertChosen("b", 0, vas("a", 4, day(-9)), vas("b", 5, day(-2)));
  }

  @Test
  void of_two_equally_near_the_earlier_date_counts() {
    assertChosen("b", 1, vas("a", 4, day(9)), vas("b", 5, day(5)));
    assertChosen("b", 2, vas("a", 4, day(91, "08:00")), vas("b", 5, day(89, "20:00")));
  }

  @Test
  void on_the_same_day_a_date_without_time_counts_then_the_earlier_time() {
    assertChosen("b", 1, vas("a", 4, day(7, "00:01")), vas("b", 5, day(7)));
    assertChosen("b", 1, vas("a", 4, day(7, "09:00")), vas("b", 5, day(7, "08:59")));
  }

  @Test
  void at_the_same_time_the_earlier_released_counts_then_the_smaller_identifier() {
    assertChosen(
        "b",
        1,
        vas("a", 4, day(7), FINAL, day(9)),
        vas("b", 5, day(7), FINAL, day(8)),
        vas("c", 6, day(7), FINAL, null));
    assertChosen(
        "b", 1, vasNamed("a", "id|2", 4, day(7), FINAL), vasNamed("b", "id|1", 5, day(7), FINAL));
  }

  @Test
  void with_the_same_identifier_too_the_smaller_source_counts() {
    assertChosen(
        "a", 1, vasNamed("b", "id|1", 4, day(7), FINAL), vasNamed("a", "id|1", 5, day(7), FINAL));
  }

  @Test
  void on_day_0_a_value_after_the_start_of_the_session_is_no_baseline() {
    Member member =
        derive(patient(), index(), vas("before", 8, day(-3)), vas("after", 2, day(0, "09:31")));
    assertThat(vasValues(member).getFirst()).isEqualTo(observed(8, -3, "before"));
    assertThat(reasons(member)).containsExactly("after AFTER_SESSION_START");
  }

  @Test
  void on_day_0_a_value_at_the_start_or_without_a_time_is_a_baseline() {
    assertChosen("b", 0, vas("a", 4, day(-1)), vas("b", 5, day(0, "09:30")));
    assertChosen("b", 0, vas("a", 4, day(-1)), vas("b", 5, day(0)));
  }

  @Test
  void on_day_0_any_value_is_a_baseline_when_the_session_has_no_time() {
    Member member =
        derive(
            patient(),
            procedure("index", VertebralLevel.L3).at(day(0)).fact(),
            vas("v", 5, day(0, "23:00")));
    assertThat(vasValues(member).getFirst()).isEqualTo(observed(5, 0, "v"));
  }

  @Test
  void a_day_is_the_calendar_date_as_written_wherever_that_is() {
    MeasurementFact honolulu =
        vas("v", 5, ClinicalTime.at(java.time.OffsetDateTime.parse("2020-03-05T23:00:00-10:00")));
    assertThat(vasValues(derive(patient(), index(), honolulu)).get(1))
        .isEqualTo(observed(5, 3, "v"));
  }

  @Test
  void nothing_after_the_date_of_death_counts_but_the_day_itself_does() {
    Member member =
        derive(patientWhoDied(8), index(), vas("on", 3, day(8, "23:00")), vas("after", 4, day(9)));
    assertThat(vasValues(member))
        .containsExactly(
            missing(MissingReason.NOT_MEASURED),
            observed(3, 8, "on"),
            missing(MissingReason.DIED_BEFORE));
    assertThat(reasons(member)).containsExactly("after AFTER_DEATH");
  }

  @Test
  void who_died_on_the_target_day_or_later_did_not_die_before_it() {
    assertThat(vasValues(derive(patientWhoDied(90), index())).get(2))
        .isEqualTo(missing(MissingReason.NOT_MEASURED));
    assertThat(vasValues(derive(patientWhoDied(89), index())).get(2))
        .isEqualTo(missing(MissingReason.DIED_BEFORE));
  }

  @Test
  void a_status_that_does_not_count_is_the_first_reason_for_a_missing_value() {
    Member member =
        derive(
            patientWhoDied(6),
            index(),
            vas("v", 5, day(5), PRELIMINARY, null),
            vas("w", 5, day(40), PRELIMINARY, null));
    assertThat(vasValues(member))
        .containsExactly(
            missing(MissingReason.NOT_MEASURED),
            missing(MissingReason.STATUS_NOT_COUNTED),
            missing(MissingReason.DIED_BEFORE));
    assertThat(reasons(member)).containsExactly("v STATUS_NOT_COUNTED", "w STATUS_NOT_COUNTED");
  }

  @Test
  void a_corrected_report_supersedes_the_final_one_of_the_same_identifier() {
    Member member =
        derive(
            patient(),
            index(),
            vasNamed("a", "id|1", 9, day(7), FINAL),
            vasNamed("b", "id|1", 3, day(8), CORRECTED));
    assertThat(vasValues(member).get(1)).isEqualTo(observed(3, 8, "b"));
    assertThat(reasons(member)).containsExactly("a SUPERSEDED");
  }

  @Test
  void the_same_report_in_two_resources_is_a_duplicate() {
    Member member =
        derive(
            patient(),
            index(),
            vasNamed("a", "id|1", 5, day(7), FINAL),
            vasNamed("b", "id|1", 5, day(7), FINAL),
            vasNamed("c", "id|1", 6, day(7), FINAL));
    assertThat(vasValues(member).get(1)).isEqualTo(observed(5, 7, "a"));
    assertThat(reasons(member)).containsExactly("b DUPLICATE", "c NOT_THE_NEAREST");
  }

  @Test
  void a_measure_of_another_study_is_not_used() {
    MeasurementFact nrs =
        new MeasurementFact(
            source("Observation", "n"), FINAL, "n", Measure.NRS_PAIN, 5000, day(7), null);
    Member member = derive(patient(), index(), nrs);
    assertThat(vasValues(member).get(1)).isEqualTo(missing(MissingReason.NOT_MEASURED));
    assertThat(reasons(member)).containsExactly("n NOT_A_MEASURE_OF_THE_STUDY");
  }

  @Test
  void a_form_is_chosen_without_a_look_at_how_complete_it_is() {
    Member member =
        derive(
            patient(),
            index(),
            form("near", "0002132222333423233323", day(7)),
            form("complete", ALL_2, day(8)));
    assertThat(member.series().stream().skip(1).map(s -> s.values().get(1)))
        .containsExactly(
            missing(MissingReason.INCOMPLETE_FORM),
            missing(MissingReason.INCOMPLETE_FORM),
            new Value.Observed(1120, 7, source("QuestionnaireResponse", "near"), false),
            new Value.Observed(1050, 7, source("QuestionnaireResponse", "near"), false),
            new Value.Observed(1120, 7, source("QuestionnaireResponse", "near"), false));
    assertThat(reasons(member)).containsExactly("complete NOT_THE_NEAREST");
  }

  @Test
  void a_form_with_too_few_answers_for_any_score_is_listed_once() {
    Member member = derive(patient(), index(), form("f", "0".repeat(22), day(7)));
    assertThat(member.series().get(1).values().get(1))
        .isEqualTo(missing(MissingReason.INCOMPLETE_FORM));
    assertThat(member.unused())
        .containsExactly(
            new Unused(
                source("QuestionnaireResponse", "f"),
                7,
                UnusedReason.INCOMPLETE_FORM,
                "qlq-bm22",
                "completed",
                null));
  }

  @Test
  void the_index_session_is_the_origin_even_when_a_later_session_is_nearer() {
    Member member =
        derive(
            patient(),
            index(),
            procedure("second", VertebralLevel.L4).at(day(83)).fact(),
            vas("v", 5, day(90)));
    assertThat(vasValues(member).get(2)).isEqualTo(observed(5, 90, "v"));
  }

  /** The report of that id counts at the time point, and all others are listed. */
  private static void assertChosen(String id, int timePoint, MeasurementFact... reports) {
    List<Fact> facts = new ArrayList<>(Arrays.asList(reports));
    facts.add(patient());
    facts.add(index());
    Member member = derive(facts.toArray(Fact[]::new));
    assertThat(vasValues(member).get(timePoint))
        .isInstanceOfSatisfying(
            Value.Observed.class, value -> assertThat(value.source().id()).isEqualTo(id));
    assertThat(reasons(member))
        .isEqualTo(
            Arrays.stream(reports)
                .map(report -> report.source().id())
                .filter(other -> !other.equals(id))
                .sorted()
                .map(other -> other + " NOT_THE_NEAREST")
                .toList());
  }

  private static Value observed(int value, int day, String id) {
    return new Value.Observed(value * 1000, day, source("Observation", id), false);
  }

  private static Value missing(MissingReason reason) {
    return new Value.Missing(reason);
  }

  private static List<Value> vasValues(Member member) {
    return member.series().getFirst().values();
  }

  private static List<String> reasons(Member member) {
    return member.unused().stream().map(u -> u.source().id() + " " + u.reason()).toList();
  }
}
