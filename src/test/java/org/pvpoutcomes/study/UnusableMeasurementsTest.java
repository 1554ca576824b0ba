package org.pvpoutcomes.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pvpoutcomes.study.FactBuilder.COMPLETED;
import static org.pvpoutcomes.study.FactBuilder.CORRECTED;
import static org.pvpoutcomes.study.FactBuilder.FINAL;
import static org.pvpoutcomes.study.FactBuilder.day;
import static org.pvpoutcomes.study.FactBuilder.derive;
import static org.pvpoutcomes.study.FactBuilder.form;
import static org.pvpoutcomes.study.FactBuilder.index;
import static org.pvpoutcomes.study.FactBuilder.patient;
import static org.pvpoutcomes.study.FactBuilder.patientWhoDied;
import static org.pvpoutcomes.study.FactBuilder.source;
import static org.pvpoutcomes.study.FactBuilder.vas;
import static org.pvpoutcomes.study.FactBuilder.vasNamed;

import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.study.Fact.Bm22ResponseFact;
import org.pvpoutcomes.study.Fact.MeasurementFact;
import org.pvpoutcomes.study.Fact.UnusableFact;
import org.pvpoutcomes.study.Member.MissingReason;
import org.pvpoutcomes.study.Member.Unused;
import org.pvpoutcomes.study.Member.UnusedReason;
import org.pvpoutcomes.study.Member.Value;

