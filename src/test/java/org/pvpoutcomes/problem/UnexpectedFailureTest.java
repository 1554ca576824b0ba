package org.pvpoutcomes.problem;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class UnexpectedFailureTest {

  private static final Logger LOG = Logger.getLogger(ProblemMappers.class.getName());

  private final List<LogRecord> logged = new CopyOnWriteArrayList<>();

  private final Handler collector =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          logged.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void collect_the_log() {
    LOG.addHandler(collector);
  }

  @AfterEach
  void leave_the_log() {
    LOG.removeHandler(collector);
  }

  @ParameterizedTest
  @CsvSource({
    "unexpected, 500, https://pvp-outcomes.example/problems/internal-error",
    "unavailable, 503, https://pvp-outcomes.example/problems/unavailable"
  })
  void the_cause_is_logged_and_the_answer_only_quotes_the_id(String path, int status, String type)
      throws IOException {
    Response response = given().get("/test/failures/" + path);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.contentType()).startsWith("application/problem+json");
    assertThat(response.asString()).doesNotContain("secret").doesNotContain("Exception");
    JsonNode problem = new ObjectMapper().readTree(response.asString());
    assertThat(problem.get("type").asText()).isEqualTo(type);
    String id = problem.get("instance").asText().replace("urn:uuid:", "");
    assertThat(logged).hasSize(1);
    assertThat(logged.getFirst().getMessage()).contains(id);
    assertThat(logged.getFirst().getThrown()).hasMessageContaining("synthetic secret");
  }
}
