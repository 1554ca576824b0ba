package org.pvpoutcomes.reference;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pvpoutcomes.protocol.AddedStudies;

/**
 * The past does not change: a cut and a replayed moment answer what the API answered then, whatever
 * is corrected, moved, deleted, restored, merged, renamed by ConceptMaps or rebuilt since.
 */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PastStatesTest {

  private static final String CUTS = "/api/v1/studies/xu-2021/cuts";
  private static final int MOMENTS = 4;
  private static final int CHANGES_BETWEEN = 8;

  private final DerivedTables derived;

  PastStatesTest(AgroalDataSource database) {
    derived = new DerivedTables(database);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 1946, 20181})
  void a_cut_and_a_moment_answer_as_the_API_did_then(long seed) {
    Random random = new Random(seed);
    ChangingRecord record = new ChangingRecord(random, 4);
    record.sendAll();
    ChangingPeople people = new ChangingPeople(random);
    people.sendInAnyOrder(people.history());
    Map<String, Map<String, String>> atMoment = new LinkedHashMap<>();
    Map<String, Map<String, String>> atCut = new LinkedHashMap<>();
    for (int i = 0; i < MOMENTS; i++) {
      for (int j = 0; j < CHANGES_BETWEEN; j++) {
        record.change();
      }
      people.sendInAnyOrder(people.history());
      Map<String, String> answers = PastAnswers.now();
      atMoment.put(moment(), answers);
      take("cut-" + i);
      atCut.put("cut-" + i, answers);
    }
    record.change(1000);
    given().post("/api/v1/rebuild").then().statusCode(202);
    Remapped.await();

    assertThat(new ArrayList<>(atMoment.values())).doesNotHaveDuplicates();
    atMoment.forEach(
        (moment, answers) -> assertThat(PastAnswers.asOf(moment)).as(moment).isEqualTo(answers));
    atCut.forEach(
        (name, answers) -> {
          assertThat(PastAnswers.ofCut(name)).as(name).isEqualTo(answers);
          verified(name);
        });
  }

  /** {@code -Dcut.writes=10000} makes it ten thousand; {@code -Pcuts} does. */
  @Test
  void a_cut_stays_the_same_through_many_random_later_writes() {
    int writes = Integer.getInteger("cut.writes", 2500);
    Random random = new Random(20260131);
    ChangingRecord record = new ChangingRecord(random, 6);
    record.sendAll();
    ChangingPeople people = new ChangingPeople(random);
    people.sendInAnyOrder(people.history());
    Remapped.await();
    take("frozen");
    Map<String, String> answers = PastAnswers.ofCut("frozen");
    List<String> rows = frozenRows();
    long before = versions();
    int version = 1;
    AddedStudies.post(AddedStudies.protocol("synthetic", version)).then().statusCode(201);

    while (versions() - before < writes) {
      switch (random.nextInt(10)) {
        case 0 -> record.change(1000);
        case 1 -> people.sendInAnyOrder(people.history());
        default -> record.change();
      }
      if (random.nextInt(100) == 0) {
        version++;
        AddedStudies.put("synthetic", AddedStudies.protocol("synthetic", version))
            .then()
            .statusCode(200);
      }
    }
    Remapped.await();

    assertThat(PastAnswers.ofCut("frozen")).isEqualTo(answers).isNotEqualTo(PastAnswers.now());
    assertThat(frozenRows()).isEqualTo(rows).isNotEmpty();
    verified("frozen");
  }

  @Test
  void a_cut_has_every_write_up_to_its_moment_and_no_other_while_others_write() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger next = new AtomicInteger();
    AtomicInteger acknowledged = new AtomicInteger();
    List<int[]> bounds = new ArrayList<>();
    List<Future<?>> writers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        writers.add(
            threads.submit(
                () -> {
                  while (!stop.get()) {
                    int number = next.getAndIncrement();
                    ChangingPeople.send(Map.of("Patient/w" + number, patient(number)));
                    acknowledged.incrementAndGet();
                  }
                }));
      }
      try {
        for (int i = 0; i < 8; i++) {
          Thread.sleep(100);
          int least = acknowledged.get();
          int resources = take("at-once-" + i);
          bounds.add(new int[] {least, resources, next.get()});
        }
      } finally {
        stop.set(true);
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    }

    for (int i = 0; i < bounds.size(); i++) {
      int[] bound = bounds.get(i);
      assertThat(bound[1]).isBetween(bound[0], bound[2]);
      assertThat(versionsUpTo(cut("at-once-" + i, "moment"))).isEqualTo(bound[1]);
      verified("at-once-" + i);
    }
    assertThat(bounds.getLast()[1]).isGreaterThan(bounds.getFirst()[1]);
  }

  @Test
  void verification_tells_when_somebody_has_changed_the_database() {
    new ChangingRecord(new Random(4), 3).sendAll();
    Remapped.await();
    take("tampered");
    derived.change("UPDATE member SET age = 7 WHERE study = 'xu-2021@cut/tampered'");
    verification("tampered").body("rows.same", equalTo(false)).body("inputs.same", equalTo(true));
    derived.change(
        "UPDATE resource_version SET content = replace(content, 'female', 'male')"
            + " WHERE content LIKE '%\"gender\":\"female\"%'");
    verification("tampered")
        .body("inputs.same", equalTo(false))
        .body("replay.same", equalTo(false))
        .body("derivation.same", equalTo(true));
  }

  private static int take(String name) {
    return given()
        .contentType("application/json")
        .body("{\"name\":\"" + name + "\",\"reason\":\"A test\",\"who\":\"Nobody\"}")
        .post(CUTS)
        .then()
        .statusCode(201)
        .extract()
        .jsonPath()
        .getInt("resources");
  }

  private static String cut(String name, String element) {
    return given().get(CUTS + "/" + name).then().extract().jsonPath().getString(element);
  }

  private static void verified(String name) {
    verification(name)
        .body("rows.same", equalTo(true))
        .body("inputs.same", equalTo(true))
        .body("derivation.same", equalTo(true))
        .body("replay.same", equalTo(true));
  }

  private static ValidatableResponse verification(String name) {
    return given().post(CUTS + "/" + name + "/verification").then().statusCode(200);
  }

  /** The present, which is past when the call returns. */
  private static String moment() {
    Instant moment = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    while (!Instant.now().isAfter(moment.plusMillis(1))) {
      Thread.onSpinWait();
    }
    return moment.toString();
  }

  private static String patient(int number) {
    return "{\"resourceType\":\"Patient\",\"id\":\"w%d\",\"birthDate\":\"1950-01-01\"}"
        .formatted(number);
  }

  private long versions() {
    return Long.parseLong(derived.texts("SELECT count(*) FROM resource_version").getFirst());
  }

  private int versionsUpTo(String moment) {
    return Integer.parseInt(
        derived
            .texts("SELECT count(*) FROM resource_version WHERE last_updated <= '" + moment + "'")
            .getFirst());
  }

  private List<String> frozenRows() {
    List<String> rows = new ArrayList<>();
    for (String table : List.of("member", "member_vertebra", "member_event", "frozen_trace")) {
      rows.addAll(
          derived.texts(
              "SELECT CAST(t AS text) FROM " + table + " t WHERE study LIKE '%@cut/%' ORDER BY 1"));
    }
    return rows;
  }
}
