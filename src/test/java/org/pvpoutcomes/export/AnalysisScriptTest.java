package org.pvpoutcomes.export;

import static io.restassured.RestAssured.baseURI;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.port;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.hamcrest.Matcher;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pvpoutcomes.cohort.EmptyCohort;
import org.pvpoutcomes.cohort.MemberRepository;
import org.pvpoutcomes.cohort.RandomMembers;
import org.pvpoutcomes.cohort.StudyProtocols;
import org.pvpoutcomes.reference.SyntheticStudy;
import org.pvpoutcomes.study.Protocol;

/** The exported tables, read by the shipped R script, give the figures of the answers. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AnalysisScriptTest {

  private static final String STUDY = "xu-2021";
  private static final String API = "/api/v1/studies/xu-2021/";
  private static final int MINUTES = 3;

  /** What the script leaves out, as it says itself. */
  private static final Set<String> NOT_COMPUTED =
      Set.of(
          "painResponse",
          "comparisons",
          "links",
          "methods",
          "notComputed",
          "strata",
          "strataTests");

  /** What tells the elements of an array apart, and stands in their place in a path. */
  private static final List<String> NAMES =
      List.of(
          "measure",
          "timePoint",
          "from",
          "to",
          "site",
          "kind",
          "method",
          "vascularity",
          "scheme",
          "version",
          "grade",
          "day");

  private final MemberRepository members;
  private final EntityManager entityManager;
  private final StudyProtocols protocols;

  @TempDir Path directory;

  AnalysisScriptTest(
      MemberRepository members, EntityManager entityManager, StudyProtocols protocols) {
    this.members = members;
    this.entityManager = entityManager;
    this.protocols = protocols;
  }

  private Protocol protocol() {
    return protocols.find(STUDY).orElseThrow();
  }

  @BeforeEach
  @AfterEach
  void empty_the_cohort() {
    EmptyCohort.of(entityManager);
  }

  @Test
  void of_the_synthetic_study() throws IOException, InterruptedException {
    SyntheticStudy.requests().forEach(request -> request.send().then().statusCode(anyOk()));
    assertSameFigures("", directory.toString());
  }

  private static Matcher<Integer> anyOk() {
    return Matchers.lessThan(300);
  }

  /** With 400 there are more differences than an exact test or interval is computed for. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 60, 400})
  void of_random_cohorts(int size) throws IOException, InterruptedException {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                members.replace(
                    STUDY, new RandomMembers(protocol(), new Random(size)).members(size)));
    assertSameFigures("", directory.toString());
  }

  /** Which the script asks the service for by itself. */
  @Test
  void of_a_narrowed_cohort() throws IOException, InterruptedException {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                members.replace(STUDY, new RandomMembers(protocol(), new Random(7)).members(120)));
    assertSameFigures("?where=sex:female", baseURI + ":" + port + API + "dataset?where=sex:female");
  }

  private void assertSameFigures(String query, String source)
      throws IOException, InterruptedException {
    assumeTrue(
        hasR(), "Rscript is not installed (Debian: r-base-core); the script was not compared");
    Map<String, Double> expected = new TreeMap<>();
    for (String answer : List.of("outcomes", "complications", "characteristics")) {
      collect(answer, new ObjectMapper().readTree(get(API + answer + query)), expected);
    }
    Map<String, Double> computed = script(source);

    assertThat(computed.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (path, figure) -> {
          boolean isP = path.matches(".*/p(Exact)?(Holm)?");
          double tolerance = (isP ? 1e-8 : 1e-9) * Math.max(1, Math.abs(figure));
          assertThat(computed.get(path)).as(path).isCloseTo(figure, byAtMost(tolerance));
        });
  }

  private static Offset<Double> byAtMost(double tolerance) {
    return within(tolerance);
  }

  /** The figures that could be computed, by path. */
  private Map<String, Double> script(String source) throws IOException, InterruptedException {
    List<String> tables = given().get(API + "dataset").jsonPath().getList("tables.table");
    for (String table : tables) {
      Files.writeString(directory.resolve(table + ".csv"), get(API + "dataset/" + table));
    }
    Path script = directory.resolve("analysis.R");
    Files.writeString(script, get(API + "dataset/analysis.R"));
    Path results = directory.resolve("results.csv");
    Path log = directory.resolve("log.txt");
    Process process =
        new ProcessBuilder("Rscript", "--vanilla", script.toString(), source, results.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertThat(ended && process.exitValue() == 0).as(Files.readString(log)).isTrue();
    assertThat(Files.readString(log)).as("warnings").isEmpty();

    Map<String, Double> figures = new TreeMap<>();
    for (String line : Files.readAllLines(results).subList(1, Files.readAllLines(results).size())) {
      String[] cells = line.split(",", -1);
      if (!cells[1].isEmpty()) {
        assertThat(figures.put(cells[0], Double.valueOf(cells[1]))).as(cells[0]).isNull();
      }
    }
    return figures;
  }

  /** All numbers of an answer, by the path to them. */
  private static void collect(String path, JsonNode node, Map<String, Double> figures) {
    if (node.isNumber()) {
      figures.put(path, node.doubleValue());
    } else if (node.isArray()) {
      node.forEach(element -> collect(path + name(element), element, figures));
    } else {
      node.properties()
          .forEach(
              field -> {
                if (!NOT_COMPUTED.contains(field.getKey())) {
                  collect(path + "/" + field.getKey(), field.getValue(), figures);
                }
              });
    }
  }

  private static String name(JsonNode element) {
    StringBuilder name = new StringBuilder();
    NAMES.stream()
        .filter(element::hasNonNull)
        .forEach(key -> name.append('/').append(element.get(key).asText()));
    return name.toString();
  }

  private static String get(String path) {
    return given().urlEncodingEnabled(false).get(path).then().statusCode(200).extract().asString();
  }

  private static boolean hasR() throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder("Rscript", "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