/** Resources that measure something and give no value, and values kept apart from others. */
@NullUnmarked
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class UnusableMeasurementsTest {

  private static final String ALL_2 = "2".repeat(22);

  @Test
  void a_report_without_a_value_is_why_its_time_point_has_none() {
    Member member =
        derive(
            patientWhoDied(50),
            index(),
            unusable("absent", ObservedMeasure.VAS_PAIN, day(-1), UnusableReason.VALUE_ABSENT),
            unusable("off", ObservedMeasure.VAS_PAIN, day(0), UnusableReason.OFF_SCALE),
            unusable("scale", ObservedMeasure.VAS_PAIN, day(7), UnusableReason.SCALE_UNKNOWN),
            unusable("late", ObservedMeasure.VAS_PAIN, day(90), UnusableReason.SCALE_UNKNOWN),
            unusable("undated", ObservedMeasure.VAS_PAIN, null, UnusableReason.NO_DATE));
    assertThat(vasValues(member))
        .containsExactly(
            missing(MissingReason.VALUE_ABSENT),
            missing(MissingReason.NOT_USABLE),
            missing(MissingReason.DIED_BEFORE));
    assertThat(reasons(member))
        .containsExactly(
            "absent VALUE_ABSENT",
            "late SCALE_UNKNOWN",
            "off OFF_SCALE",
            "scale SCALE_UNKNOWN",
            "undated NO_DATE");
  }

  @Test
  void a_report_without_a_value_does_not_matter_where_there_is_one() {
    Member member =
        derive(
            patient(),
            index(),
            vas("v", 5, day(9)),
            unusable("u", ObservedMeasure.VAS_PAIN, day(7), UnusableReason.VALUE_ABSENT));
    assertThat(vasValues(member).get(1)).isEqualTo(observed(5, 9, "v"));
    assertThat(member.unused())
        .containsExactly(
            new Unused(
                source("Observation", "u"),
                7,
                UnusedReason.VALUE_ABSENT,
                "vas-pain",
                "final",
                null));
  }

  @Test
  void a_report_without_a_value_is_no_reason_for_another_measure_or_outside_its_window() {
    Member member =
        derive(
            patient(),
            index(),
            unusable("nrs", ObservedMeasure.NRS_PAIN, day(7), UnusableReason.VALUE_ABSENT),
            unusable("unclear", null, day(7), UnusableReason.CODE_CONTRADICTORY),
            unusable("outside", ObservedMeasure.VAS_PAIN, day(40), UnusableReason.OFF_SCALE),
            unusable(
                "started", ObservedMeasure.VAS_PAIN, day(0, "09:31"), UnusableReason.OFF_SCALE));
    assertThat(vasValues(member)).containsOnly(missing(MissingReason.NOT_MEASURED));
    assertThat(member.unused().stream().map(Unused::what))
        .containsExactly("nrs-pain", "vas-pain", "vas-pain", null);
  }

  @Test
  void a_form_without_a_value_is_a_reason_for_all_scores_of_the_form() {
    UnusableFact form =
        new UnusableFact(
            source("QuestionnaireResponse", "f"),
            COMPLETED,
            "f",
            ObservedMeasure.QLQ_BM22,
            day(7),
            UnusableReason.VALUE_ABSENT);
    Member member = derive(patient(), index(), form);
    assertThat(member.series().stream().map(s -> s.values().get(1)))
        .containsExactly(
            missing(MissingReason.NOT_MEASURED),
            missing(MissingReason.VALUE_ABSENT),
            missing(MissingReason.VALUE_ABSENT),
            missing(MissingReason.VALUE_ABSENT),
            missing(MissingReason.VALUE_ABSENT),
            missing(MissingReason.VALUE_ABSENT));
  }

  @Test
  void a_correction_that_takes_the_value_away_supersedes_it() {
    Member member =
        derive(
            patient(),
            index(),
            vasNamed("a", "id|1", 9, day(7), FINAL),
            new UnusableFact(
                source("Observation", "b"),
                CORRECTED,
                "id|1",
                ObservedMeasure.VAS_PAIN,
                day(7),
                UnusableReason.VALUE_ABSENT));
    assertThat(vasValues(member).get(1)).isEqualTo(missing(MissingReason.VALUE_ABSENT));
    assertThat(reasons(member)).containsExactly("a SUPERSEDED", "b VALUE_ABSENT");
  }

  @Test
  void a_report_without_a_value_that_was_corrected_is_no_reason_any_more() {
    Member member =
        derive(
            patient(),
            index(),
            new UnusableFact(
                source("Observation", "a"),
                FINAL,
                "id|1",
                ObservedMeasure.VAS_PAIN,
                day(7),
                UnusableReason.VALUE_ABSENT),
            vasNamed("b", "id|1", 9, day(90), CORRECTED));
    assertThat(vasValues(member).get(1)).isEqualTo(missing(MissingReason.NOT_MEASURED));
    assertThat(reasons(member)).containsExactly("a SUPERSEDED");
  }

  @Test
  void an_imported_total_is_kept_apart_from_the_scores_of_a_form() {
    MeasurementFact total =
        new MeasurementFact(
            source("Observation", "t"),
            FINAL,
            "t",
            Measure.QLQ_BM22_IMPORTED_TOTAL,
            55,
            day(7),
            null);
    Member member = derive(patient(), index(), total);
    assertThat(member.series().stream().flatMap(s -> s.values().stream()))
        .containsOnly(missing(MissingReason.NOT_MEASURED));
    assertThat(member.unused())
        .containsExactly(
            new Unused(
                source("Observation", "t"),
                7,
                UnusedReason.NOT_A_MEASURE_OF_THE_STUDY,
                "qlq-bm22-imported-total",
                "final",
                55));
  }

  @Test
  void a_score_from_a_form_says_whether_a_proxy_filled_it_in() {
    Bm22ResponseFact own = form("own", ALL_2, day(-1));
    Bm22ResponseFact proxy =
        new Bm22ResponseFact(
            source("QuestionnaireResponse", "proxy"), COMPLETED, "p", day(7), own.answers(), true);
    Member member = derive(patient(), index(), own, proxy);
    assertThat(member.series().get(1).values())
        .containsExactly(
            new Value.Observed(44, -1, source("QuestionnaireResponse", "own"), false),
            new Value.Observed(44, 7, source("QuestionnaireResponse", "proxy"), true),
            missing(MissingReason.NOT_MEASURED));
  }

  private static UnusableFact unusable(
      String id, ObservedMeasure measure, ClinicalTime at, UnusableReason reason) {
    return new UnusableFact(
        source("Observation", id), FINAL, "observation|" + id, measure, at, reason);
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
