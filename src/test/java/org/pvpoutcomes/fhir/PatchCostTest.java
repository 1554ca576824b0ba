package org.pvpoutcomes.fhir;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pvpoutcomes.record.WriteLocks;

/** How long a patch takes, and who waits for it. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PatchCostTest {

  private static final String P = "/fhir/Patient/p";
  private static final String GENDER = "[{\"op\":\"add\",\"path\":\"/gender\",\"value\":\"male\"}]";
  private static final String LINK =
      "[{\"op\":\"add\",\"path\":\"/link\",\"value\":[{\"type\":\"seealso\","
          + "\"other\":{\"display\":\"synthetic\"}}]}]";

  @Inject WriteLocks locks;

  @Test
  @Timeout(60)
  void a_patch_waits_for_all_other_writes_only_if_the_patient_has_or_gets_links() throws Exception {
    put("{\"resourceType\":\"Patient\",\"id\":\"p\"}");
    assertThat(whileAnotherWriteRuns(() -> patch(GENDER))).isEqualTo(200);
    assertThat(whileAnotherWriteRuns(() -> fhirPath("Patient.gender"))).isEqualTo(200);
    assertWaits(LINK);
    assertWaits(GENDER);
  }

  @Test
  @Timeout(60)
  void a_patch_that_looks_through_a_large_resource_again_and_again_is_refused() {
    String names =
        IntStream.range(0, 20_000)
            .mapToObj(i -> "{\"family\":\"Synthetic\"}")
            .collect(Collectors.joining(","));
    put("{\"resourceType\":\"Patient\",\"id\":\"p\",\"name\":[" + names + "]}");
    for (String path : List.of("Patient.name[0]", "Patient.name.where(family='x')")) {
      Response refused = send(1000, path);
      assertThat(refused.statusCode()).isEqualTo(422);
      assertThat(refused.jsonPath().getString("issue[0].details.text"))
          .startsWith("The patch looks at too many elements");
    }
    assertThat(send(20, "Patient.name[0]").statusCode()).isEqualTo(200);
    assertThat(given().get(P).jsonPath().getList("name")).hasSize(19_980);
  }

  /** The status that a request is answered with although another write has not come to its end. */
  private <T> T whileAnotherWriteRuns(Supplier<T> request) throws Exception {
    QuarkusTransaction.begin();
    try {
      locks.beside(List.of());
      return CompletableFuture.supplyAsync(request).get(20, TimeUnit.SECONDS);
    } finally {
      QuarkusTransaction.rollback();
    }
  }

  private void assertWaits(String patch) throws Exception {
    CompletableFuture<Integer> answer;
    QuarkusTransaction.begin();
    try {
      locks.beside(List.of());
      answer = CompletableFuture.supplyAsync(() -> patch(patch));
      CompletableFuture<Integer> waiting = answer;
      assertThatThrownBy(() -> waiting.get(1, TimeUnit.SECONDS))
          .isInstanceOf(TimeoutException.class);
    } finally {
      QuarkusTransaction.rollback();
    }
    assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo(200);
  }

  private static int patch(String operations) {
    return given()
        .contentType("application/json-patch+json")
        .body(operations.getBytes(StandardCharsets.UTF_8))
        .patch(P)
        .statusCode();
  }

  private static int fhirPath(String path) {
    return send(1, path).statusCode();
  }

  private static Response send(int operations, String path) {
    String delete =
        "{\"name\":\"operation\",\"part\":[{\"name\":\"type\",\"valueCode\":\"delete\"},"
            + "{\"name\":\"path\",\"valueString\":\""
            + path
            + "\"}]}";
    return given()
        .contentType("application/fhir+json")
        .body(
            "{\"resourceType\":\"Parameters\",\"parameter\":["
                + String.join(",", Collections.nCopies(operations, delete))
                + "]}")
        .patch(P);
  }

  private static void put(String patient) {
    given().contentType("application/fhir+json").body(patient).put(P).then().statusCode(201);
  }
}
