package org.pvpoutcomes.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pvpoutcomes.study.FactBuilder.XU_2021;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.study.Fact.Bm22ResponseFact;
import org.pvpoutcomes.study.Fact.BodyStructureFact;
import org.pvpoutcomes.study.Fact.CementVolumeFact;
import org.pvpoutcomes.study.Fact.ComplicationFact;
import org.pvpoutcomes.study.Fact.DiagnosisFact;
import org.pvpoutcomes.study.Fact.FollowUpFact;
import org.pvpoutcomes.study.Fact.LaboratoryFact;
import org.pvpoutcomes.study.Fact.MeasurementFact;
import org.pvpoutcomes.study.Fact.OpioidFact;
import org.pvpoutcomes.study.Fact.PatientFact;
import org.pvpoutcomes.study.Fact.ProcedureFact;
import org.pvpoutcomes.study.Fact.UnusableFact;
import org.pvpoutcomes.study.Member.Inclusion;

/** What must hold for the timeline of any facts whatsoever, tried on seeded random ones. */
@NullUnmarked
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TimelineTest {

  private static final int PATIENTS = 4_000;

  @Test
  void no_fact_is_lost_and_none_appears_twice() {
    for (long seed = 0; seed < PATIENTS; seed++) {
      List<Fact> facts = RandomFacts.of(seed);
      assertThat(sources(timeline(derive(facts), facts)))
          .as("seed %d", seed)
          .containsExactlyInAnyOrderElementsOf(facts.stream().map(Fact::source).toList());
    }
  }

  @Test
  void no_fact_is_lost_where_one_resource_says_several_things() {
    int shared = 0;
    for (long seed = 0; seed < PATIENTS; seed++) {
      List<Fact> facts = sharingSources(RandomFacts.of(seed), new Random(-seed));
      shared += facts.size() - (int) facts.stream().map(Fact::source).distinct().count();
      Member member = derive(facts);
      List<Timeline.Entry> timeline = timeline(member, facts);
      assertThat(sources(timeline))
          .as("seed %d", seed)
          .containsExactlyInAnyOrderElementsOf(facts.stream().map(Fact::source).toList());
      assertEachIsUsedOrUnused(seed, member, timeline);
    }
    assertThat(shared).isGreaterThan(PATIENTS);
  }

  @Test
  void each_fact_is_used_for_something_or_has_the_reason_of_the_row() {
    int used = 0;
    for (long seed = 0; seed < PATIENTS; seed++) {
      List<Fact> facts = RandomFacts.of(seed);
      Member member = derive(facts);
      List<Timeline.Entry> timeline = timeline(member, facts);
      assertEachIsUsedOrUnused(seed, member, timeline);
      used += timeline.stream().mapToInt(entry -> entry.usedFor().size()).sum();
    }
    assertThat(used).isGreaterThan(PATIENTS);
  }

  @Test
  void it_is_in_order_of_time_and_what_has_none_comes_last() {
    for (long seed = 0; seed < PATIENTS; seed++) {
      List<Fact> facts = RandomFacts.of(seed);
      Member member = derive(facts);
      List<Timeline.Entry> timeline = timeline(member, facts);
      List<ClinicalTime> times = timeline.stream().map(Timeline.Entry::time).toList();
      int dated = (int) times.stream().filter(time -> time != null).count();
      assertThat(times.subList(0, dated)).as("seed %d", seed).doesNotContainNull().isSorted();
      if (member.inclusion() == Inclusion.INCLUDED) {
        List<Integer> days = timeline.stream().map(Timeline.Entry::day).toList();
        assertThat(days.subList(0, dated)).as("seed %d", seed).doesNotContainNull().isSorted();
      }
    }
  }

  private static void assertEachIsUsedOrUnused(
      long seed, Member member, List<Timeline.Entry> timeline) {
    assertThat(timeline)
        .as("seed %d", seed)
        .allMatch(entry -> entry.usedFor().isEmpty() == (entry.reason() != null));
    assertThat(
            timeline.stream()
                .filter(entry -> entry.reason() != null)
                .map(entry -> entry.source() + " " + entry.reason()))
        .as("seed %d", seed)
        .containsExactlyInAnyOrderElementsOf(
            member.unused().stream()
                .map(unused -> unused.source() + " " + unused.reason())
                .toList());
  }

  /** Gives about half of the facts the source of an earlier one of the same kind of resource. */
  private static List<Fact> sharingSources(List<Fact> facts, Random random) {
    List<Fact> sharing = new ArrayList<>();
    for (Fact fact : facts) {
      List<SourceVersion> earlier =
          sharing.stream()
              .map(Fact::source)
              .filter(source -> source.type().equals(fact.source().type()))
              .toList();
      boolean shares =
          !(fact instanceof PatientFact)
              && !(fact instanceof ProcedureFact)
              && !earlier.isEmpty()
              && random.nextBoolean();
      sharing.add(shares ? from(fact, earlier.get(random.nextInt(earlier.size()))) : fact);
    }
    return sharing.stream().distinct().toList();
  }

  private static Fact from(Fact fact, SourceVersion source) {
    return switch (fact) {
      case PatientFact f -> f;
      case ProcedureFact f -> f;
      case BodyStructureFact f -> f;
      case MeasurementFact f ->
          new MeasurementFact(
              source, f.status(), f.identifier(), f.measure(), f.steps(), f.at(), f.issued());
      case UnusableFact f ->
          new UnusableFact(source, f.status(), f.identifier(), f.measure(), f.at(), f.reason());
      case Bm22ResponseFact f ->
          new Bm22ResponseFact(
              source, f.status(), f.identifier(), f.authored(), f.answers(), f.proxy());
      case CementVolumeFact f ->
          new CementVolumeFact(
              source,
              f.status(),
              f.identifier(),
              f.procedures(),
              f.level(),
              f.microlitres(),
              f.at());
      case FollowUpFact f ->
          new FollowUpFact(source, f.status(), f.identifier(), f.thousandthsOfMonths(), f.at());
      case LaboratoryFact f ->
          new LaboratoryFact(
              source, f.status(), f.identifier(), f.laboratory(), f.thousandths(), f.at());
      case DiagnosisFact f ->
          new DiagnosisFact(
              source,
              f.status(),
              f.identifier(),
              f.kind(),
              f.tumour(),
              f.levels(),
              f.onset(),
              f.course());
      case ComplicationFact f ->
          new ComplicationFact(
              source,
              f.status(),
              f.identifier(),
              f.kind(),
              f.leakSite(),
              f.level(),
              f.procedures(),
              f.onset(),
              f.resolution(),
              f.related(),
              f.details());
      case OpioidFact f ->
          new OpioidFact(
              source,
              f.status(),
              f.identifier(),
              f.opioid(),
              f.route(),
              f.microgramsPerDay(),
              f.from(),
              f.to(),
              f.administered());
    };
  }

  private static Member derive(List<Fact> facts) {
    return Derivation.derive("Patient/p", facts, XU_2021, TestData.COUNTED, FactBuilder.CDC_2022);
  }

  private static List<Timeline.Entry> timeline(Member member, List<Fact> facts) {
    return Timeline.of(member, facts, XU_2021).entries();
  }

  private static List<SourceVersion> sources(List<Timeline.Entry> timeline) {
    return timeline.stream().map(Timeline.Entry::source).toList();
  }
}
