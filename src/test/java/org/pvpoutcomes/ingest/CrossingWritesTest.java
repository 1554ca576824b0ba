package org.pvpoutcomes.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.pvpoutcomes.ingest.Resources.born;
import static org.pvpoutcomes.ingest.Resources.mrn;
import static org.pvpoutcomes.ingest.Resources.note;
import static org.pvpoutcomes.ingest.Resources.patient;
import static org.pvpoutcomes.ingest.Resources.score;
import static org.pvpoutcomes.ingest.Resources.session;
import static org.pvpoutcomes.ingest.Resources.value;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.ingest.WriteRefusedException.Reason;
import org.pvpoutcomes.record.CheckedResource;
import org.pvpoutcomes.record.RecordRepository;
import org.pvpoutcomes.record.StoredVersion;
import org.pvpoutcomes.reference.DerivedTables;

/** Writes of every kind at once, on a real database: as if they had come one after another. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CrossingWritesTest {

  private static final int CLIENTS = 16;

  @Inject IngestService ingest;
  @Inject RecordRepository record;
  @Inject AgroalDataSource database;

  @Test
  void of_many_identical_conditional_creates_one_creates() throws Exception {
    for (int round = 0; round < 8; round++) {
      String value = "SYN-" + round;
      List<Object> answers =
          atOnce(Collections.nCopies(64, List.of(Write.create(patient(value), mrn(value)))));
      assertThat(answers.stream().map(answer -> written(answer).result()))
          .containsOnlyOnce(Written.Result.CREATED)
          .containsOnly(Written.Result.CREATED, Written.Result.MATCHED);
      assertThat(answers.stream().map(answer -> stored(answer).id()).distinct()).hasSize(1);
    }
  }

  @Test
  void of_updates_that_depend_on_one_version_exactly_one_wins() throws Exception {
    one(Write.update("p", born(1900)));
    for (int version = 1; version <= 40; version++) {
      List<List<Write>> updates = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        updates.add(
            List.of(
                Write.update("p", born(1901 + client + 20 * (version % 2)))
                    .expecting(VersionMatch.version(version))));
      }
      List<Object> answers = atOnce(updates);
      List<Reason> refused =
          answers.stream()
              .filter(WriteRefusedException.class::isInstance)
              .map(answer -> ((WriteRefusedException) answer).reason())
              .toList();
      assertThat(refused).hasSize(CLIENTS - 1).containsOnly(Reason.VERSION_CONFLICT);
    }
    assertThat(version("Patient", "p")).isEqualTo(41);
  }

  @Test
  void of_patches_of_one_resource_none_is_lost() throws Exception {
    one(Write.update("o", score("Patient/p", 1, 40)));
    List<List<Write>> patches = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      patches.add(List.of(Write.patch("Observation", "o", note("note " + i + "."))));
    }
    List<Object> answers = atOnce(patches);

    assertThat(answers.stream().map(answer -> stored(answer).version()))
        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(2, 401).boxed().toList());
    String last = record.current("Observation", "o").orElseThrow().content();
    assertThat(IntStream.range(0, 400)).allMatch(i -> last.contains("note " + i + "."));
  }

  @Test
  void crossing_transactions_of_every_kind_all_succeed_and_none_is_lost() throws Exception {
    Random random = new Random(2021);
    for (int patient = 0; patient < 6; patient++) {
      one(Write.update("shared-" + patient, score("Patient/p", 1, 40)));
    }
    List<List<Write>> transactions = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      transactions.add(transaction(random, i));
    }
    List<Object> answers = atOnce(transactions);

    assertThat(answers).allMatch(List.class::isInstance);
    for (int shared = 0; shared < 6; shared++) {
      String content = record.current("Observation", "shared-" + shared).orElseThrow().content();
      String id = "shared-" + shared;
      List<String> notes =
          transactions.stream()
              .flatMap(List::stream)
              .filter(write -> id.equals(write.id()))
              .map(write -> write.fullUrl())
              .map(Objects::requireNonNull)
              .toList();
      assertThat(notes).isNotEmpty().allMatch(note -> content.contains(note + "."));
    }
    assertThat(new DerivedTables(database).texts("SELECT count(*) FROM resource_identifier"))
        .containsExactly("6");
  }

  /**
   * Some of six patients created by condition, in any order, with a score each that refers to them
   * by condition; two patches of shared Observations; and a delete of what another one has created.
   */
  private static List<Write> transaction(Random random, int number) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, 6).boxed().toList());
    Collections.shuffle(order, random);
    List<Write> writes = new ArrayList<>();
    for (int patient : order.subList(0, 3)) {
      String value = "SYN-" + patient;
      writes.add(Write.create(patient(value), mrn(value)));
      writes.add(
          Write.update(
              "score-" + random.nextInt(40) + "-" + patient,
              score(
                  "Patient?identifier=" + Resources.MRN + "|" + value,
                  1 + number % 28,
                  number % 100)));
    }
    for (int shared : order.subList(3, 5)) {
      String name = "urn:note:" + number + ":" + shared;
      writes.add(Write.patch("Observation", "shared-" + shared, note(name + ".")).named(name));
    }
    writes.add(Write.delete("Observation", "score-" + random.nextInt(40) + "-" + order.get(5)));
    Collections.shuffle(writes, random);
    return writes;
  }

  @Test
  void a_request_that_is_sent_again_leaves_what_the_first_has_derived() {
    VersionMatch second = VersionMatch.version(2);
    one(Write.create(patient("SYN-1"), mrn("SYN-1")));
    String subject = "Patient/" + stored(one(Write.create(patient("SYN-1"), mrn("SYN-1")))).id();
    one(Write.update("o", score(subject, 1, 40)));
    List<Write> requests =
        List.of(
            Write.create(patient("SYN-1"), mrn("SYN-1")),
            Write.update(mrn("SYN-1"), patient("SYN-1")),
            Write.update("o", score(subject, 2, 50)),
            Write.patch("Observation", "o", value(60)).expecting(second),
            Write.delete("Observation", "never"),
            Write.delete(mrn("SYN-9")),
            Write.delete("Observation", "o"));
    for (Write request : requests) {
      attempt(List.of(request));
      Map<String, List<String>> derived = new DerivedTables(database).rows();
      attempt(List.of(request));
      assertThat(new DerivedTables(database).rows()).as(request.toString()).isEqualTo(derived);
    }
  }

  @Test
  void an_unconditional_create_that_is_sent_again_is_a_second_resource_with_the_same_figures() {
    String subject = "Patient/" + stored(one(Write.create(patient("SYN-1"), null))).id();
    List<Write> requests =
        List.of(
            Write.create(session(subject), null),
            Write.create(score(subject, 8, 80), null),
            Write.create(score(subject, 17, 30), null));
    requests.forEach(this::again);
    List<String> figures = figures();
    assertThat(figures.getFirst())
        .contains("\"n\":1,\"mean\":8.0")
        .contains("\"n\":1,\"mean\":3.0");

    for (Write request : requests) {
      again(request);
      assertThat(figures()).as(request.type()).isEqualTo(figures);
    }
    assertThat(new DerivedTables(database).texts("SELECT count(*) FROM resource_facts"))
        .containsExactly("7");
  }

  /** Each request brings its own tree: storing one sets its references. */
  private Written again(Write request) {
    CheckedResource resource = request.resource();
    return one(Write.create(Resources.resource(resource.content().toString()), null));
  }

  private static List<String> figures() {
    return Stream.of("outcomes", "complications", "characteristics")
        .map(call -> given().get("/api/v1/studies/xu-2021/" + call))
        .map(answer -> answer.then().statusCode(200).extract().asString())
        .toList();
  }

  private int version(String type, String id) {
    return record.current(type, id).orElseThrow().version();
  }

  private Written one(Write write) {
    return ingest.transaction(List.of(write)).getFirst();
  }

  private static Written written(Object answer) {
    return answer instanceof Written one ? one : (Written) ((List<?>) answer).getFirst();
  }

  private static StoredVersion stored(Object answer) {
    return Objects.requireNonNull(written(answer).stored());
  }

  /** What the service answers: a list of what was written, or the refusal. */
  private Object attempt(List<Write> writes) {
    try {
      return ingest.transaction(writes);
    } catch (WriteRefusedException refusal) {
      return refusal;
    }
  }

  private List<Object> atOnce(List<List<Write>> transactions) throws Exception {
    List<Callable<Object>> calls = new ArrayList<>();
    transactions.forEach(writes -> calls.add(() -> attempt(writes)));
    List<Object> answers = new ArrayList<>();
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      for (Future<Object> answer : clients.invokeAll(calls)) {
        answers.add(answer.get());
      }
    }
    return answers;
  }
}
