package org.pvpoutcomes.cut;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.pvpoutcomes.record.ClosedPast;
import org.pvpoutcomes.reference.DerivedTables;
import org.pvpoutcomes.reference.SyntheticStudy;

@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CutsResourceTest {

  private static final String STUDY = "/api/v1/studies/xu-2021";
  private static final String CUTS = STUDY + "/cuts";

  private final AgroalDataSource database;
  private final ClosedPast past;

  CutsResourceTest(AgroalDataSource database, ClosedPast past) {
    this.database = database;
    this.past = past;
  }

  @Test
  void a_cut_says_what_was_frozen_when_by_whom_and_why() throws Exception {
    SyntheticStudy.requests().forEach(SyntheticStudy.Request::send);

    JsonPath cut =
        take("paper-1", "First submission", "Data manager")
            .statusCode(201)
            .header("Location", endsWith(CUTS + "/paper-1"))
            .extract()
            .jsonPath();

    assertThat(cut.getString("study")).isEqualTo("xu-2021");
    assertThat(cut.getString("name")).isEqualTo("paper-1");
    assertThat(cut.getString("reason")).isEqualTo("First submission");
    assertThat(cut.getString("who")).isEqualTo("Data manager");
    assertThat(cut.getString("softwareVersion")).matches("[0-9]+\\.[0-9]+.*");
    assertThat(cut.getInt("patients")).isEqualTo(39);
    assertThat(cut.getString("protocol.id")).isEqualTo("xu-2021");
    assertThat(cut.getInt("resources")).isEqualTo(lines().size());
    assertThat(cut.getString("inputsDigest")).isEqualTo(digestOfInputs(cut));
    given()
        .get(CUTS + "/paper-1")
        .then()
        .statusCode(200)
        .body("rowsDigest", equalTo(cut.getString("rowsDigest")));
  }

  /** By the definition in the contract, without the code that computes it. */
  private String digestOfInputs(JsonPath cut) throws Exception {
    byte[] document = given().get(STUDY + "/versions/1").asByteArray();
    StringBuilder text = new StringBuilder();
    text.append("derivation ").append(cut.getString("derivation")).append('\n');
    text.append("protocol ").append(sha256(document)).append('\n');
    lines().stream().sorted().forEach(line -> text.append(line).append('\n'));
    return sha256(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  /** No resource has two versions here, and no id is the beginning of another. */
  private List<String> lines() {
    return new DerivedTables(database)
        .texts(
            "SELECT type || '/' || id || '/' || version || ' '"
                + " || encode(sha256(convert_to(content, 'UTF8')), 'hex') FROM resource_version");
  }

  @Test
  void cuts_are_listed_from_the_oldest() {
    given().get(CUTS).then().statusCode(200).body("cuts", empty());
    take("b", "x", "y").statusCode(201);
    take("a", "x", "y").statusCode(201);
    given().get(CUTS).then().body("cuts.name", contains("b", "a"));
  }

  @Test
  void a_name_is_taken_once_and_for_all() {
    take("paper-1", "x", "y").statusCode(201);
    take("paper-1", "x", "y").statusCode(409).body("detail", containsString("another name"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "{\"name\":\"Paper\",\"reason\":\"x\",\"who\":\"y\"}|name",
        "{\"name\":\"-a\",\"reason\":\"x\",\"who\":\"y\"}|name",
        "{\"name\":7,\"reason\":\"x\",\"who\":\"y\"}|name",
        "{\"name\":\"a\",\"reason\":\" \",\"who\":\"y\"}|reason",
        "{\"name\":\"a\",\"reason\":\"x\"}|who",
        "{\"name\":\"a\",\"reason\":\"x\",\"who\":\"a\\u0000b\"}|who",
        "{\"name\":\"a\",\"reason\":\"x\",\"who\":\"y\",\"until\":\"z\"}|''",
        "[]|''"
      })
  void a_body_that_is_not_valid_names_the_element(String body, String element) {
    post(body).statusCode(400).body("errors.parameter", contains(element));
    given().get(CUTS).then().body("cuts", empty());
  }

  @Test
  void a_body_that_is_no_JSON_names_the_place() {
    post("{\"name\":\n oops}").statusCode(400).body("detail", containsString("line 2"));
    post("").statusCode(400);
  }

  @Test
  void no_cut_is_taken_while_resources_are_mapped_again() {
    new DerivedTables(database)
        .change(
            "INSERT INTO remapping_job (reason, state, types, stage, last_type, last_id, total,"
                + " visited, changed, derived, queued) VALUES ('rebuild', 'interrupted', '{Patient}',"
                + " 'resources', '', '', 1, 0, 0, 0, now())");
    take("a", "x", "y").statusCode(409).body("detail", containsString("/api/v1/rebuild"));
    given().get(CUTS).then().body("cuts", empty());
  }

  @Test
  void no_cut_is_taken_while_another_version_of_the_service_derives_the_members() {
    DerivedTables tables = new DerivedTables(database);
    String basis = tables.texts("SELECT basis FROM derivation_basis").getFirst();
    tables.change("UPDATE derivation_basis SET basis = 'mapping 0 of another service'");
    try {
      take("a", "x", "y").statusCode(409).body("detail", containsString("Ask again"));
      given().get(CUTS).then().body("cuts", empty());
    } finally {
      tables.change("UPDATE derivation_basis SET basis = '" + basis + "'");
    }
    take("a", "x", "y").statusCode(201);
  }

  /** Every call of the contract that gives figures or members of a study. */
  static List<String> calls() throws IOException {
    List<String> calls = new ArrayList<>();
    JsonNode paths = new YAMLMapper().readTree(new File("openapi/openapi.yaml")).path("paths");
    paths
        .properties()
        .forEach(
            path -> {
              String tag = path.getValue().at("/get/tags/0").asText();
              if (path.getKey().contains("{study}")
                  && List.of("Results", "Members").contains(tag)) {
                calls.add(
                    path.getKey()
                        .replace("/api/v1/studies/{study}/", "")
                        .replaceAll("[{].*?[}]", "x"));
              }
            });
    return calls;
  }

  @Test
  void the_calls_that_give_figures_are_found_in_the_contract() throws Exception {
    assertThat(calls())
        .contains(
            "outcomes", "complications", "characteristics", "completeness", "members", "members/x");
  }

  @ParameterizedTest
  @MethodSource("calls")
  void every_figure_refuses_a_state_that_there_is_not(String call) {
    ask(call, "cut=unknown").statusCode(404).body("detail", containsString("/cuts"));
    ask(call, "cut=a&asOf=2020-01-01T00:00:00Z")
        .statusCode(400)
        .body("errors.parameter", contains("asOf"));
    ask(call, "asOf=9999-12-31T00:00:00Z")
        .statusCode(400)
        .body("detail", containsString("not come yet"));
    ask(call, "asOf=yesterday")
        .statusCode(400)
        .body("detail", containsString("2026-01-31T12:00:00Z"));
    ask(call, "asOf=2020-02-30T00:00:00Z").statusCode(400);
    ask(call, "asOf=2020-01-01T00:00:00+01:00")
        .statusCode(400)
        .body("detail", containsString("%2B"));
  }

  @Test
  void before_the_first_write_nobody_is_in_the_study() {
    SyntheticStudy.requests().forEach(SyntheticStudy.Request::send);
    for (String moment : List.of("2001-01-01T00:00:00Z", "0000-01-01T00:00:00Z")) {
      ask("outcomes", "asOf=" + moment).statusCode(200).body("cohort.patients", equalTo(0));
      ask("completeness", "asOf=" + moment).statusCode(200).body("flow.recorded", equalTo(0));
      ask("members/x", "asOf=" + moment).statusCode(404);
    }
    ask("outcomes", "").body("cohort.patients", equalTo(39));
  }

  @Test
  void links_and_pages_stay_in_the_state_that_was_asked_for() {
    SyntheticStudy.requests().forEach(SyntheticStudy.Request::send);
    take("paper-1", "x", "y").statusCode(201);
    String path = STUDY + "/members?cut=paper-1&";
    ask("outcomes", "cut=paper-1")
        .body("outcomes[0].timePoints.links.n", everyItem(startsWith(path)));
    String next =
        ask("members", "cut=paper-1&limit=2")
            .statusCode(200)
            .extract()
            .jsonPath()
            .getString("next");
    assertThat(next).contains("cut=paper-1");
    given().urlEncodingEnabled(false).get(next).then().statusCode(200);
  }

  @Test
  void a_state_that_was_replayed_once_is_kept_whatever_moment_asks_for_it() {
    SyntheticStudy.requests().forEach(SyntheticStudy.Request::send);
    DerivedTables tables = new DerivedTables(database);
    for (int i = 0; i < 3; i++) {
      ask("outcomes", "asOf=" + Instant.now()).statusCode(200);
    }
    assertThat(tables.texts("SELECT key FROM frozen_dataset")).hasSize(1);
  }

  @Test
  void a_write_is_dated_after_all_that_is_closed_even_by_a_clock_that_is_behind() {
    Instant ahead = Instant.now().plus(Duration.ofSeconds(30));
    past.close(ahead);
    given()
        .contentType("application/fhir+json")
        .body("{\"resourceType\":\"Patient\",\"id\":\"p\"}")
        .put("/fhir/Patient/p")
        .then()
        .statusCode(201);
    String updated = given().get("/fhir/Patient/p").jsonPath().getString("meta.lastUpdated");
    assertThat(Instant.parse(updated)).isAfter(ahead);
  }

  @Test
  void who_closes_the_past_waits_for_the_write_that_runs() throws Exception {
    try (Connection connection = database.getConnection();
        Statement writer = connection.createStatement()) {
      connection.setAutoCommit(false);
      writer.execute("SELECT pg_advisory_xact_lock_shared(1, 0)");
      Thread closing = Thread.ofPlatform().start(() -> past.close(Instant.now()));
      assertThat(closing.join(Duration.ofMillis(300))).isFalse();
      connection.commit();
      assertThat(closing.join(Duration.ofSeconds(10))).isTrue();
      connection.setAutoCommit(true);
    }
  }

  private static ValidatableResponse take(String name, String reason, String who) {
    return post("{\"name\":\"%s\",\"reason\":\"%s\",\"who\":\"%s\"}".formatted(name, reason, who));
  }

  private static ValidatableResponse post(String body) {
    return given().contentType("application/json").body(body).post(CUTS).then();
  }

  private static ValidatableResponse ask(String call, String query) {
    return given()
        .urlEncodingEnabled(false)
        .get(STUDY + "/" + call + (query.isEmpty() ? "" : "?" + query))
        .then();
  }
}
