package org.pvpoutcomes.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pvpoutcomes.study.FactBuilder.day;
import static org.pvpoutcomes.study.FactBuilder.derive;
import static org.pvpoutcomes.study.FactBuilder.patient;
import static org.pvpoutcomes.study.FactBuilder.procedure;
import static org.pvpoutcomes.study.FactBuilder.source;
import static org.pvpoutcomes.study.VertebralLevel.L1;
import static org.pvpoutcomes.study.VertebralLevel.L3;
import static org.pvpoutcomes.study.VertebralLevel.LUMBAR;
import static org.pvpoutcomes.study.VertebralLevel.SACRAL;
import static org.pvpoutcomes.study.VertebralLevel.UNKNOWN;

import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.study.Fact.ProcedureFact;
import org.pvpoutcomes.study.Member.Session;
import org.pvpoutcomes.study.Member.TreatedVertebra;

/** Procedures that were sent again under another id: the business identifier tells. */
@NullUnmarked
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ProcedureCopiesTest {

  private static final String ONE = "procedure|1";

  @Test
  void copies_without_a_level_are_one_vertebra_that_rests_on_both() {
    Session session =
        onlySession(procedure("a").identifier(ONE).fact(), procedure("b").identifier(ONE).fact());
    assertThat(session.vertebrae())
        .containsExactly(
            new TreatedVertebra(
                1,
                UNKNOWN,
                null,
                null,
                false,
                List.of(source("Procedure", "a"), source("Procedure", "b"))));
    assertThat(session.sources())
        .containsExactly(source("Procedure", "a"), source("Procedure", "b"));
  }

  @Test
  void copies_that_name_a_region_by_site_or_by_code_are_one_vertebra() {
    assertThat(
            levels(
                procedure("a", SACRAL, LUMBAR).identifier(ONE).fact(),
                procedure("b", SACRAL, LUMBAR).identifier(ONE).fact()))
        .containsExactly(LUMBAR, SACRAL);
    assertThat(
            levels(
                procedure("a").codedLevel(LUMBAR).identifier(ONE).fact(),
                procedure("b").codedLevel(LUMBAR).identifier(ONE).fact()))
        .containsExactly(LUMBAR);
  }

  @Test
  void without_a_common_identifier_two_lines_are_two_vertebrae() {
    assertThat(levels(procedure("a").fact(), procedure("b").fact()))
        .containsExactly(UNKNOWN, UNKNOWN);
  }

  @Test
  void one_identifier_of_lines_that_say_different_things_makes_no_copies() {
    assertThat(
            levels(
                procedure("a").codedLevel(LUMBAR).identifier(ONE).fact(),
                procedure("b").identifier(ONE).fact(),
                procedure("c", SACRAL).identifier(ONE).fact()))
        .containsExactly(LUMBAR, SACRAL, UNKNOWN);
    assertThat(
            levels(
                procedure("a").identifier(ONE).fact(),
                procedure("b").identifier(ONE).at(day(0, "10:30")).fact()))
        .containsExactly(UNKNOWN, UNKNOWN);
    Member member =
        derive(
            patient(),
            procedure("a").identifier(ONE).fact(),
            procedure("b").identifier(ONE).at(day(7)).fact());
    assertThat(member.sessions()).hasSize(2);
  }

  @Test
  void a_session_and_its_parts_that_were_sent_twice_are_one_session() {
    ProcedureFact[] twice = {
      procedure("s").identifier("session|1").fact(),
      procedure("v1", L1).identifier("vertebra|1").partOf("s").fact(),
      procedure("v2").identifier("vertebra|2").partOf("s").fact(),
      procedure("t").identifier("session|1").fact(),
      procedure("w1", L1).identifier("vertebra|1").partOf("t").fact(),
      procedure("w2").identifier("vertebra|2").partOf("t").fact()
    };
    assertThat(levels(twice)).containsExactly(L1, UNKNOWN);
  }

  @Test
  void a_session_whose_copy_came_without_its_parts_has_the_parts_all_the_same() {
    assertThat(
            levels(
                procedure("s", L1, L3).identifier("session|1").fact(),
                procedure("v1", L1).partOf("s").fact(),
                procedure("v2").partOf("s").fact(),
                procedure("t", L1, L3).identifier("session|1").fact()))
        .containsExactly(L1, L3);
  }

  @Test
  void copies_of_a_line_join_the_session_of_the_day_as_one_line_does() {
    assertThat(
            levels(
                procedure("s").fact(),
                procedure("v", L1).partOf("s").fact(),
                procedure("a").identifier(ONE).fact(),
                procedure("b").identifier(ONE).fact()))
        .containsExactly(L1, UNKNOWN);
  }

  @Test
  void what_each_copy_names_as_its_complication_happened_once() {
    Session session =
        onlySession(
            procedure("a")
                .identifier(ONE)
                .complication(ComplicationKind.RADICULAR_PAIN, null)
                .fact(),
            procedure("b")
                .identifier(ONE)
                .complication(ComplicationKind.RADICULAR_PAIN, null)
                .fact());
    assertThat(session.events()).hasSize(1);
  }

  private static List<VertebralLevel> levels(ProcedureFact... procedures) {
    return onlySession(procedures).vertebrae().stream().map(TreatedVertebra::level).toList();
  }

  private static Session onlySession(ProcedureFact... procedures) {
    Fact[] facts = new Fact[procedures.length + 1];
    facts[0] = patient();
    System.arraycopy(procedures, 0, facts, 1, procedures.length);
    Member member = derive(facts);
    assertThat(member.sessions()).hasSize(1);
    return member.sessions().getFirst();
  }
}
