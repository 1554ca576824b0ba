package org.pvpoutcomes.problem;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pvpoutcomes.openapi.ContractFilter;

@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ProblemTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/outcomes",
        "/complications",
        "/characteristics",
        "/completeness",
        "/members",
        "/members/synthetic-0"
      })
  void an_unknown_study_is_not_found_and_the_studies_are_listed(String path) throws IOException {
    assertProblem(
        given().get("/api/v1/studies/no-such-study" + path),
        """
        {"type": "https://pvp-outcomes.example/problems/not-found",
         "title": "There is nothing here",
         "status": 404,
         "detail": "There is no study with this id. Studies: xu-2021.",
         "instance": "/api/v1/studies/no-such-study%s",
         "errors": []}
        """
            .formatted(path));
  }

  @Test
  void an_unknown_measure_is_refused_with_the_measures_of_the_study() throws IOException {
    assertProblem(
        given().get("/api/v1/studies/xu-2021/outcomes?measure=nrs-pain"),
        """
        {"type": "https://pvp-outcomes.example/problems/invalid-parameter",
         "title": "A parameter of the request is not valid",
         "status": 400,
         "detail": "The query parameter measure is not valid: one of vas-pain, qlq-bm22-raw-sum, \
        qlq-bm22-painful-sites, qlq-bm22-painful-characteristics, \
        qlq-bm22-functional-interference, qlq-bm22-psychosocial-aspects is expected.",
         "instance": "/api/v1/studies/xu-2021/outcomes",
         "errors": [{"parameter": "measure",
           "detail": "one of vas-pain, qlq-bm22-raw-sum, qlq-bm22-painful-sites, \
        qlq-bm22-painful-characteristics, qlq-bm22-functional-interference, \
        qlq-bm22-psychosocial-aspects is expected.",
           "allowed": ["vas-pain", "qlq-bm22-raw-sum", "qlq-bm22-painful-sites",
             "qlq-bm22-painful-characteristics", "qlq-bm22-functional-interference",
             "qlq-bm22-psychosocial-aspects"]}]}
        """);
  }

  @ParameterizedTest
  @CsvSource({
    "outcomes?stratifyBy=height, stratifyBy",
    "'outcomes?stratifyBy=sex,sex', stratifyBy",
    "'outcomes?stratifyBy=sex,leak,fracture,approach', stratifyBy",
    "outcomes?where=sex:lilac, where",
    "outcomes?stratifyby=sex, stratifyby",
    "outcomes?measure=vas-pain&measure=vas-pain, measure",
    "outcomes?measure=, measure",
    "complications?stratifyBy=age, stratifyBy",
    "complications?measure=vas-pain, measure",
    "characteristics?stratifyBy=age, stratifyBy",
    "completeness?measure=vas-pain, measure",
    "members?limit=0, limit",
    "members?limit=1001, limit",
    "members?limit=-1, limit",
    "members?limit=ten, limit",
    "members?limit=99999999999999, limit",
    "members?inclusion=excluded, inclusion",
    "members?after=, after",
    "members?after=%00, after",
    "members?after=Patient/synthetic-0, after",
    "members/synthetic-0?limit=1, limit"
  })
  void a_wrong_parameter_is_refused_and_named(String path, String parameter) throws IOException {
    Response response = given().urlEncodingEnabled(false).get("/api/v1/studies/xu-2021/" + path);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.contentType()).startsWith("application/problem+json");
    JsonNode problem = JSON.readTree(response.asString());
    assertThat(problem.at("/errors/0/parameter").asText()).isEqualTo(parameter);
    assertThat(problem.at("/errors")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody", "%00", "no_id_of_FHIR"})
  void an_unknown_patient_is_not_found(String id) throws IOException {
    assertProblem(
        given().urlEncodingEnabled(false).get("/api/v1/studies/xu-2021/members/" + id),
        """
        {"type": "https://pvp-outcomes.example/problems/not-found",
         "title": "There is nothing here",
         "status": 404,
         "detail": "Nothing is recorded of a patient with this id. The list of members has the ids.",
         "instance": "/api/v1/studies/xu-2021/members/%s",
         "errors": []}
        """
            .formatted(id));
  }

  @Test
  void an_unknown_path_is_not_found() throws IOException {
    assertProblem(
        given().noFiltersOfType(ContractFilter.class).get("/api/v1/no-such-path"),
        """
        {"type": "https://pvp-outcomes.example/problems/not-found",
         "title": "There is nothing here",
         "status": 404,
         "detail": "The contract at /openapi lists the paths and methods.",
         "instance": "/api/v1/no-such-path",
         "errors": []}
        """);
  }

  @Test
  void a_method_that_is_not_offered_is_refused() throws IOException {
    assertProblem(
        given().noFiltersOfType(ContractFilter.class).delete("/api/v1/studies"),
        """
        {"type": "https://pvp-outcomes.example/problems/method-not-allowed",
         "title": "This method is not offered here",
         "status": 405,
         "detail": "The contract at /openapi lists the paths and methods.",
         "instance": "/api/v1/studies",
         "errors": []}
        """);
  }

  @Test
  void a_media_type_that_is_not_offered_is_refused() throws IOException {
    Response response = given().accept("text/csv").get("/api/v1/studies");

    assertThat(response.statusCode()).isEqualTo(406);
    assertThat(JSON.readTree(response.asString()).get("type").asText())
        .isEqualTo("https://pvp-outcomes.example/problems/not-acceptable");
  }

  private static void assertProblem(Response response, String expected) throws IOException {
    JsonNode problem = JSON.readTree(expected);
    assertThat(JSON.readTree(response.asString())).isEqualTo(problem);
    assertThat(response.statusCode()).isEqualTo(problem.get("status").asInt());
    assertThat(response.contentType()).startsWith("application/problem+json");
  }
}
