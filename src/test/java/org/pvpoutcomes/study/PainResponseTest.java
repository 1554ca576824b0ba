package org.pvpoutcomes.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pvpoutcomes.study.ConsensusResponse.COMPLETE;
import static org.pvpoutcomes.study.ConsensusResponse.INDETERMINATE;
import static org.pvpoutcomes.study.ConsensusResponse.NOT_EVALUABLE;
import static org.pvpoutcomes.study.ConsensusResponse.PARTIAL;
import static org.pvpoutcomes.study.ConsensusResponse.PROGRESSION;
import static org.pvpoutcomes.study.FactBuilder.CDC_2022;
import static org.pvpoutcomes.study.FactBuilder.IN_ERROR;
import static org.pvpoutcomes.study.FactBuilder.XU_2021;
import static org.pvpoutcomes.study.FactBuilder.day;
import static org.pvpoutcomes.study.FactBuilder.index;
import static org.pvpoutcomes.study.FactBuilder.patient;
import static org.pvpoutcomes.study.FactBuilder.patientWhoDied;
import static org.pvpoutcomes.study.FactBuilder.source;
import static org.pvpoutcomes.study.FactBuilder.vas;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.study.Fact.OpioidFact;
import org.pvpoutcomes.study.Member.UnusedReason;
import org.pvpoutcomes.study.PainResponse.DailyOmed;

