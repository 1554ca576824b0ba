package org.pvpoutcomes.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pvpoutcomes.study.FactBuilder.derive;
import static org.pvpoutcomes.study.FactBuilder.patient;
import static org.pvpoutcomes.study.FactBuilder.procedure;
import static org.pvpoutcomes.study.FactBuilder.source;
import static org.pvpoutcomes.study.FactBuilder.structure;
import static org.pvpoutcomes.study.InjectionApproach.BILATERAL;
import static org.pvpoutcomes.study.InjectionApproach.UNILATERAL;
import static org.pvpoutcomes.study.InjectionApproach.UNILATERAL_LEFT;
import static org.pvpoutcomes.study.InjectionApproach.UNILATERAL_RIGHT;
import static org.pvpoutcomes.study.StructureReference.Role.APPROACH;
import static org.pvpoutcomes.study.StructureReference.Role.TARGET;
import static org.pvpoutcomes.study.VertebralLevel.L3;
import static org.pvpoutcomes.study.VertebralLevel.L4;
import static org.pvpoutcomes.study.VertebralLevel.LUMBAR;
import static org.pvpoutcomes.study.VertebralLevel.UNKNOWN;

import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.study.Fact.BodyStructureFact;
import org.pvpoutcomes.study.Member.TreatedVertebra;
import org.pvpoutcomes.study.Member.Unused;
import org.pvpoutcomes.study.Member.UnusedReason;

/** The approach that sides of body sites and body structures tell. */
@NullUnmarked
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class NeedleSidesTest {

  @Test
  void each_level_of_one_procedure_has_the_side_of_its_body_site() {
    Member member =
        derive(
            patient(),
            procedure("a", L3, L4)
                .sides(new NeedleSide(L3, UNILATERAL_LEFT), new NeedleSide(L4, BILATERAL))
                .fact());
    assertThat(told(member)).containsExactly("L3 UNILATERAL_LEFT", "L4 BILATERAL");
  }

  @Test
  void left_and_right_of_one_level_are_bilateral_and_a_side_of_no_level_is_of_all() {
    Member member =
        derive(
            patient(),
            procedure("a", L3, L4)
                .sides(new NeedleSide(L3, UNILATERAL_LEFT), new NeedleSide(null, UNILATERAL_RIGHT))
                .fact());
    assertThat(told(member)).containsExactly("L3 BILATERAL", "L4 UNILATERAL_RIGHT");
  }

  @Test
  void a_stated_approach_holds_against_sides_that_can_only_make_a_unilateral_one_precise() {
    assertThat(told(stated(BILATERAL, UNILATERAL_LEFT))).containsExactly("L3 BILATERAL");
    assertThat(told(stated(UNILATERAL, UNILATERAL_LEFT))).containsExactly("L3 UNILATERAL_LEFT");
    assertThat(told(stated(UNILATERAL, BILATERAL))).containsExactly("L3 UNILATERAL");
    assertThat(told(stated(UNILATERAL_RIGHT, UNILATERAL_LEFT)))
        .containsExactly("L3 UNILATERAL_RIGHT");
  }

  @Test
  void a_target_structure_gives_level_and_side_and_is_a_source_of_both() {
    Member member =
        derive(
            patient(),
            structure("s", L3, UNILATERAL_LEFT),
            procedure("a").structures(refers("s", TARGET, null)).fact());
    assertThat(member.sessions().getFirst().vertebrae())
        .containsExactly(
            new TreatedVertebra(
                1,
                L3,
                UNILATERAL_LEFT,
                null,
                false,
                List.of(source("BodyStructure", "s"), source("Procedure", "a"))));
    assertThat(member.sessions().getFirst().sources())
        .containsExactly(source("BodyStructure", "s"), source("Procedure", "a"));
    assertThat(member.unused()).isEmpty();
  }

  @Test
  void an_approach_structure_gives_a_side_and_treats_nothing() {
    Member member =
        derive(
            patient(),
            structure("left", null, UNILATERAL_LEFT),
            structure("right", L4, UNILATERAL_RIGHT),
            procedure("a", L3)
                .structures(refers("left", APPROACH, null), refers("right", APPROACH, null))
                .fact());
    assertThat(told(member)).containsExactly("L3 UNILATERAL_LEFT");
  }

  @Test
  void the_structure_of_a_body_site_says_more_of_its_level_and_never_another() {
    Member precise =
        derive(
            patient(),
            structure("s", L3, UNILATERAL_LEFT),
            procedure("a", LUMBAR, UNKNOWN).structures(refers("s", TARGET, LUMBAR)).fact());
    assertThat(told(precise)).containsExactly("L3 UNILATERAL_LEFT");
    Member another =
        derive(
            patient(),
            structure("s", L3, UNILATERAL_LEFT),
            procedure("a", L4).structures(refers("s", TARGET, L4)).fact());
    assertThat(told(another)).containsExactly("L4 UNILATERAL_LEFT");
  }

  @Test
  void a_structure_that_is_missing_or_does_not_count_says_nothing() {
    BodyStructureFact active = structure("s", L3, UNILATERAL_LEFT);
    BodyStructureFact inactive =
        new BodyStructureFact(
            active.source(), new ReportStatus("inactive", false), "structure|s", L3, null);
    Fact procedure = procedure("a").structures(refers("s", TARGET, null)).fact();
    assertThat(told(derive(patient(), procedure))).containsExactly("UNKNOWN null");
    assertThat(told(derive(patient(), procedure, inactive))).containsExactly("UNKNOWN null");
  }

  @Test
  void a_structure_that_no_procedure_refers_to_makes_no_figure() {
    Member member = derive(patient(), structure("s", L3, null), procedure("a", L4).fact());
    assertThat(member.unused())
        .containsExactly(
            new Unused(
                source("BodyStructure", "s"),
                null,
                UnusedReason.NOT_A_MEASURE_OF_THE_STUDY,
                "body-structure",
                "active",
                null));
  }

  private static Member stated(InjectionApproach approach, InjectionApproach side) {
    return derive(
        patient(), procedure("a", L3).approach(approach).sides(new NeedleSide(L3, side)).fact());
  }

  private static StructureReference refers(
      String id, StructureReference.Role role, VertebralLevel level) {
    return new StructureReference("BodyStructure/" + id, role, level);
  }

  private static List<String> told(Member member) {
    return member.sessions().getFirst().vertebrae().stream()
        .map(vertebra -> vertebra.level() + " " + vertebra.approach())
        .toList();
  }
}
