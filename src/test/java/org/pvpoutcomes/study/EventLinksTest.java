package org.pvpoutcomes.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pvpoutcomes.study.ComplicationKind.CEMENT_LEAKAGE;
import static org.pvpoutcomes.study.ComplicationKind.NEUROLOGICAL_DEFICIT;
import static org.pvpoutcomes.study.ComplicationKind.RADICULAR_PAIN;
import static org.pvpoutcomes.study.FactBuilder.complication;
import static org.pvpoutcomes.study.FactBuilder.day;
import static org.pvpoutcomes.study.FactBuilder.derive;
import static org.pvpoutcomes.study.FactBuilder.detailed;
import static org.pvpoutcomes.study.FactBuilder.fracture;
import static org.pvpoutcomes.study.FactBuilder.index;
import static org.pvpoutcomes.study.FactBuilder.leak;
import static org.pvpoutcomes.study.FactBuilder.patient;
import static org.pvpoutcomes.study.FactBuilder.procedure;
import static org.pvpoutcomes.study.FactBuilder.related;
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
import org.pvpoutcomes.study.Member.Event;
import org.pvpoutcomes.study.Member.Unused;
import org.pvpoutcomes.study.Member.UnusedReason;

/** Reports that name each other, and what they say beside what, where and when. */
@NullUnmarked
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EventLinksTest {

  private static final SourceVersion C = source("Condition", "c");
  private static final SourceVersion D = source("Condition", "d");
  private static final SourceVersion E = source("Condition", "e");

  @Test
  void pain_due_to_a_leak_is_an_event_of_the_session_and_the_leak_is_symptomatic() {
    Fact[] facts = {
      patient(),
      index(),
      leak("c", SPINAL_CANAL, L3, day(0), "index"),
      related(complication("d", RADICULAR_PAIN, null, null, day(1)), "Condition/c")
    };
    assertThat(events(derive(facts), 0))
        .containsExactly(
            event(1, CEMENT_LEAKAGE, SPINAL_CANAL, 1, 0, true, List.of(), C),
            event(2, RADICULAR_PAIN, null, 1, 1, null, List.of(1), D));
  }

  @Test
  void a_leak_that_names_what_resulted_from_it_is_linked_the_same_way() {
    Member member =
        derive(
            patient(),
            index(),
            related(leak("c", SPINAL_CANAL, L3, day(0), "index"), "Condition/d"),
            complication("d", RADICULAR_PAIN, null, null, day(1)));
    assertThat(events(member, 0))
        .containsExactly(
            event(1, CEMENT_LEAKAGE, SPINAL_CANAL, 1, 0, true, List.of(), C),
            event(2, RADICULAR_PAIN, null, 1, 1, null, List.of(1), D));
  }

  @Test
  void an_adverse_event_and_the_condition_it_resulted_in_are_one_event() {
    Member member =
        derive(
            patient(),
            procedure("index", L3, L4).fact(),
            related(complication("c", RADICULAR_PAIN, null, null, day(2), "index"), "Condition/d"),
            complication("d", RADICULAR_PAIN, null, L4, day(1)));
    assertThat(events(member, 0))
        .containsExactly(event(1, RADICULAR_PAIN, null, 2, 1, null, List.of(), C, D));
  }

  @Test
  void linked_reports_that_each_say_what_the_other_leaves_open_are_one_event() {
    Fact withLevel = leak("c", null, L4, null, "index");
    Fact withSite = related(leak("d", DISC, null, null, "index"), "Condition/c");
    Member linked = derive(patient(), procedure("index", L3, L4).fact(), withLevel, withSite);
    assertThat(events(linked, 0))
        .containsExactly(event(1, CEMENT_LEAKAGE, DISC, 2, null, null, List.of(), C, D));
    Fact withSiteOnly = leak("d", DISC, null, null, "index");
    Member apart = derive(patient(), procedure("index", L3, L4).fact(), withLevel, withSiteOnly);
    assertThat(events(apart, 0))
        .containsExactly(
            event(1, CEMENT_LEAKAGE, UNSPECIFIED, 2, null, null, List.of(), C),
            event(2, CEMENT_LEAKAGE, DISC, null, null, null, List.of(), D));
  }

  @Test
  void a_linked_report_goes_to_the_one_it_names_and_not_to_the_first_that_agrees() {
    Member member =
        derive(
            patient(),
            procedure("index", L3, L4).fact(),
            leak("c", DISC, L3, null, "index"),
            leak("d", DISC, L4, null, "index"),
            related(leak("e", null, null, null, "index"), "Condition/d"));
    assertThat(events(member, 0))
        .containsExactly(
            event(1, CEMENT_LEAKAGE, DISC, 1, null, null, List.of(), C),
            event(2, CEMENT_LEAKAGE, DISC, 2, null, null, List.of(), D, E));
  }

  @Test
  void links_between_reports_of_different_places_make_no_event_of_them() {
    Member member =
        derive(
            patient(),
            procedure("index", L3, L4).fact(),
            leak("c", DISC, L3, null, "index"),
            related(leak("d", DISC, L4, null, "index"), "Condition/c"));
    assertThat(events(member, 0))
        .containsExactly(
            event(1, CEMENT_LEAKAGE, DISC, 1, null, null, List.of(), C),
            event(2, CEMENT_LEAKAGE, DISC, 2, null, null, List.of(), D));
  }

  @Test
  void a_leak_that_nobody_claims_brings_what_it_led_to_into_its_session() {
    Member member =
        derive(
            patient(),
            index(),
            leak("c", DISC, null, day(0)),
            related(complication("d", RADICULAR_PAIN, null, null, day(1)), "Condition/c"),
            related(complication("e", NEUROLOGICAL_DEFICIT, null, null, day(2)), "Condition/d"));
    assertThat(events(member, 0))
        .containsExactly(
            event(1, CEMENT_LEAKAGE, DISC, 1, 0, true, List.of(), C),
            event(2, RADICULAR_PAIN, null, 1, 1, null, List.of(1), D),
            event(3, NEUROLOGICAL_DEFICIT, null, 1, 2, null, List.of(), E));
  }

  @Test
  void a_leak_linked_to_a_report_of_another_procedure_belongs_to_no_session() {
    Member member =
        derive(
            patient(),
            index(),
            procedure("pkp", L4).kind(ProcedureKind.PKP).fact(),
            leak("c", DISC, null, day(0), "pkp"),
            related(leak("d", DISC, null, day(0)), "Condition/c"),
            related(complication("e", RADICULAR_PAIN, null, null, day(0)), "Condition/d"));
    assertThat(events(member, 0)).isEmpty();
    assertThat(member.unused())
        .containsExactly(
            unused(C, UnusedReason.NOT_ATTRIBUTABLE, "cement-leakage"),
            unused(D, UnusedReason.NOT_ATTRIBUTABLE, "cement-leakage"),
            unused(E, UnusedReason.NOT_ATTRIBUTABLE, "radicular-pain"),
            new Unused(
                source("Procedure", "pkp"),
                0,
                UnusedReason.NOT_AN_INDEX_PROCEDURE,
                "pkp",
                "completed",
                null));
  }

  @Test
  void a_link_brings_a_leak_into_the_session_of_its_event_and_not_into_the_latest() {
    Member member =
        derive(
            patient(),
            index(),
            procedure("second", L4).at(day(40)).fact(),
            leak("c", DISC, null, day(41)),
            related(complication("d", RADICULAR_PAIN, null, null, day(2), "index"), "Condition/c"));
    assertThat(events(member, 0))
        .containsExactly(
            event(1, CEMENT_LEAKAGE, DISC, 1, 41, true, List.of(), C),
            event(2, RADICULAR_PAIN, null, 1, 2, null, List.of(1), D));
    assertThat(events(member, 1)).isEmpty();
  }

  @Test
  void a_leak_that_led_to_a_fracture_is_linked_to_it() {
    Member member =
        derive(
            patient(),
            procedure("index", L3).details("Condition/d").fact(),
            fracture("d", day(20), L3),
            related(leak("c", DISC, null, null), "Condition/d"));
    assertThat(events(member, 0))
        .containsExactly(
            event(1, CEMENT_LEAKAGE, DISC, 1, null, true, List.of(), C),
            event(2, ComplicationKind.FRACTURE, null, 1, 20, null, List.of(1), D));
  }

  @Test
  void a_report_that_names_a_procedure_which_has_not_come_waits_for_it() {
    Fact leak = leak("c", DISC, L3, day(0), "late");
    assertThat(derive(patient(), index(), leak).unused())
        .containsExactly(unused(C, UnusedReason.TARGET_NOT_RECEIVED, "cement-leakage"));
    Member arrived =
        derive(patient(), index(), leak, procedure("late", L4).at(day(0)).partOf("index").fact());
    assertThat(arrived.unused()).isEmpty();
    assertThat(events(arrived, 0)).hasSize(1);
  }

  @Test
  void details_of_all_reports_are_told_each_once_and_in_order() {
    EventDetails seen =
        new EventDetails(
            List.of(Severity.SIR_2017_GRADE_2, Severity.CTCAE_5_GRADE_2),
            List.of(DetectionMethod.CT),
            null);
    EventDetails again =
        new EventDetails(
            List.of(Severity.CTCAE_5_GRADE_2),
            List.of(DetectionMethod.FLUOROSCOPY, DetectionMethod.CT),
            false);
    Member member =
        derive(
            patient(),
            index(),
            detailed(leak("c", DISC, L3, day(0), "index"), seen),
            detailed(leak("d", DISC, null, day(0), "index"), again));
    assertThat(events(member, 0))
        .containsExactly(
            new Event(
                1,
                CEMENT_LEAKAGE,
                DISC,
                1,
                0,
                null,
                List.of(Severity.CTCAE_5_GRADE_2, Severity.SIR_2017_GRADE_2),
                List.of(DetectionMethod.FLUOROSCOPY, DetectionMethod.CT),
                false,
                List.of(),
                List.of(C, D)));
  }

  @Test
  void symptoms_that_one_report_tells_of_are_there_and_a_stated_no_holds_against_a_link() {
    Fact yes = detailed(leak("c", DISC, L3, null, "index"), symptoms(true));
    Fact no = detailed(leak("d", DISC, L3, null, "index"), symptoms(false));
    Fact pain = related(complication("e", RADICULAR_PAIN, null, null, null), "Condition/d");
    assertThat(events(derive(patient(), index(), yes, no), 0).getFirst().symptomatic()).isTrue();
    assertThat(events(derive(patient(), index(), no, pain), 0).getFirst().symptomatic()).isFalse();
    Fact unsaid = leak("d", DISC, L3, null, "index");
    assertThat(events(derive(patient(), index(), unsaid), 0).getFirst().symptomatic()).isNull();
  }

  private static Unused unused(SourceVersion source, UnusedReason reason, String kind) {
    return new Unused(source, 0, reason, kind, "confirmed", null);
  }

  private static EventDetails symptoms(boolean there) {
    return new EventDetails(List.of(), List.of(), there);
  }

  private static Event event(
      int number,
      ComplicationKind kind,
      LeakSite site,
      Integer vertebra,
      Integer onset,
      Boolean symptomatic,
      List<Integer> causedBy,
      SourceVersion... sources) {
    return new Event(
        number,
        kind,
        site,
        vertebra,
        onset,
        null,
        List.of(),
        List.of(),
        symptomatic,
        causedBy,
        List.of(sources));
  }

  private static List<Event> events(Member member, int session) {
    return member.sessions().get(session).events();
  }
}
