package org.pvpoutcomes.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pvpoutcomes.study.FactBuilder.XU_2021;
import static org.pvpoutcomes.study.FactBuilder.day;
import static org.pvpoutcomes.study.FactBuilder.patient;
import static org.pvpoutcomes.study.FactBuilder.procedure;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.study.Fact.ProcedureFact;
import org.pvpoutcomes.study.Member.Inclusion;

/** Three sessions, on days 0, 10 and 20, of which the second is of another site. */
@NullUnmarked
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class IndexProcedureTest {

  private static final Set<ProcedureKind> PVP = Set.of(ProcedureKind.PVP);
  private static final LocalDate DAY_0 = day(0).date();

  private final Fact[] facts = {
    patient(), at("a", 0, "http://a.example"), at("b", 10, "http://b.example"), at("c", 20, null)
  };

  @Test
  void without_restriction_the_first_session_is_the_index_session() {
    assertThat(sessions(IndexProcedure.of(PVP)))
        .containsExactly("0 http://a.example", "10 http://b.example", "20 null");
  }

  @Test
  void sessions_before_the_index_session_are_not_counted_and_those_after_it_are() {
    assertThat(sessions(new IndexProcedure(PVP, DAY_0.plusDays(1), DAY_0.plusDays(10), Set.of())))
        .containsExactly("0 http://b.example", "10 null");
    assertThat(sessions(new IndexProcedure(PVP, null, null, Set.of("http://b.example"))))
        .containsExactly("0 http://b.example", "10 null");
    assertThat(derive(new IndexProcedure(PVP, DAY_0.plusDays(10), null, Set.of())).unused())
        .extracting(unused -> unused.source().id() + " " + unused.reason().code())
        .containsExactly("a not-an-index-procedure");
  }

  @Test
  void the_days_of_the_limits_are_within_them() {
    assertThat(sessions(new IndexProcedure(PVP, DAY_0, DAY_0, Set.of()))).hasSize(3);
    assertThat(sessions(new IndexProcedure(PVP, DAY_0.plusDays(20), null, Set.of()))).hasSize(1);
  }

  @Test
  void without_a_session_that_meets_all_nobody_is_in_the_study() {
    Member member =
        derive(new IndexProcedure(PVP, DAY_0.plusDays(1), null, Set.of("http://a.example")));
    assertThat(member.inclusion()).isEqualTo(Inclusion.NO_INDEX_SESSION);
    assertThat(member.unused())
        .extracting(unused -> unused.reason().code())
        .containsExactly(
            "patient-not-in-study",
            "not-an-index-procedure",
            "not-an-index-procedure",
            "not-an-index-procedure");
  }

  @Test
  void a_restriction_that_leaves_nothing_is_refused() {
    assertThatThrownBy(() -> IndexProcedure.of(Set.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new IndexProcedure(PVP, DAY_0, DAY_0.minusDays(1), Set.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new IndexProcedure(PVP, null, null, Set.of(" ")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private List<String> sessions(IndexProcedure index) {
    return derive(index).sessions().stream().map(s -> s.day() + " " + s.site()).toList();
  }

  private Member derive(IndexProcedure index) {
    Protocol protocol =
        new Protocol(
            "synthetic",
            "Synthetic",
            "test",
            index,
            List.of(Measure.VAS_PAIN),
            XU_2021.timePoints(),
            List.of(),
            List.of(),
            List.of(),
            Set.of(),
            List.of(),
            Strata.NONE,
            List.of(),
            null,
            null,
            null);
    return Derivation.derive("Patient/p", List.of(facts), protocol);
  }

  private static ProcedureFact at(String id, int day, String site) {
    ProcedureFact fact = procedure(id, VertebralLevel.L3).at(day(day)).fact();
    return new ProcedureFact(
        fact.source(),
        fact.status(),
        fact.identifier(),
        fact.kind(),
        fact.performed(),
        fact.partOf(),
        fact.encounter(),
        fact.levels(),
        fact.approach(),
        fact.complications(),
        fact.complicationDetails(),
        fact.codedLevel(),
        fact.sides(),
        fact.structures(),
        site);
  }
}
