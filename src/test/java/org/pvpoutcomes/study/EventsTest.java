package org.pvpoutcomes.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pvpoutcomes.study.ComplicationKind.CEMENT_LEAKAGE;
import static org.pvpoutcomes.study.ComplicationKind.FRACTURE;
import static org.pvpoutcomes.study.ComplicationKind.RADICULAR_PAIN;
import static org.pvpoutcomes.study.FactBuilder.complication;
import static org.pvpoutcomes.study.FactBuilder.day;
import static org.pvpoutcomes.study.FactBuilder.derive;
import static org.pvpoutcomes.study.FactBuilder.fracture;
import static org.pvpoutcomes.study.FactBuilder.index;
import static org.pvpoutcomes.study.FactBuilder.leak;
import static org.pvpoutcomes.study.FactBuilder.patient;
import static org.pvpoutcomes.study.FactBuilder.patientWhoDied;
import static org.pvpoutcomes.study.FactBuilder.procedure;
import static org.pvpoutcomes.study.FactBuilder.source;
import static org.pvpoutcomes.study.LeakSite.DISC;
import static org.pvpoutcomes.study.LeakSite.SPINAL_CANAL;
import static org.pvpoutcomes.study.LeakSite.UNSPECIFIED;
import static org.pvpoutcomes.study.VertebralLevel.L3;
import static org.pvpoutcomes.study.VertebralLevel.L4;

import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.study.Fact.ComplicationFact;
import org.pvpoutcomes.study.Member.Event;
import org.pvpoutcomes.study.Member.Unused;
import org.pvpoutcomes.study.Member.UnusedReason;

