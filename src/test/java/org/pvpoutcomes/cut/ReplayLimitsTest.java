package org.pvpoutcomes.cut;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.reference.DerivedTables;

/** How much work the past may make: what is refused, what is kept, and what gives way. */
@QuarkusTest
@TestProfile(ReplayLimitsTest.Little.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReplayLimitsTest {

  public static final class Little implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("pvp.cut.largest-replay", "3", "pvp.cut.replays-kept", "2");
    }
  }

  private static final String STUDY = "/api/v1/studies/xu-2021";
  private static final String REPLAYS =
      "SELECT key FROM frozen_dataset WHERE last_used IS NOT NULL ORDER BY key";

  private final AgroalDataSource database;
  private final DerivedTables tables;

  ReplayLimitsTest(AgroalDataSource database) {
    this.database = database;
    tables = new DerivedTables(database);
  }

  @Test
  void
      a_record_that_was_larger_at_the_moment_is_not_replayed_and_one_that_is_now_does_not_matter() {
    List<String> moments = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      moments.add(write("p" + i, 1950));
    }
    recorded(moments.get(2)).statusCode(200).body("flow.recorded", equalTo(3));
    for (String moment : moments.subList(3, 5)) {
      recorded(moment)
          .statusCode(400)
          .body("errors.parameter", contains("asOf"))
          .body("errors[0].detail", containsString("Take a cut with POST"));
    }
    assertThat(tables.texts(REPLAYS)).hasSize(1);
  }

  @Test
  void a_cut_of_a_record_too_large_to_be_replayed_answers_and_is_verified_without_a_replay() {
    for (int i = 0; i < 4; i++) {
      write("p" + i, 1950);
    }
    take("large");
    write("p4", 1950);
    given()
        .get(STUDY + "/completeness?cut=large")
        .then()
        .statusCode(200)
        .body("flow.recorded", equalTo(4));
    given()
        .post(STUDY + "/cuts/large/verification")
        .then()
        .statusCode(200)
        .body("rows.same", equalTo(true))
        .body("inputs.same", equalTo(true))
        .body("replay", nullValue())
        .body("notComputed.replay", containsString("too large"));
  }

  @Test
  void what_was_not_used_for_ten_minutes_gives_way_with_its_members_and_a_cut_never() {
    String first = write("p", 1950);
    take("kept");
    String second = write("p", 1951);
    String third = write("p", 1952);
    String answer = recorded(first).statusCode(200).extract().asString();
    recorded(second).statusCode(200);
    List<String> two = tables.texts(REPLAYS);
    assertThat(two).hasSize(2);

    recorded(third).statusCode(200);
    assertThat(tables.texts(REPLAYS)).as("all in use").hasSize(3).containsAll(two);

    unused("10 minutes 1 second");
    recorded(second).statusCode(200);
    String fourth = write("p", 1953);
    recorded(fourth).statusCode(200);

    List<String> left = tables.texts(REPLAYS);
    assertThat(left).as("the one that was used, and the new one").hasSize(2);
    assertThat(tables.texts("SELECT DISTINCT study FROM member WHERE study LIKE '%@%' ORDER BY 1"))
        .containsExactlyInAnyOrder(left.getFirst(), left.getLast(), "xu-2021@cut/kept");
    assertThat(recorded(first).statusCode(200).extract().asString()).isEqualTo(answer);
    given().get(STUDY + "/completeness?cut=kept").then().statusCode(200);
  }

  @Test
  void who_asks_for_more_moments_at_once_than_are_kept_has_to_wait() {
    List<String> moments = new ArrayList<>();
    for (int year = 1950; year < 1955; year++) {
      moments.add(write("p", year));
    }
    for (String moment : moments.subList(0, 4)) {
      recorded(moment).statusCode(200);
    }
    recorded(moments.get(4)).statusCode(503).body("detail", containsString("Ask again"));
    recorded(moments.get(0)).statusCode(200);
    assertThat(tables.texts(REPLAYS)).hasSize(4);

    unused("10 minutes 1 second");
    recorded(moments.get(4)).statusCode(200);
    assertThat(tables.texts(REPLAYS)).hasSize(2);
  }

  @Test
  void one_moment_is_replayed_at_a_time_also_by_several_instances() throws Exception {
    String moment = write("p", 1950);
    AtomicInteger status = new AtomicInteger();
    try (Connection connection = database.getConnection();
        Statement other = connection.createStatement()) {
      connection.setAutoCommit(false);
      other.execute("SELECT pg_advisory_xact_lock(4, 0)");
      Thread asking =
          Thread.ofPlatform().start(() -> status.set(recorded(moment).extract().statusCode()));
      assertThat(asking.join(Duration.ofMillis(500))).isFalse();
      connection.commit();
      assertThat(asking.join(Duration.ofSeconds(20))).isTrue();
      connection.setAutoCommit(true);
    }
    assertThat(status).hasValue(200);
  }

  /** Stores a Patient, who has no facts that count, and returns a moment at which it was there. */
  private static String write(String id, int year) {
    given()
        .contentType("application/fhir+json")
        .body(
            "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"birthDate\":\"%d-01-01\"}"
                .formatted(id, year))
        .put("/fhir/Patient/" + id)
        .then()
        .extract()
        .statusCode();
    return given().get("/fhir/Patient/" + id).jsonPath().getString("meta.lastUpdated");
  }

  private static ValidatableResponse recorded(String moment) {
    return given().queryParam("asOf", moment).get(STUDY + "/completeness").then();
  }

  private static void take(String name) {
    given()
        .contentType("application/json")
        .body("{\"name\":\"%s\",\"reason\":\"A test\",\"who\":\"Nobody\"}".formatted(name))
        .post(STUDY + "/cuts")
        .then()
        .statusCode(201);
  }

  private void unused(String since) {
    tables.change(
        "UPDATE frozen_dataset SET last_used = last_used - INTERVAL '"
            + since
            + "' WHERE last_used IS NOT NULL");
  }
}
