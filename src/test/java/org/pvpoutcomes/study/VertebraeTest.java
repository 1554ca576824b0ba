package org.pvpoutcomes.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pvpoutcomes.study.FactBuilder.cement;
import static org.pvpoutcomes.study.FactBuilder.day;
import static org.pvpoutcomes.study.FactBuilder.derive;
import static org.pvpoutcomes.study.FactBuilder.fracture;
import static org.pvpoutcomes.study.FactBuilder.index;
import static org.pvpoutcomes.study.FactBuilder.patient;
import static org.pvpoutcomes.study.FactBuilder.patientWhoDied;
import static org.pvpoutcomes.study.FactBuilder.procedure;
import static org.pvpoutcomes.study.FactBuilder.source;
import static org.pvpoutcomes.study.VertebralLevel.L1;
import static org.pvpoutcomes.study.VertebralLevel.L3;
import static org.pvpoutcomes.study.VertebralLevel.L4;
import static org.pvpoutcomes.study.VertebralLevel.LUMBAR;
import static org.pvpoutcomes.study.VertebralLevel.S1;
import static org.pvpoutcomes.study.VertebralLevel.SACRAL;
import static org.pvpoutcomes.study.VertebralLevel.T12;
import static org.pvpoutcomes.study.VertebralLevel.UNKNOWN;

import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.study.Member.TreatedVertebra;
import org.pvpoutcomes.study.Member.Unused;
import org.pvpoutcomes.study.Member.UnusedReason;

