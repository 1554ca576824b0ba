package org.pvpoutcomes.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.pvpoutcomes.ingest.Resources.mrn;
import static org.pvpoutcomes.ingest.Resources.patient;
import static org.pvpoutcomes.ingest.Resources.score;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.ingest.WriteRefusedException.Reason;
import org.pvpoutcomes.record.Condition;
import org.pvpoutcomes.record.Criteria;
import org.pvpoutcomes.record.Criterion;
import org.pvpoutcomes.record.ResourceKey;
import org.pvpoutcomes.record.SearchToken;

/** Who meets a condition once a transaction is done. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HoldersTest {

  @Test
  void what_is_stored_and_written_again_counts_by_what_is_written() {
    Criteria ofP = painOf("Patient/p");
    Map<Condition, List<String>> stored =
        Map.of(ofP, List.of("stays", "changes", "deleted"), mrn("SYN-1"), List.of("known"));
    List<Write> writes =
        List.of(
            Write.update("changes", score("Patient/q", 1, 40)),
            Write.delete("Observation", "deleted"),
            Write.update("comes", score("Patient/p", 2, 40)),
            Write.update("new", patient("SYN-1")));
    Holders holders =
        new Holders(
            writes,
            List.of(
                target("Observation", "changes"),
                target("Observation", "deleted"),
                target("Observation", "comes"),
                target("Patient", "new")),
            stored);

    assertThat(holders.of(ofP)).containsExactlyInAnyOrder("stays", "comes");
    assertThat(holders.of(painOf("Patient/q"))).containsExactly("changes");
    assertThat(holders.of(mrn("SYN-1"))).containsExactlyInAnyOrder("known", "new");
    assertThat(holders.of(mrn("SYN-2"))).isEmpty();
  }

  @Test
  void what_is_stored_by_a_condition_must_meet_it_and_alone() {
    Write other = Write.create(score("Patient/q", 1, 40), painOf("Patient/p"));
    Write own = Write.create(score("Patient/p", 1, 40), painOf("Patient/p"));
    Write same = Write.create(score("Patient/p", 2, 50), null);

    assertThat(refused(other)).isEqualTo(Reason.CONDITION_NOT_MET);
    assertThat(refused(own, same)).isEqualTo(Reason.MULTIPLE_MATCHES);
    assertThatCode(() -> require(own)).doesNotThrowAnyException();
  }

  @Test
  void a_condition_that_another_resource_or_the_time_decides_can_only_find() {
    Criterion time = new Criterion.LastUpdated(List.of());
    Criterion chain =
        new Criterion.Chain(
            "subject",
            new TreeSet<>(List.of("Patient")),
            new Criterion.Ids(new TreeSet<>(List.of("p"))));
    for (Criterion criterion : List.of(time, chain)) {
      Criteria condition = new Criteria("Observation", List.of(criterion));
      WriteRefusedException refusal =
          catchThrowableOfType(
              WriteRefusedException.class,
              () -> Conditions.of(List.of(Write.create(score("Patient/p", 1, 40), condition))));

      assertThat(refusal.reason()).isEqualTo(Reason.CONDITION_NOT_MET);
      assertThat(Conditions.of(List.of(Write.delete(condition)))).containsExactly(condition);
    }
  }

  @Test
  void ten_thousand_conditions_over_ten_thousand_resources_take_no_time() {
    List<Write> writes = new ArrayList<>();
    List<Target> targets = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      writes.add(Write.create(score("Patient/p" + i, 1, 40), painOf("Patient/p" + i)));
      targets.add(target("Observation", "o" + i));
    }
    Assertions.assertTimeout(
        Duration.ofSeconds(20),
        () -> OwnConditions.require(writes, targets, new Holders(writes, targets, Map.of())));
  }

  private static Reason refused(Write... writes) {
    return catchThrowableOfType(WriteRefusedException.class, () -> require(writes)).reason();
  }

  private static void require(Write... writes) {
    List<Target> targets = new ArrayList<>();
    for (int i = 0; i < writes.length; i++) {
      targets.add(target(writes[i].type(), "o" + i));
    }
    OwnConditions.require(
        List.of(writes), targets, new Holders(List.of(writes), targets, Map.of()));
  }

  private static Target target(String type, String id) {
    return new Target(new ResourceKey(type, id), true, false);
  }

  private static Criteria painOf(String patient) {
    return new Criteria(
        "Observation",
        List.of(
            tokens(SearchToken.coding("code", "http://loinc.org", "38214-3")),
            tokens(SearchToken.reference("subject", patient))));
  }

  private static Criterion tokens(String token) {
    return new Criterion.Tokens(new TreeSet<>(List.of(token)));
  }
}
