package org.pvpoutcomes.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.persistence.EntityManager;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.study.ComplicationKind;
import org.pvpoutcomes.study.LeakSite;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Member;
import org.pvpoutcomes.study.Member.Inclusion;
import org.pvpoutcomes.study.Member.MissingReason;
import org.pvpoutcomes.study.Member.UnusedReason;
import org.pvpoutcomes.study.Member.Value;
import org.pvpoutcomes.study.PrimaryTumour;
import org.pvpoutcomes.study.Protocol;
import org.pvpoutcomes.study.Protocol.Band;
import org.pvpoutcomes.study.Protocol.Comparison;
import org.pvpoutcomes.study.Protocol.ResponderRule;
import org.pvpoutcomes.study.Protocol.TimePoint;
import org.pvpoutcomes.study.Sex;

/** What PostgreSQL selects against loops over the members of a seeded random cohort. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MemberFilterTest {

  private static final String STUDY = "xu-2021";
  private static final StrataBands BANDS =
      new StrataBands(
          List.of(50, 60, 70), List.of(BigDecimal.ONE, BigDecimal.TWO, BigDecimal.valueOf(3)));

  private final MemberRepository members;
  private final EntityManager entityManager;
  private final StudyProtocols protocols;
  private Protocol protocol;
  private List<Member> stored;

  MemberFilterTest(
      MemberRepository members, EntityManager entityManager, StudyProtocols protocols) {
    this.members = members;
    this.entityManager = entityManager;
    this.protocols = protocols;
  }

  @BeforeEach
  void write_a_random_cohort() {
    empty_the_cohort();
    protocol = protocols.find(STUDY).orElseThrow();
    stored = new RandomMembers(protocol, new Random(20210505)).members(300);
    QuarkusTransaction.requiringNew().run(() -> members.replace(STUDY, stored));
  }

  @AfterEach
  void empty_the_cohort() {
    EmptyCohort.of(entityManager);
  }

  @Test
  void all_members_and_those_of_each_inclusion() {
    assertSelects(all(), member -> true);
    for (Inclusion inclusion : Inclusion.values()) {
      assertSelects(all().inclusion(inclusion), member -> member.inclusion() == inclusion);
    }
  }

  @Test
  void the_patients_of_a_stratum() {
    BruteForce expected = new BruteForce(protocol, stored);
    for (Stratification by : Stratification.values()) {
      List<String> strata =
          by == Stratification.NUMBER_OF_LEVELS ? List.of("1", "2", "3") : by.strata(BANDS);
      for (String stratum : strata) {
        assertSelects(
            all().keptBy(keeping(by, stratum)),
            included(member -> expected.ofPatient(by, member).equals(stratum)));
      }
    }
    assertSelects(
        all().keptBy(keeping(Stratification.PRIMARY_TUMOUR, "lung", "breast")),
        included(
            member ->
                member.primaryTumour() == PrimaryTumour.LUNG
                    || member.primaryTumour() == PrimaryTumour.BREAST));
  }

  @Test
  void the_patients_with_a_value_and_those_without_by_reason() {
    for (Measure measure : protocol.measures()) {
      for (TimePoint timePoint : protocol.timePoints()) {
        String id = timePoint.id();
        assertSelects(
            all().withValue(measure, id), included(member -> steps(member, measure, id) != null));
        for (MissingReason reason : MissingReason.values()) {
          assertSelects(
              all().without(measure, id, reason),
              included(member -> value(member, measure, id).equals(new Value.Missing(reason))));
        }
      }
    }
  }

  @Test
  void the_patients_in_a_severity_band() {
    BigDecimal above = BigDecimal.valueOf(-1);
    for (Band band : protocol.bands().getFirst().bands()) {
      BigDecimal lower = above;
      for (TimePoint timePoint : protocol.timePoints()) {
        assertSelects(
            all().inBand(Measure.VAS_PAIN, timePoint.id(), band),
            included(
                member -> {
                  Integer steps = steps(member, Measure.VAS_PAIN, timePoint.id());
                  return steps != null
                      && points(steps).compareTo(lower) > 0
                      && points(steps).compareTo(band.upTo()) <= 0;
                }));
      }
      above = band.upTo();
    }
  }

  @Test
  void the_patients_whose_value_changed() {
    for (Measure measure : protocol.measures()) {
      int sign = measure.direction() == Measure.Direction.LOWER_IS_BETTER ? 1 : -1;
      for (Comparison comparison : protocol.comparisons()) {
        assertSelects(
            all().withBoth(measure, comparison), pair(measure, comparison, (from, to) -> true));
        assertSelects(
            all().changed(measure, comparison, MemberFilter.Change.IMPROVED),
            pair(measure, comparison, (from, to) -> sign * (from - to) > 0));
        assertSelects(
            all().changed(measure, comparison, MemberFilter.Change.UNCHANGED),
            pair(measure, comparison, Integer::equals));
        assertSelects(
            all().changed(measure, comparison, MemberFilter.Change.WORSENED),
            pair(measure, comparison, (from, to) -> sign * (from - to) < 0));
      }
    }
  }

  @Test
  void the_patients_who_responded() {
    for (ResponderRule rule : protocol.responders()) {
      for (Comparison comparison : protocol.comparisons()) {
        assertSelects(
            all().responded(rule, comparison),
            pair(Measure.VAS_PAIN, comparison, (from, to) -> responded(rule, from, to)));
      }
    }
  }

  @Test
  void the_patients_with_an_event() {
    for (ComplicationKind kind : ComplicationKind.values()) {
      assertSelects(all().withEvent(kind, null), event((session, event) -> event.kind() == kind));
      for (Stratification by : List.of(Stratification.APPROACH, Stratification.FRACTURE)) {
        for (String stratum : by.strata(BANDS)) {
          assertSelects(
              all().withEvent(kind, null, keeping(by, stratum)),
              event((session, event) -> event.kind() == kind && isAt(session, event, by, stratum)));
        }
      }
    }
    for (LeakSite site : LeakSite.values()) {
      assertSelects(
          all().withEvent(ComplicationKind.CEMENT_LEAKAGE, site),
          event((session, event) -> event.leakSite() == site));
    }
  }

  @Test
  void the_patients_with_an_unused_fact() {
    for (UnusedReason reason : UnusedReason.values()) {
      assertSelects(
          all().withUnused(reason),
          member -> member.unused().stream().anyMatch(unused -> unused.reason() == reason));
    }
  }

  @Test
  void several_conditions_must_all_hold() {
    Comparison comparison = protocol.comparisons().getFirst();
    assertSelects(
        all()
            .keptBy(keeping(Stratification.SEX, "female"))
            .changed(Measure.VAS_PAIN, comparison, MemberFilter.Change.IMPROVED)
            .withEvent(ComplicationKind.CEMENT_LEAKAGE, null),
        pair(Measure.VAS_PAIN, comparison, (from, to) -> from > to)
            .and(member -> member.sex() == Sex.FEMALE)
            .and(event((session, event) -> event.kind() == ComplicationKind.CEMENT_LEAKAGE)));
  }

  @Test
  void what_contradicts_itself_is_refused() {
    MemberFilter women = all().keptBy(keeping(Stratification.SEX, "female"));
    Division men = keeping(Stratification.SEX, "male");

    assertThatThrownBy(() -> women.keptBy(men)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Division keeping(Stratification property, String... strata) {
    return new Division(List.of(), List.of(new Division.Kept(property, List.of(strata))), BANDS);
  }

  private MemberFilter all() {
    return MemberFilter.of(Dataset.current(protocol));
  }

  private void assertSelects(MemberFilter filter, Predicate<Member> wanted) {
    List<Member> selected =
        QuarkusTransaction.requiringNew().call(() -> members.page(filter, null, 1000));
    assertThat(selected)
        .as(filter.sql())
        .containsExactlyInAnyOrderElementsOf(stored.stream().filter(wanted).toList());
  }

  private static Predicate<Member> included(Predicate<Member> wanted) {
    return member -> member.inclusion() == Inclusion.INCLUDED && wanted.test(member);
  }

  private Predicate<Member> pair(
      Measure measure, Comparison comparison, BiPredicate<Integer, Integer> wanted) {
    return member -> {
      if (member.inclusion() != Inclusion.INCLUDED) {
        return false;
      }
      Integer from = steps(member, measure, comparison.from());
      Integer to = steps(member, measure, comparison.to());
      return from != null && to != null && wanted.test(from, to);
    };
  }

  private static Predicate<Member> event(BiPredicate<Member.Session, Member.Event> wanted) {
    return member ->
        member.sessions().stream()
            .anyMatch(
                session ->
                    session.events().stream().anyMatch(event -> wanted.test(session, event)));
  }

  private static boolean isAt(
      Member.Session session, Member.Event event, Stratification by, String stratum) {
    return session.vertebrae().stream()
        .filter(vertebra -> Objects.equals(vertebra.number(), event.vertebra()))
        .anyMatch(
            vertebra ->
                switch (by) {
                  case FRACTURE ->
                      stratum.equals(vertebra.fractured() ? "fractured" : "not-fractured");
                  default ->
                      stratum.equals(
                          vertebra.approach() == null ? "not-stated" : vertebra.approach().code());
                });
  }

  /** As the sources of the rules word them, in points of the scale. */
  private static boolean responded(ResponderRule rule, int from, int to) {
    BigDecimal fall = points(from).subtract(points(to));
    return switch (rule.id()) {
      case "atLeast2Points" -> fall.compareTo(BigDecimal.TWO) >= 0;
      case "atLeast30Percent" ->
          from > 0 && fall.compareTo(points(from).multiply(new BigDecimal("0.3"))) >= 0;
      case "atLeast50Percent" ->
          from > 0 && fall.compareTo(points(from).multiply(new BigDecimal("0.5"))) >= 0;
      case "completeRelief" -> from > 0 && to == 0;
      default -> throw new AssertionError("The test does not know " + rule.id());
    };
  }

  /** A step of the VAS is a thousandth of a point. */
  private static BigDecimal points(int steps) {
    return BigDecimal.valueOf(steps, 3);
  }

  private Value value(Member member, Measure measure, String timePoint) {
    return member
        .series()
        .get(protocol.measures().indexOf(measure))
        .values()
        .get(protocol.timePointIndex(timePoint));
  }

  private @Nullable Integer steps(Member member, Measure measure, String timePoint) {
    return value(member, measure, timePoint) instanceof Value.Observed seen ? seen.steps() : null;
  }
}
