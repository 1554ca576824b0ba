package org.pvpoutcomes.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.pvpoutcomes.study.FactBuilder.day;
import static org.pvpoutcomes.study.FactBuilder.derive;
import static org.pvpoutcomes.study.FactBuilder.followUp;
import static org.pvpoutcomes.study.FactBuilder.index;
import static org.pvpoutcomes.study.FactBuilder.patient;
import static org.pvpoutcomes.study.FactBuilder.patientWhoDied;
import static org.pvpoutcomes.study.FactBuilder.procedure;
import static org.pvpoutcomes.study.FactBuilder.vas;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Until when the record shows a patient alive, in days from the index session. */
@NullUnmarked
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LastObservationTest {

  @Test
  void a_patient_of_whom_nothing_followed_was_observed_on_day_0() {
    assertThat(derive(patient(), index()).lastObservedDay()).isZero();
    assertThat(derive(patient(), index(), vas("before", 5, day(-3))).lastObservedDay()).isZero();
  }

  @Test
  void what_no_figure_is_made_of_shows_the_patient_as_well() {
    // Day 40 is in no window; a later session and a kyphoplasty are treatments of somebody alive.
    assertThat(derive(patient(), index(), vas("v", 5, day(40))).lastObservedDay()).isEqualTo(40);
    assertThat(derive(patient(), index(), procedure("later").at(day(50)).fact()).lastObservedDay())
        .isEqualTo(50);
    assertThat(
            derive(patient(), index(), procedure("pkp").kind(ProcedureKind.PKP).at(day(60)).fact())
                .lastObservedDay())
        .isEqualTo(60);
  }

  @Test
  void a_report_whose_status_does_not_count_shows_nobody() {
    assertThat(
            derive(
                    patient(),
                    index(),
                    procedure("mistaken").status(FactBuilder.IN_ERROR).at(day(50)).fact())
                .lastObservedDay())
        .isZero();
  }

  @Test
  void an_event_shows_the_patient_on_its_first_and_its_last_day() {
    Fact begun =
        FactBuilder.complication("c", ComplicationKind.INFECTION, null, null, day(9), "index");
    assertThat(derive(patient(), index(), begun).lastObservedDay()).isEqualTo(9);
  }

  /**
   * A month of the Gregorian calendar has 30.436875 days; when it was written down is no matter.
   */
  @ParameterizedTest
  @CsvSource({"3000, 91", "1000, 30", "15500, 471", "0, 0"})
  void the_follow_up_that_the_hospital_states_ends_on_a_whole_day(int thousandths, int last) {
    assertThat(derive(patient(), index(), followUp("f", thousandths, day(900))).lastObservedDay())
        .isEqualTo(last);
  }

  @Test
  void nobody_is_observed_after_the_death() {
    assertThat(
            derive(patientWhoDied(20), index(), vas("late", 5, day(30)), vas("early", 5, day(7)))
                .lastObservedDay())
        .isEqualTo(7);
    assertThat(derive(patientWhoDied(20), index(), followUp("f", 3000, day(5))).lastObservedDay())
        .isEqualTo(20);
  }

  @Test
  void who_is_not_in_the_study_is_not_observed() {
    assertThat(derive(patient()).lastObservedDay()).isNull();
  }

  @Test
  void every_site_of_a_leak_lies_in_a_vessel_or_not_or_does_not_tell() {
    assertThat(
            Arrays.stream(LeakSite.values())
                .collect(
                    Collectors.groupingBy(
                        site -> site.vascularity().code(),
                        Collectors.mapping(LeakSite::code, Collectors.joining(" ")))))
        .containsOnly(
            entry(
                "vascular",
                "foraminal-vein epidural-vein paravertebral-plexus vena-cava intercostal-artery"
                    + " azygos pulmonary-artery"),
            entry("non-vascular", "disc soft-tissue spinal-canal needle-track"),
            entry("unknown", "anterolateral lateral other unspecified"));
  }
}