@NullUnmarked
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EventsTest {

  private static final SourceVersion INDEX = source("Procedure", "index");
  private static final SourceVersion C = source("Condition", "c");
  private static final SourceVersion D = source("Condition", "d");

  @Test
  void a_leak_reported_in_all_shapes_is_one_event() {
    ComplicationFact observed = leak("d", DISC, L3, day(1), "index");
    Member member =
        derive(
            patient(),
            procedure("index", L3, L4)
                .complication(CEMENT_LEAKAGE, null)
                .details("Condition/c")
                .fact(),
            leak("c", null, L3, day(0)),
            observed);
    assertThat(events(member, 0))
        .containsExactly(event(1, CEMENT_LEAKAGE, DISC, 1, 0, null, List.of(C, D, INDEX)));
    assertThat(member.unused()).isEmpty();
  }

  @Test
  void leaks_at_two_sites_of_one_vertebra_are_two_events_and_the_unspecified_one_is_the_first() {
    Member member =
        derive(
            patient(),
            procedure("index", L3).complication(CEMENT_LEAKAGE, UNSPECIFIED).fact(),
            leak("c", SPINAL_CANAL, null, null, "index"),
            leak("d", DISC, null, null, "index"));
    assertThat(events(member, 0))
        .containsExactly(
            event(1, CEMENT_LEAKAGE, DISC, 1, null, null, List.of(D, INDEX)),
            event(2, CEMENT_LEAKAGE, SPINAL_CANAL, 1, null, null, List.of(C)));
  }

  @Test
  void leaks_at_two_vertebrae_are_two_events() {
    Member member =
        derive(
            patient(),
            procedure("a").fact(),
            procedure("b", L3).partOf("a").complication(CEMENT_LEAKAGE, DISC).fact(),
            procedure("c", L4).partOf("a").complication(CEMENT_LEAKAGE, DISC).fact());
    assertThat(events(member, 0))
        .containsExactly(
            event(1, CEMENT_LEAKAGE, DISC, 1, null, null, List.of(source("Procedure", "b"))),
            event(2, CEMENT_LEAKAGE, DISC, 2, null, null, List.of(source("Procedure", "c"))));
  }

  @Test
  void a_leak_without_a_vertebra_is_absorbed_by_one_with_the_same_site_and_no_other() {
    Member member =
        derive(
            patient(),
            procedure("index", L3, L4).fact(),
            leak("c", DISC, L4, null, "index"),
            leak("d", DISC, null, null, "index"),
            leak("e", SPINAL_CANAL, null, null, "index"));
    assertThat(events(member, 0))
        .containsExactly(
            event(1, CEMENT_LEAKAGE, DISC, 2, null, null, List.of(C, D)),
            event(
                2,
                CEMENT_LEAKAGE,
                SPINAL_CANAL,
                null,
                null,
                null,
                List.of(source("Condition", "e"))));
  }

  @Test
  void a_leak_of_a_procedure_with_two_vertebrae_and_no_level_has_no_vertebra() {
    Member member =
        derive(patient(), procedure("index", L3, L4).complication(CEMENT_LEAKAGE, null).fact());
    assertThat(events(member, 0))
        .containsExactly(event(1, CEMENT_LEAKAGE, UNSPECIFIED, null, null, null, List.of(INDEX)));
  }

  @Test
  void a_leak_that_nobody_claims_goes_to_the_latest_session_that_had_begun() {
    Fact second = procedure("second", L4).at(day(40)).fact();
    assertThat(events(derive(patient(), index(), second, leak("c", DISC, null, day(39))), 0))
        .containsExactly(event(1, CEMENT_LEAKAGE, DISC, 1, 39, null, List.of(C)));
    assertThat(events(derive(patient(), index(), second, leak("c", DISC, null, day(40))), 1))
        .containsExactly(event(1, CEMENT_LEAKAGE, DISC, 1, 0, null, List.of(C)));
    assertThat(events(derive(patient(), index(), leak("c", DISC, null, null)), 0))
        .containsExactly(event(1, CEMENT_LEAKAGE, DISC, 1, null, null, List.of(C)));
  }

  @Test
  void a_leak_that_nobody_claims_and_no_date_decides_cannot_be_attributed() {
    Fact second = procedure("second", L4).at(day(40)).fact();
    assertNotAttributable(null, patient(), index(), second, leak("c", DISC, null, null));
    assertNotAttributable(-1, patient(), index(), leak("c", DISC, null, day(-1)));
  }

  @Test
  void a_leak_of_a_procedure_outside_the_study_is_not_ascribed_to_a_session() {
    Fact kyphoplasty = procedure("pkp", L4).kind(ProcedureKind.PKP).details("Condition/c").fact();
    Member byDetail = derive(patient(), index(), kyphoplasty, leak("c", DISC, null, day(0)));
    Member byReference = derive(patient(), index(), leak("c", DISC, null, day(0), "pkp"));
    assertThat(events(byDetail, 0)).isEmpty();
    assertThat(events(byReference, 0)).isEmpty();
  }

  @Test
  void radicular_pain_that_no_procedure_claims_can_be_the_disease() {
    assertNotAttributable(
        1, patient(), index(), complication("c", RADICULAR_PAIN, null, L3, day(1)));
  }

  @Test
  void radicular_pain_that_a_procedure_claims_is_an_event_of_its_vertebra() {
    Member member =
        derive(
            patient(),
            procedure("index", L3).details("Condition/c").fact(),
            complication("c", RADICULAR_PAIN, null, null, day(1)));
    assertThat(events(member, 0))
        .containsExactly(event(1, RADICULAR_PAIN, null, 1, 1, null, List.of(C)));
  }

  @Test
  void onset_is_the_earliest_and_resolution_the_latest_of_the_reports() {
    Member member =
        derive(patient(), index(), lasting("c", day(1), day(3)), lasting("d", day(0), day(14)));
    assertThat(events(member, 0))
        .containsExactly(event(1, RADICULAR_PAIN, null, 1, 0, 14, List.of(C, D)));
  }

  @Test
  void an_event_linked_to_two_sessions_belongs_to_the_latest_that_had_begun() {
    Member member =
        derive(
            patient(),
            procedure("index", L3).details("Condition/c").fact(),
            procedure("second", L4).at(day(40)).details("Condition/c").fact(),
            complication("c", RADICULAR_PAIN, null, null, day(41)));
    assertThat(events(member, 0)).isEmpty();
    assertThat(events(member, 1))
        .containsExactly(event(1, RADICULAR_PAIN, null, 1, 1, null, List.of(C)));
  }

  @Test
  void a_report_for_the_whole_that_is_not_there_yet_concerns_its_parts() {
    Member member =
        derive(
            patient(),
            procedure("a", L3).partOf("unknown").fact(),
            procedure("b", L4).partOf("unknown").fact(),
            leak("c", DISC, L4, null, "unknown"));
    assertThat(events(member, 0))
        .containsExactly(event(1, CEMENT_LEAKAGE, DISC, 2, null, null, List.of(C)));
  }

  @Test
  void a_new_fracture_of_an_untreated_neighbour_has_no_treated_vertebra() {
    Member member =
        derive(
            patient(),
            procedure("index", L3).complication(FRACTURE, null).details("Condition/c").fact(),
            fracture("c", day(30), L4));
    assertThat(events(member, 0))
        .containsExactly(event(1, FRACTURE, null, null, 30, null, List.of(C, INDEX)));
  }

  @Test
  void an_event_after_the_death_does_not_count() {
    Member member = derive(patientWhoDied(3), index(), leak("c", DISC, L3, day(4), "index"));
    assertThat(events(member, 0)).isEmpty();
    assertThat(member.unused())
        .containsExactly(
            new Unused(C, 4, UnusedReason.AFTER_DEATH, "cement-leakage", "confirmed", null));
  }

  private static ComplicationFact lasting(String id, ClinicalTime onset, ClinicalTime resolution) {
    ComplicationFact fact = complication(id, RADICULAR_PAIN, null, null, onset, "index");
    return new ComplicationFact(
        fact.source(),
        fact.status(),
        fact.identifier(),
        fact.kind(),
        null,
        null,
        fact.procedures(),
        onset,
        resolution,
        List.of(),
        EventDetails.NONE);
  }

  /** An event without details and links. */
  private static Event event(
      int number,
      ComplicationKind kind,
      LeakSite site,
      Integer vertebra,
      Integer onset,
      Integer resolution,
      List<SourceVersion> sources) {
    return new Event(
        number,
        kind,
        site,
        vertebra,
        onset,
        resolution,
        List.of(),
        List.of(),
        null,
        List.of(),
        sources);
  }

  private static void assertNotAttributable(Integer day, Fact... facts) {
    Member member = derive(facts);
    assertThat(member.sessions()).allMatch(session -> session.events().isEmpty());
    assertThat(member.unused())
        .singleElement()
        .satisfies(
            unused -> {
              assertThat(unused.source()).isEqualTo(C);
              assertThat(unused.day()).isEqualTo(day);
              assertThat(unused.reason()).isEqualTo(UnusedReason.NOT_ATTRIBUTABLE);
            });
  }

  private static List<Event> events(Member member, int session) {
    return member.sessions().get(session).events();
  }
}