/** Pain of 6 on day -1, 3 on day 7 and 0 on day 90, with various opioids. */
@NullUnmarked
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PainResponseTest {

  private static final ReportStatus ACTIVE = new ReportStatus("active", true);
  private static final long MILLIGRAM = 1_000_000;

  @Test
  void where_nothing_is_said_of_opioids_no_response_is_claimed() {
    PainResponse response = response();

    assertThat(response.responses()).containsExactly(NOT_EVALUABLE, NOT_EVALUABLE, NOT_EVALUABLE);
    assertThat(response.opioids()).hasSize(3).containsOnly(new DailyOmed(null, List.of()));
  }

  @Test
  void the_same_dose_all_the_time_leaves_the_judgement_to_the_pain() {
    PainResponse response = response(taken("m", 30_000, -60, null));

    assertThat(response)
        .isEqualTo(
            new PainResponse(
                "chow-2012",
                "cdc-2022/1",
                List.of(
                    new DailyOmed(30 * MILLIGRAM, sources("m")),
                    new DailyOmed(30 * MILLIGRAM, sources("m")),
                    new DailyOmed(30 * MILLIGRAM, sources("m"))),
                List.of(PARTIAL, COMPLETE, COMPLETE)));
  }

  @Test
  void the_doses_of_one_day_are_added_up() {
    PainResponse response =
        response(
            taken("m", 20_000, -60, 0),
            of("oxy", Opioid.OXYCODONE, OpioidRoute.ORAL, 20_000, -60, 0),
            of("patch", Opioid.FENTANYL, OpioidRoute.TRANSDERMAL, 600, -60, 0),
            of("codeine", Opioid.CODEINE, OpioidRoute.ORAL, 60_000, -60, 0));

    assertThat(response.opioids().getFirst())
        .isEqualTo(
            new DailyOmed((20 + 30 + 60 + 9) * MILLIGRAM, sources("codeine", "m", "oxy", "patch")));
  }

  @Test
  void more_opioids_forbid_a_response_and_fewer_make_one() {
    assertThat(response(taken("m", 30_000, -60, 0), taken("n", 31_000, 1, null)).responses())
        .containsExactly(INDETERMINATE, INDETERMINATE, COMPLETE);
    assertThat(
            response(taken("m", 40_000, -60, 0), taken("n", 30_000, 1, 30), taken("o", 0, 31, null))
                .responses())
        .containsExactly(PARTIAL, COMPLETE, COMPLETE);
  }

  @Test
  void worse_pain_at_the_same_dose_is_progression() {
    List<Fact> facts =
        List.of(
            patient(),
            index(),
            vas("a", 3, day(-1)),
            vas("b", 5, day(7)),
            taken("m", 30_000, -60, null));
    assertThat(derive(facts).painResponse().responses())
        .containsExactly(PROGRESSION, NOT_EVALUABLE, NOT_EVALUABLE);
  }

  @Test
  void that_no_opioid_is_taken_is_a_dose_of_zero() {
    PainResponse none = response(of("none", Opioid.NONE, null, 0, -60, null));
    PainResponse notTaken = response(of("m", Opioid.MORPHINE, null, 0, -60, null));

    assertThat(List.of(none.opioids().getLast(), notTaken.opioids().getLast()))
        .containsExactly(new DailyOmed(0L, sources("none")), new DailyOmed(0L, sources("m")));
    assertThat(none.responses()).containsExactly(PARTIAL, COMPLETE, COMPLETE);
    assertThat(notTaken.responses()).isEqualTo(none.responses());
  }

  @Test
  void one_opioid_without_dose_route_or_factor_makes_the_whole_day_unknown() {
    for (OpioidFact other :
        List.of(
            of("x", Opioid.OXYCODONE, OpioidRoute.ORAL, null, -1, -1),
            of("x", Opioid.OXYCODONE, null, 20_000, -1, -1),
            of("x", Opioid.MORPHINE, OpioidRoute.OTHER, 20_000, -1, -1),
            of("x", Opioid.MORPHINE, OpioidRoute.TRANSDERMAL, 20_000, -1, -1),
            of("x", Opioid.OTHER, null, null, -1, -1))) {
      PainResponse response = response(taken("m", 30_000, -60, null), other);
      assertThat(response.opioids().getFirst())
          .as("%s", other)
          .isEqualTo(new DailyOmed(null, sources("m", "x")));
      assertThat(response.responses()).containsExactly(NOT_EVALUABLE, NOT_EVALUABLE, COMPLETE);
    }
  }

  @Test
  void first_and_last_day_are_covered_and_no_other() {
    assertThat(doses(taken("m", 30_000, -1, 7)))
        .containsExactly(30 * MILLIGRAM, 30 * MILLIGRAM, null);
    assertThat(doses(taken("m", 30_000, 0, 6))).containsExactly(null, null, null);
    assertThat(doses(taken("m", 30_000, 8, 90))).containsExactly(null, null, 30 * MILLIGRAM);
  }

  @Test
  void on_the_day_of_a_change_the_new_dose_counts() {
    Member member = derive(with(taken("old", 60_000, 2, 7), taken("new", 30_000, 7, 20)));

    assertThat(member.painResponse().opioids().get(1))
        .isEqualTo(new DailyOmed(30 * MILLIGRAM, sources("new")));
    assertThat(reasons(member)).containsExactly("old superseded");
  }

  @Test
  void what_ends_with_the_day_counts_where_only_another_opioid_begins() {
    assertThat(
            doses(
                taken("m", 60_000, 2, 7),
                of("oxy", Opioid.OXYCODONE, OpioidRoute.ORAL, 20_000, 7, 20)))
        .containsExactly(null, 90 * MILLIGRAM, null);
  }

  @Test
  void administrations_of_one_day_are_added_up() {
    assertThat(
            doses(
                given("a", 10_000, 7),
                given("b", 10_000, 7),
                given("c", 10_000, 7),
                given("d", 10_000, 8)))
        .containsExactly(null, 30 * MILLIGRAM, null);
  }

  @Test
  void what_is_taken_every_day_covers_its_administrations_and_not_those_of_others() {
    OpioidFact other =
        new OpioidFact(
            source("MedicationAdministration", "b"),
            ACTIVE,
            "b",
            Opioid.OXYCODONE,
            OpioidRoute.ORAL,
            10_000,
            day(7),
            day(7),
            true);
    Member member = derive(with(taken("m", 60_000, 2, 20), given("a", 10_000, 7), other));

    assertThat(member.painResponse().opioids().get(1).nanograms()).isEqualTo(75 * MILLIGRAM);
    assertThat(reasons(member)).containsExactly("a duplicate");
  }

  @Test
  void an_administration_counts_although_it_is_said_that_it_is_not_taken() {
    assertThat(doses(of("m", Opioid.MORPHINE, null, 0, 2, 20), given("a", 10_000, 7)))
        .containsExactly(null, 10 * MILLIGRAM, null);
  }

  @Test
  void a_report_that_is_sent_twice_counts_once() {
    Member member = derive(with(named("m", "same"), named("n", "same"), named("o", "other")));

    assertThat(member.painResponse().opioids().get(1))
        .isEqualTo(new DailyOmed(60 * MILLIGRAM, sources("m", "o")));
    assertThat(reasons(member)).containsExactly("n duplicate");
  }

  @Test
  void reports_of_the_same_thing_that_contradict_each_other_make_the_dose_unknown() {
    OpioidFact more =
        new OpioidFact(
            source("MedicationStatement", "n"),
            ACTIVE,
            "same",
            Opioid.MORPHINE,
            OpioidRoute.ORAL,
            40_000,
            day(2),
            day(20),
            false);
    assertThat(response(named("m", "same"), more).opioids().get(1))
        .isEqualTo(new DailyOmed(null, sources("m", "n")));
  }

  @Test
  void every_report_that_is_not_used_says_why() {
    OpioidFact undated =
        new OpioidFact(
            source("MedicationStatement", "undated"),
            ACTIVE,
            "undated",
            Opioid.MORPHINE,
            OpioidRoute.ORAL,
            30_000,
            null,
            null,
            false);
    OpioidFact inError =
        new OpioidFact(
            source("MedicationStatement", "wrong"),
            IN_ERROR,
            "wrong",
            Opioid.MORPHINE,
            OpioidRoute.ORAL,
            30_000,
            day(7),
            day(7),
            false);
    List<Fact> facts = new ArrayList<>(with(undated, inError, taken("early", 30_000, -60, -50)));
    facts.set(0, patientWhoDied(40));
    facts.add(taken("late", 30_000, 41, null));

    Member member = derive(facts);

    assertThat(reasons(member))
        .containsExactly(
            "early outside-window",
            "late after-death",
            "undated no-date",
            "wrong status-not-counted");
    assertThat(member.painResponse().opioids()).allMatch(omed -> omed.nanograms() == null);
  }

  @Test
  void a_study_that_does_not_measure_pain_by_VAS_has_no_response() {
    Protocol other =
        new Protocol(
            "synthetic",
            XU_2021.title(),
            XU_2021.source(),
            XU_2021.indexProcedure().kinds(),
            List.of(Measure.QLQ_BM22_RAW_SUM),
            XU_2021.timePoints(),
            XU_2021.comparisons(),
            List.of(),
            List.of(),
            XU_2021.reversedItems(),
            List.of());
    Member member =
        Derivation.derive(
            "Patient/p", with(taken("m", 30_000, -60, null)), other, TestData.COUNTED, CDC_2022);

    assertThat(member.painResponse()).isNull();
    assertThat(member.unused())
        .contains(
            new Member.Unused(
                source("MedicationStatement", "m"),
                -60,
                UnusedReason.NOT_A_MEASURE_OF_THE_STUDY,
                "morphine",
                "active",
                null));
  }

  @Test
  void the_timeline_shows_dose_route_and_the_time_points_that_rest_on_it() {
    List<Fact> facts = with(taken("m", 30_500, -1, 7));

    assertThat(Timeline.of(derive(facts), facts, XU_2021).entries())
        .contains(
            new Timeline.Entry(
                day(-1),
                -1,
                "morphine",
                30.5,
                List.of("oral"),
                "active",
                source("MedicationStatement", "m"),
                List.of("baseline", "1-week"),
                null));
  }

  @Test
  void a_fact_that_cannot_be_is_refused() {
    assertThatThrownBy(() -> taken("m", -1, 0, null)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> taken("m", 100_000_001, 0, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> taken("m", 1, 2, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> of("m", Opioid.NONE, null, 1, 0, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DailyOmed(0L, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static PainResponse response(OpioidFact... opioids) {
    return derive(with(opioids)).painResponse();
  }

  private static List<Long> doses(OpioidFact... opioids) {
    return response(opioids).opioids().stream().map(DailyOmed::nanograms).toList();
  }

  private static Member derive(List<Fact> facts) {
    return Derivation.derive("Patient/p", facts, XU_2021, TestData.COUNTED, CDC_2022);
  }

  private static List<Fact> with(OpioidFact... opioids) {
    List<Fact> facts =
        new ArrayList<>(
            List.of(
                patient(),
                index(),
                vas("a", 6, day(-1)),
                vas("b", 3, day(7)),
                vas("c", 0, day(90))));
    facts.addAll(Arrays.asList(opioids));
    return facts;
  }

  private static List<String> reasons(Member member) {
    return member.unused().stream()
        .filter(unused -> unused.source().type().startsWith("Medication"))
        .map(unused -> unused.source().id() + " " + unused.reason().code())
        .sorted()
        .toList();
  }

  private static List<SourceVersion> sources(String... ids) {
    return Arrays.stream(ids).map(id -> source("MedicationStatement", id)).toList();
  }

  private static OpioidFact taken(String id, int micrograms, int from, Integer to) {
    return of(id, Opioid.MORPHINE, OpioidRoute.ORAL, micrograms, from, to);
  }

  /** 30 mg of oral morphine around the second visit. */
  private static OpioidFact named(String id, String identifier) {
    return new OpioidFact(
        source("MedicationStatement", id),
        ACTIVE,
        identifier,
        Opioid.MORPHINE,
        OpioidRoute.ORAL,
        30_000,
        day(2),
        day(20),
        false);
  }

  private static OpioidFact of(
      String id, Opioid opioid, OpioidRoute route, Integer micrograms, int from, Integer to) {
    return new OpioidFact(
        source("MedicationStatement", id),
        ACTIVE,
        id,
        opioid,
        route,
        micrograms,
        day(from),
        to == null ? null : day(to),
        false);
  }

  private static OpioidFact given(String id, int micrograms, int on) {
    return new OpioidFact(
        source("MedicationAdministration", id),
        ACTIVE,
        id,
        Opioid.MORPHINE,
        OpioidRoute.ORAL,
        micrograms,
        day(on, "08:00"),
        day(on, "08:00"),
        true);
  }
}
