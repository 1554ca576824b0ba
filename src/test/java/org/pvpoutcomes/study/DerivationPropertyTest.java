package org.pvpoutcomes.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.study.Fact.ComplicationFact;
import org.pvpoutcomes.study.Fact.DiagnosisFact;
import org.pvpoutcomes.study.Fact.DiagnosisKind;
import org.pvpoutcomes.study.Fact.UnusableFact;
import org.pvpoutcomes.study.Member.Event;
import org.pvpoutcomes.study.Member.Inclusion;
import org.pvpoutcomes.study.Member.Session;
import org.pvpoutcomes.study.Member.TreatedVertebra;
import org.pvpoutcomes.study.Member.Unused;
import org.pvpoutcomes.study.Member.UnusedReason;
import org.pvpoutcomes.study.Member.Value;

/** What must hold for any facts whatsoever, tried on seeded random ones. */
@NullUnmarked
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DerivationPropertyTest {

  private static final int PATIENTS = 4_000;

  private static final Set<String> REVISIONS = Set.of("amended", "corrected");

  /** An unused fact may still be why a value is missing, or have superseded another one. */
  private static final Set<UnusedReason> GIVES_A_REASON =
      Stream.concat(
              Stream.of(
                  UnusedReason.STATUS_NOT_COUNTED,
                  UnusedReason.OUTSIDE_WINDOW,
                  UnusedReason.AFTER_SESSION_START,
                  UnusedReason.INCOMPLETE_FORM),
              Arrays.stream(UnusableReason.values()).map(UnusableReason::unused))
          .collect(Collectors.toUnmodifiableSet());

  @Test
  void neither_order_nor_repetition_of_the_facts_changes_the_row() {
    for (long seed = 0; seed < PATIENTS; seed++) {
      List<Fact> facts = RandomFacts.of(seed);
      Member member = derive(facts);
      Random random = new Random(-seed);
      for (int round = 0; round < 4; round++) {
        List<Fact> arrived = new ArrayList<>(facts);
        for (Fact fact : facts) {
          if (random.nextBoolean()) {
            arrived.add(fact);
          }
        }
        Collections.shuffle(arrived, random);
        assertThat(derive(arrived)).as("seed %d", seed).isEqualTo(member);
      }
    }
  }

  @Test
  void where_test_data_do_not_count_the_figures_are_those_without_them() {
    for (long seed = 0; seed < PATIENTS; seed++) {
      List<Fact> facts = RandomFacts.of(seed);
      List<Fact> real = facts.stream().filter(fact -> !fact.source().testData()).toList();
      Member member =
          Derivation.derive(
              "Patient/p", facts, FactBuilder.XU_2021, TestData.LEFT_OUT, FactBuilder.CDC_2022);
      List<SourceVersion> left =
          member.unused().stream()
              .filter(unused -> unused.reason() == Member.UnusedReason.TEST_DATA)
              .map(Unused::source)
              .toList();
      assertThat(left)
          .as("seed %d", seed)
          .containsExactlyInAnyOrderElementsOf(
              facts.stream().map(Fact::source).filter(SourceVersion::testData).toList());
      if (member.inclusion() == Inclusion.TEST_DATA) {
        assertThat(member.sessions()).isEmpty();
        assertThat(member.eligibility()).isEmpty();
      } else {
        Member without = derive(real);
        assertThat(member.inclusion()).as("seed %d", seed).isEqualTo(without.inclusion());
        assertThat(member.eligibility()).as("seed %d", seed).isEqualTo(without.eligibility());
        assertThat(member.sessions()).as("seed %d", seed).isEqualTo(without.sessions());
        assertThat(member.series()).as("seed %d", seed).isEqualTo(without.series());
        assertThat(member.painResponse()).as("seed %d", seed).isEqualTo(without.painResponse());
      }
    }
  }

  @Test
  void every_fact_has_a_part_in_the_row_or_is_listed_as_unused_and_never_both() {
    int included = 0;
    for (long seed = 0; seed < PATIENTS; seed++) {
      List<Fact> facts = RandomFacts.of(seed);
      Member member = derive(facts);
      List<SourceVersion> unused = member.unused().stream().map(Unused::source).toList();
      assertThat(unused).as("seed %d", seed).doesNotHaveDuplicates().isSorted();
      Set<SourceVersion> used = used(member, facts);
      assertThat(used).as("seed %d", seed).doesNotContainAnyElementsOf(unused);
      Set<SourceVersion> all = new HashSet<>(used);
      all.addAll(unused);
      assertThat(all)
          .as("seed %d", seed)
          .containsExactlyInAnyOrderElementsOf(facts.stream().map(Fact::source).toList());
      included += member.inclusion() == Inclusion.INCLUDED ? 1 : 0;
    }
    assertThat(included).isGreaterThan(PATIENTS / 2);
  }

  @Test
  void the_row_of_a_patient_who_is_in_is_complete_and_in_order() {
    for (long seed = 0; seed < PATIENTS; seed++) {
      Member member = derive(RandomFacts.of(seed));
      if (member.inclusion() != Inclusion.INCLUDED) {
        assertThat(member.sessions()).isEmpty();
        assertThat(member.series()).isEmpty();
        continue;
      }
      assertThat(member.series().stream().map(Member.Series::measure).toList())
          .isEqualTo(FactBuilder.XU_2021.measures());
      assertThat(member.series()).allMatch(series -> series.values().size() == 3);
      assertThat(member.painResponse().opioids()).hasSize(3);
      assertThat(member.painResponse().responses())
          .hasSize(FactBuilder.XU_2021.comparisons().size());
      assertThat(member.sessions().getFirst().day()).isZero();
      int number = 0;
      for (Session session : member.sessions()) {
        assertThat(session.number()).isEqualTo(++number);
        assertThat(session.vertebrae()).isNotEmpty();
        assertThat(session.vertebrae().stream().map(TreatedVertebra::level)).isSorted();
        assertThat(
                session.vertebrae().stream()
                    .map(TreatedVertebra::level)
                    .filter(VertebralLevel::isParticular))
            .doesNotHaveDuplicates();
        assertThat(session.events()).allMatch(event -> pointsIntoSession(event, session));
        assertThat(session.events().stream().map(Event::number).toList())
            .isEqualTo(IntStream.rangeClosed(1, session.events().size()).boxed().toList());
      }
    }
  }

  @Test
  void taking_away_an_unused_fact_changes_no_figure() {
    int tried = 0;
    for (long seed = 0; seed < PATIENTS; seed++) {
      List<Fact> facts = RandomFacts.of(seed);
      Member member = derive(facts);
      Unused harmless =
          member.unused().stream()
              .filter(unused -> !GIVES_A_REASON.contains(unused.reason()))
              .findFirst()
              .orElse(null);
      if (member.inclusion() != Inclusion.INCLUDED || harmless == null) {
        continue;
      }
      if (isLinked(harmless.source(), facts)) {
        // A report that belongs nowhere keeps those that are linked to it from being taken in.
        continue;
      }
      if (member.unused().stream().anyMatch(u -> u.reason() == UnusedReason.SUPERSEDED)
          && REVISIONS.contains(harmless.status())) {
        // A revision that is not used itself may still have taken the place of another report.
        continue;
      }
      tried++;
      List<Fact> without =
          facts.stream().filter(fact -> !fact.source().equals(harmless.source())).toList();
      Member again = derive(without);
      assertThat(again.sessions()).as("seed %d, %s", seed, harmless).isEqualTo(member.sessions());
      assertThat(again.series()).as("seed %d, %s", seed, harmless).isEqualTo(member.series());
      assertThat(again.painResponse())
          .as("seed %d, %s", seed, harmless)
          .isEqualTo(member.painResponse());
    }
    assertThat(tried).isGreaterThan(PATIENTS / 4);
  }

  @Test
  void every_response_and_every_kind_of_dose_occurs() {
    Set<ConsensusResponse> responses = new HashSet<>();
    Set<UnusedReason> reasons = new HashSet<>();
    for (long seed = 0; seed < PATIENTS; seed++) {
      Member member = derive(RandomFacts.of(seed));
      if (member.painResponse() != null) {
        responses.addAll(member.painResponse().responses());
        member.unused().stream()
            .filter(unused -> unused.source().type().startsWith("Medication"))
            .forEach(unused -> reasons.add(unused.reason()));
      }
    }
    assertThat(responses).containsExactlyInAnyOrder(ConsensusResponse.values());
    assertThat(reasons)
        .contains(
            UnusedReason.DUPLICATE,
            UnusedReason.SUPERSEDED,
            UnusedReason.OUTSIDE_WINDOW,
            UnusedReason.AFTER_DEATH,
            UnusedReason.NO_DATE,
            UnusedReason.STATUS_NOT_COUNTED);
  }

  @Test
  void a_resource_without_a_value_adds_no_value_and_takes_one_away_only_as_its_revision() {
    int superseding = 0;
    for (long seed = 0; seed < PATIENTS; seed++) {
      List<Fact> facts = RandomFacts.of(seed);
      Member member = derive(facts);
      Member without = derive(facts.stream().filter(f -> !(f instanceof UnusableFact)).toList());
      assertThat(member.sessions()).as("seed %d", seed).isEqualTo(without.sessions());
      boolean revised =
          facts.stream()
              .anyMatch(f -> f instanceof UnusableFact u && u.status().code().equals("amended"));
      if (revised) {
        superseding += observed(member).equals(observed(without)) ? 0 : 1;
      } else {
        assertThat(observed(member)).as("seed %d", seed).isEqualTo(observed(without));
      }
    }
    assertThat(superseding).isPositive();
  }

  private static List<Value> observed(Member member) {
    return member.series().stream()
        .flatMap(series -> series.values().stream())
        .filter(Value.Observed.class::isInstance)
        .toList();
  }

  private static boolean isLinked(SourceVersion source, List<Fact> facts) {
    return facts.stream()
        .anyMatch(
            fact ->
                fact instanceof ComplicationFact report
                    && (report.related().contains(source.reference())
                        || (report.source().equals(source) && !report.related().isEmpty())));
  }

  private static boolean pointsIntoSession(Event event, Session session) {
    return (event.vertebra() == null
            || (1 <= event.vertebra() && event.vertebra() <= session.vertebrae().size()))
        && event.causedBy().stream()
            .map(number -> session.events().get(number - 1))
            .allMatch(
                leak ->
                    leak.kind() == ComplicationKind.CEMENT_LEAKAGE && leak.symptomatic() != null);
  }

  private static Member derive(Collection<Fact> facts) {
    return Derivation.derive(
        "Patient/p", facts, FactBuilder.XU_2021, TestData.COUNTED, FactBuilder.CDC_2022);
  }

  private static Set<SourceVersion> used(Member member, List<Fact> facts) {
    Set<SourceVersion> used = new HashSet<>();
    Stream.of(member.patientSource(), member.followUpSource())
        .filter(source -> source != null)
        .forEach(used::add);
    member.eligibility().forEach(result -> used.addAll(result.evidence()));
    for (Session session : member.sessions()) {
      used.addAll(session.sources());
      session.vertebrae().forEach(vertebra -> used.addAll(vertebra.sources()));
      session.events().forEach(event -> used.addAll(event.sources()));
    }
    member
        .series()
        .forEach(
            series ->
                series.values().stream()
                    .filter(Value.Observed.class::isInstance)
                    .forEach(value -> used.add(((Value.Observed) value).source())));
    PainResponse response = member.painResponse();
    if (response != null) {
      response.opioids().forEach(omed -> used.addAll(omed.sources()));
    }
    // The row names the tumour, but not the diagnosis that names it; there is one at most.
    if (member.primaryTumour() != null) {
      Set<SourceVersion> unused = new HashSet<>();
      member.unused().forEach(u -> unused.add(u.source()));
      List<SourceVersion> tumours =
          facts.stream()
              .filter(f -> f instanceof DiagnosisFact d && d.kind() == DiagnosisKind.PRIMARY_TUMOUR)
              .map(Fact::source)
              .filter(source -> !unused.contains(source))
              .toList();
      assertThat(tumours).hasSize(1);
      used.addAll(tumours);
    }
    return used;
  }
}