@NullUnmarked
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class VertebraeTest {

  @Test
  void one_procedure_with_several_levels_treated_them_in_anatomical_order() {
    Member member = derive(patient(), procedure("a", L4, T12, L1).fact());
    assertThat(levels(member)).containsExactly(T12, L1, L4);
    assertThat(member.sessions().getFirst().vertebrae().get(1))
        .isEqualTo(
            new TreatedVertebra(2, L1, null, null, false, List.of(source("Procedure", "a"))));
  }

  @Test
  void a_level_that_several_procedures_name_is_one_vertebra() {
    Member member = derive(patient(), procedure("a", L3).fact(), procedure("b", L3, L4).fact());
    assertThat(levels(member)).containsExactly(L3, L4);
    assertThat(vertebra(member, 0).sources())
        .containsExactly(source("Procedure", "a"), source("Procedure", "b"));
  }

  @Test
  void two_procedures_that_say_sacral_are_two_vertebrae_even_beside_a_named_one() {
    Member member =
        derive(
            patient(),
            procedure("a", SACRAL).fact(),
            procedure("b", SACRAL).fact(),
            procedure("c", S1).fact());
    assertThat(levels(member)).containsExactly(S1, SACRAL, SACRAL);
  }

  @Test
  void within_one_procedure_only_the_most_precise_levels_count() {
    assertThat(levels(derive(patient(), procedure("a", SACRAL, S1, UNKNOWN).fact())))
        .containsExactly(S1);
  }

  @Test
  void each_line_of_a_bill_without_a_level_is_one_unknown_vertebra() {
    Member member = derive(patient(), procedure("a").fact(), procedure("b", LUMBAR).fact());
    assertThat(levels(member)).containsExactly(LUMBAR, UNKNOWN);
  }

  @Test
  void each_add_on_line_is_one_vertebra_in_the_region_that_its_code_names() {
    Member member =
        derive(
            patient(),
            procedure("first").fact(),
            procedure("add-on-1").fact(),
            procedure("add-on-2").codedLevel(LUMBAR).fact());
    assertThat(levels(member)).containsExactly(LUMBAR, UNKNOWN, UNKNOWN);
  }

  @Test
  void the_region_of_a_code_yields_to_body_sites_and_to_parts() {
    assertThat(levels(derive(patient(), procedure("a", L3).codedLevel(LUMBAR).fact())))
        .containsExactly(L3);
    assertThat(
            levels(
                derive(
                    patient(),
                    procedure("a").codedLevel(LUMBAR).fact(),
                    procedure("b", T12).partOf("a").fact())))
        .containsExactly(T12);
  }

  @Test
  void a_kyphoplasty_of_the_same_day_treats_no_vertebra_of_the_study() {
    Fact kyphoplasty = procedure("pkp", L4).kind(ProcedureKind.PKP).partOf("a").fact();
    Member member =
        derive(
            patient(), procedure("a", L3).fact(), kyphoplasty, cement("v", 3000, L4, null, "pkp"));
    assertThat(levels(member)).containsExactly(L3);
    assertThat(reasons(member)).containsExactly("v NOT_ATTRIBUTABLE", "pkp NOT_AN_INDEX_PROCEDURE");
  }

  @Test
  void a_session_alone_treated_one_unknown_vertebra_and_with_parts_only_those() {
    assertThat(levels(derive(patient(), procedure("a").fact()))).containsExactly(UNKNOWN);
    assertThat(
            levels(derive(patient(), procedure("a").fact(), procedure("b", L3).partOf("a").fact())))
        .containsExactly(L3);
  }

  @Test
  void a_whole_adds_only_levels_that_no_part_names() {
    Member member =
        derive(
            patient(),
            procedure("a", L3, L4, SACRAL).fact(),
            procedure("b", L3, S1).partOf("a").fact());
    assertThat(levels(member)).containsExactly(L3, L4, S1);
  }

  @Test
  void the_only_part_without_a_level_is_the_only_level_left_of_its_whole() {
    Member member =
        derive(
            patient(),
            procedure("a", L3, L4).fact(),
            procedure("b", L3).partOf("a").fact(),
            procedure("c").partOf("a").approach(InjectionApproach.BILATERAL).fact());
    assertThat(levels(member)).containsExactly(L3, L4);
    assertThat(vertebra(member, 1).approach()).isEqualTo(InjectionApproach.BILATERAL);
  }

  @Test
  void parts_without_a_level_are_not_counted_again_by_the_levels_of_their_whole() {
    Member member =
        derive(
            patient(),
            procedure("a", T12, L3, L4).fact(),
            procedure("b").partOf("a").fact(),
            procedure("c", LUMBAR).partOf("a").fact());
    assertThat(member.sessions().getFirst().vertebrae()).hasSize(3);
  }

  @Test
  void procedures_that_are_part_of_each_other_still_treated_a_vertebra() {
    Member member =
        derive(patient(), procedure("a").partOf("b").fact(), procedure("b").partOf("a").fact());
    assertThat(levels(member)).containsExactly(UNKNOWN);
  }

  @Test
  void left_in_one_procedure_and_right_in_another_is_bilateral() {
    assertThat(approach(InjectionApproach.UNILATERAL_LEFT, InjectionApproach.UNILATERAL_RIGHT))
        .isEqualTo(InjectionApproach.BILATERAL);
    assertThat(approach(InjectionApproach.UNILATERAL, InjectionApproach.UNILATERAL))
        .isEqualTo(InjectionApproach.UNILATERAL);
    assertThat(approach(InjectionApproach.UNILATERAL, null))
        .isEqualTo(InjectionApproach.UNILATERAL);
    assertThat(approach(InjectionApproach.UNILATERAL, InjectionApproach.BILATERAL)).isNull();
    assertThat(approach(null, null)).isNull();
  }

  @Test
  void cement_goes_to_the_level_it_names_or_to_the_only_vertebra_of_its_procedure() {
    Member member =
        derive(
            patient(),
            procedure("a", L3, L4).fact(),
            procedure("b", T12).fact(),
            cement("by-level", 1100, L4, day(0), "a"),
            cement("only-one", 2500, null, day(0), "b"),
            cement("which", 900, null, day(0), "a"),
            cement("no-procedure", 800, L3, day(0)),
            cement("other-procedure", 700, L3, day(0), "unknown"));
    assertThat(member.sessions().getFirst().vertebrae().stream().map(TreatedVertebra::microlitres))
        .containsExactly(2500, null, 1100);
    assertThat(reasons(member))
        .containsExactly(
            "no-procedure NOT_ATTRIBUTABLE",
            "other-procedure TARGET_NOT_RECEIVED",
            "which NOT_ATTRIBUTABLE");
  }

  @Test
  void cement_of_the_whole_session_goes_to_the_part_with_its_level() {
    Member member =
        derive(
            patient(),
            procedure("a").fact(),
            procedure("b", L3).partOf("a").fact(),
            procedure("c", L4).partOf("a").fact(),
            cement("v", 1500, L4, null, "a"));
    assertThat(vertebra(member, 1).microlitres()).isEqualTo(1500);
    assertThat(vertebra(member, 1).sources())
        .containsExactly(source("Observation", "v"), source("Procedure", "c"));
  }

  @Test
  void of_several_volumes_of_one_vertebra_the_latest_counts_then_the_smaller_identifier() {
    Member member =
        derive(
            patient(),
            index(),
            cement("a", 1000, L3, null, "index"),
            cement("b", 1100, L3, day(0, "10:00"), "index"),
            cement("c", 1200, L3, day(0, "11:00"), "index"),
            cement("d", 1300, L3, day(0, "11:00"), "index"));
    assertThat(vertebra(member, 0).microlitres()).isEqualTo(1200);
    assertThat(reasons(member)).containsExactly("a DUPLICATE", "b DUPLICATE", "d DUPLICATE");
  }

  @Test
  void a_fracture_of_the_level_not_later_than_the_session_is_a_fractured_vertebra() {
    assertThat(fractured(fracture("f", null, L3))).isTrue();
    assertThat(fractured(fracture("f", day(0), L3))).isTrue();
    assertThat(fractured(fracture("f", day(-400), L1, L3))).isTrue();
    assertThat(fractured(fracture("f", day(1), L3))).isFalse();
    assertThat(fractured(fracture("f", null, L4))).isFalse();
    assertThat(fractured(fracture("f", null, LUMBAR))).isFalse();
    assertThat(fractured(fracture("f", null))).isFalse();
  }

  @Test
  void a_fracture_that_a_procedure_names_as_its_complication_is_an_event_and_not_a_finding() {
    Member member =
        derive(
            patient(), procedure("a", L3).details("Condition/f").fact(), fracture("f", day(0), L3));
    assertThat(vertebra(member, 0).fractured()).isFalse();
    assertThat(member.sessions().getFirst().events())
        .containsExactly(
            new Member.Event(
                1,
                ComplicationKind.FRACTURE,
                null,
                1,
                0,
                null,
                List.of(),
                List.of(),
                null,
                List.of(),
                List.of(source("Condition", "f"))));
  }

  @Test
  void what_is_dated_after_the_death_does_not_count() {
    Member member =
        derive(
            patientWhoDied(0),
            index(),
            cement("v", 1000, L3, day(1), "index"),
            fracture("f", day(1), L3));
    assertThat(reasons(member)).containsExactly("f AFTER_DEATH", "v AFTER_DEATH");
  }

  private static boolean fractured(Fact fact) {
    Member member = derive(patient(), index(), fact);
    boolean fractured = vertebra(member, 0).fractured();
    assertThat(member.unused())
        .isEqualTo(
            fractured
                ? List.of()
                : List.of(
                    new Unused(
                        fact.source(),
                        PatientFacts.time(fact) == null ? null : 1,
                        UnusedReason.NOT_ATTRIBUTABLE,
                        "pathological-fracture",
                        "confirmed",
                        null)));
    return fractured;
  }

  private static InjectionApproach approach(InjectionApproach one, InjectionApproach other) {
    return vertebra(
            derive(
                patient(),
                procedure("a", L3).approach(one).fact(),
                procedure("b", L3).approach(other).fact()),
            0)
        .approach();
  }

  private static TreatedVertebra vertebra(Member member, int position) {
    return member.sessions().getFirst().vertebrae().get(position);
  }

  private static List<VertebralLevel> levels(Member member) {
    return member.sessions().getFirst().vertebrae().stream().map(TreatedVertebra::level).toList();
  }

  private static List<String> reasons(Member member) {
    return member.unused().stream().map(u -> u.source().id() + " " + u.reason()).toList();
  }
}
