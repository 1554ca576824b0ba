package org.pvpoutcomes.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service on the databases it can run on, each a real PostgreSQL. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PackagedServiceIT {

  private static final String PATIENT =
      """
      {"resourceType":"Patient","id":"synthetic-1","gender":"female","birthDate":"1950-01-01"}""";

  private static final String COMPLETENESS = "/api/v1/studies/xu-2021/completeness";

  private static final String TEST_PATIENT =
      """
      {"resourceType":"Patient","id":"test","birthDate":"1950-01-01","meta":{"security":[
        {"system":"http://terminology.hl7.org/CodeSystem/v3-ActReason","code":"HTEST"}]}}""";

  private static final String TEST_SESSION =
      """
      {"resourceType":"Procedure","id":"test","status":"completed","meta":{"security":[
        {"system":"http://terminology.hl7.org/CodeSystem/v3-ActReason","code":"HTEST"}]},
       "code":{"coding":[{"code":"pvp",
        "system":"https://pvp-outcomes.example/fhir/CodeSystem/procedure-kind"}]},
       "subject":{"reference":"Patient/test"},"performedDateTime":"2020-03-02"}""";

  private static final String BUNDLE = "{\"resourceType\":\"Bundle\",\"entry\":[";

  @TempDir Path directory;

  @Test
  void a_service_killed_with_SIGKILL_starts_again_at_the_first_try_on_the_same_data()
      throws Exception {
    Map<String, String> environment = Map.of("PVP_DATA_DIRECTORY", directory + "/data");
    PackagedService first = PackagedService.start(directory, environment).ready();
    assertThat(first.log()).contains("data in " + directory + "/data");
    assertThat(first.put("/fhir/Patient/synthetic-1", PATIENT).statusCode()).isEqualTo(201);
    String stored = first.get("/fhir/Patient/synthetic-1").body();
    first.kill();

    try (PackagedService second = PackagedService.start(directory, environment).ready()) {
      assertThat(second.get("/fhir/Patient/synthetic-1").body()).isEqualTo(stored);
      assertThat(second.put("/fhir/Patient/synthetic-1", PATIENT).statusCode()).isEqualTo(200);
    }
    assertThat(directory.resolve("data/postgresql/postmaster.pid"))
        .as("an orderly stop also stops PostgreSQL")
        .doesNotExist();
  }

  @Test
  void test_data_leave_the_figures_at_the_first_start_that_does_not_count_them() throws Exception {
    String data = directory + "/data";
    try (PackagedService counting =
        PackagedService.start(
                directory, Map.of("PVP_DATA_DIRECTORY", data, "PVP_TEST_DATA_COUNTED", "true"))
            .ready()) {
      assertThat(counting.put("/fhir/Patient/test", TEST_PATIENT).statusCode()).isEqualTo(201);
      assertThat(counting.put("/fhir/Procedure/test", TEST_SESSION).statusCode()).isEqualTo(201);
      assertThat(counting.get(COMPLETENESS).body())
          .contains("\"testData\":\"counted\"", "\"included\":1", "\"test-data\":0");
    }
    try (PackagedService production =
        PackagedService.start(directory, Map.of("PVP_DATA_DIRECTORY", data)).ready()) {
      assertThat(production.get(COMPLETENESS).body())
          .contains("\"testData\":\"left-out\"", "\"included\":0", "\"test-data\":1");
      assertThat(production.get("/fhir/Patient/test").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void a_second_service_on_the_same_data_directory_refuses_to_start() throws Exception {
    Map<String, String> environment = Map.of("PVP_DATA_DIRECTORY", directory + "/data");
    try (PackagedService first = PackagedService.start(directory, environment).ready();
        PackagedService second = PackagedService.start(directory, environment)) {
      assertThat(second.exitCode()).isNotZero();
      assertThat(second.log()).contains("Another running service uses the data directory");
      assertThat(first.get("/q/health/ready").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void large_bodies_at_once_wait_for_each_other_instead_of_exhausting_a_small_heap()
      throws Exception {
    Map<String, String> environment = Map.of("PVP_DATA_DIRECTORY", directory + "/data");
    try (PackagedService service = PackagedService.start(directory, environment).ready();
        ExecutorService clients = Executors.newFixedThreadPool(12)) {
      List<Callable<Integer>> requests =
          Collections.nCopies(
              12, () -> service.postRepeated("/fhir", BUNDLE, "{},", 5_000_000).statusCode());
      for (Future<Integer> status : clients.invokeAll(requests)) {
        assertThat(status.get()).isBetween(400, 499);
      }
      HttpResponse<String> denser = service.postRepeated("/fhir", BUNDLE, "{},", 30_000_000);
      assertThat(denser.statusCode()).isEqualTo(413);
      assertThat(denser.body()).contains("more than 4000000 tokens");
      assertThat(service.log()).doesNotContain("OutOfMemoryError");
    }
  }

  @Test
  void a_configured_PostgreSQL_is_used_and_the_embedded_one_is_not_started() throws Exception {
    try (EmbeddedPostgres postgres =
        EmbeddedPostgres.builder().setPGStartupWait(Duration.ofSeconds(90)).start()) {
      Map<String, String> environment =
          Map.of(
              "QUARKUS_DATASOURCE_JDBC_URL",
              "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres",
              "QUARKUS_DATASOURCE_USERNAME",
              "postgres");
      try (PackagedService service = PackagedService.start(directory, environment).ready()) {
        assertThat(service.put("/fhir/Patient/synthetic-1", PATIENT).statusCode()).isEqualTo(201);
        assertThat(service.log()).doesNotContain("embedded PostgreSQL");
      }
      assertThat(countOfVersions(postgres)).isEqualTo(1);
      try (var entries = Files.list(directory)) {
        assertThat(entries).as("nothing is written to the working directory").isEmpty();
      }
    }
  }

  private static int countOfVersions(EmbeddedPostgres postgres) throws Exception {
    try (var connection = postgres.getPostgresDatabase().getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT count(*) FROM resource_version")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
