package org.pvpoutcomes.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.pvpoutcomes.ingest.Resources.MRN;
import static org.pvpoutcomes.ingest.Resources.mrn;
import static org.pvpoutcomes.ingest.Resources.note;
import static org.pvpoutcomes.ingest.Resources.patient;
import static org.pvpoutcomes.ingest.Resources.score;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.ingest.WriteRefusedException.Reason;
import org.pvpoutcomes.ingest.Written.Result;
import org.pvpoutcomes.record.Criteria;
import org.pvpoutcomes.record.Criterion;
import org.pvpoutcomes.record.SearchToken;
import org.pvpoutcomes.record.StoredVersion;

/** Conditions that are no single identifier. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class GeneralConditionTest {

  private static final String LOINC = "http://loinc.org";
  private static final String URN = "urn:uuid:00000000-0000-4000-8000-000000000001";

  @Inject IngestService ingest;

  @Test
  void a_conditional_create_finds_what_is_stored() {
    Criteria condition = painOf("Patient/p");

    Written first = one(Write.create(score("Patient/p", 1, 40), condition));
    Written again = one(Write.create(score("Patient/p", 1, 40), condition));

    assertThat(first.result()).isEqualTo(Result.CREATED);
    assertThat(again.result()).isEqualTo(Result.MATCHED);
    assertThat(stored(again).id()).isEqualTo(stored(first).id());
  }

  @Test
  void of_identical_conditional_creates_at_once_one_creates() throws Exception {
    Criteria condition = painOf("Patient/p");
    List<Callable<Written>> requests =
        Collections.nCopies(64, () -> one(Write.create(score("Patient/p", 1, 40), condition)));
    List<Written> answers = new ArrayList<>();
    try (ExecutorService clients = Executors.newFixedThreadPool(32)) {
      for (Future<Written> answer : clients.invokeAll(requests)) {
        answers.add(answer.get());
      }
    }
    assertThat(answers.stream().map(Written::result)).containsOnlyOnce(Result.CREATED);
    assertThat(answers.stream().map(answer -> stored(answer).id()).distinct()).hasSize(1);
  }

  @Test
  void a_conditional_update_patch_and_delete_find_the_one_match() {
    one(Write.update("o", score("Patient/p", 1, 40)));
    Criteria condition = painOf("Patient/p");

    assertThat(stored(one(Write.update(condition, score("Patient/p", 1, 50)))).version())
        .isEqualTo(2);
    assertThat(stored(one(Write.patch(condition, note("synthetic")))).version()).isEqualTo(3);
    assertThat(one(Write.delete(condition)).result()).isEqualTo(Result.DELETED);
    assertThat(one(Write.delete(condition)).result()).isEqualTo(Result.NOTHING_DELETED);
    assertThat(refused(Write.patch(condition, note("x")))).isEqualTo(Reason.NOT_FOUND);
  }

  @Test
  void several_matches_are_refused() {
    one(Write.update("o", score("Patient/p", 1, 40)));
    one(Write.update("q", score("Patient/p", 2, 50)));

    assertThat(refused(Write.create(score("Patient/p", 1, 40), painOf("Patient/p"))))
        .isEqualTo(Reason.MULTIPLE_MATCHES);
    assertThat(refused(Write.delete(painOf("Patient/p")))).isEqualTo(Reason.MULTIPLE_MATCHES);
  }

  @Test
  void a_resource_that_does_not_meet_its_own_condition_is_refused() {
    assertThat(refused(Write.create(score("Patient/other", 1, 40), painOf("Patient/p"))))
        .isEqualTo(Reason.CONDITION_NOT_MET);
    assertThat(refused(Write.update(painOf("Patient/p"), score("Patient/other", 1, 40))))
        .isEqualTo(Reason.CONDITION_NOT_MET);
  }

  @Test
  void a_condition_on_the_subject_is_judged_once_its_reference_is_resolved() {
    one(Write.update("p", patient("SYN-1")));

    Written created =
        one(
            Write.create(
                score("Patient?identifier=" + MRN + "|SYN-1", 1, 40), painOf("Patient/p")));

    assertThat(created.result()).isEqualTo(Result.CREATED);
    assertThat(
            refused(
                Write.create(patient("SYN-2"), null).named(URN),
                Write.create(score(URN, 1, 40), painOf("Patient/p2"))))
        .isEqualTo(Reason.CONDITION_NOT_MET);
  }

  @Test
  void a_condition_on_the_id_creates_under_that_id_only() {
    Criteria condition =
        new Criteria("Patient", List.of(new Criterion.Ids(new TreeSet<>(List.of("p")))));

    assertThat(refused(Write.create(patient("SYN-1"), condition)))
        .isEqualTo(Reason.CONDITION_NOT_MET);
    one(Write.update("p", patient("SYN-1")));
    assertThat(one(Write.create(patient("SYN-1"), condition)).result()).isEqualTo(Result.MATCHED);
  }

  @Test
  void a_condition_on_the_time_of_a_version_cannot_create() {
    Criteria condition = new Criteria("Patient", List.of(new Criterion.LastUpdated(List.of())));

    assertThat(refused(Write.create(patient("SYN-1"), condition)))
        .isEqualTo(Reason.CONDITION_NOT_MET);
  }

  @Test
  void ten_thousand_creates_with_conditions_of_their_own_take_seconds() {
    List<Write> writes = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      writes.add(Write.create(patient("SYN-" + i), mrn("SYN-" + i)));
      writes.add(Write.create(score("Patient/p" + i, 1, 40), painOf("Patient/p" + i)));
    }
    long start = System.nanoTime();
    List<Written> written = ingest.transaction(writes);

    assertThat(written).extracting(Written::result).containsOnly(Result.CREATED);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
  }

  private static Criteria painOf(String patient) {
    return new Criteria(
        "Observation",
        List.of(
            tokens(SearchToken.coding("code", LOINC, "38214-3")),
            tokens(SearchToken.reference("subject", patient))));
  }

  private static Criterion tokens(String token) {
    return new Criterion.Tokens(new TreeSet<>(List.of(token)));
  }

  private Written one(Write write) {
    return ingest.transaction(List.of(write)).getFirst();
  }

  private Reason refused(Write... writes) {
    return catchThrowableOfType(
            WriteRefusedException.class, () -> ingest.transaction(List.of(writes)))
        .reason();
  }

  private static StoredVersion stored(Written written) {
    return Objects.requireNonNull(written.stored());
  }
}
