package org.pvpoutcomes.cohort;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.persistence.EntityManager;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every count of the outcomes, added up over strata, is that of the whole; and where agrees. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StrataSumTest {

  private static final String OUTCOMES = "/api/v1/studies/xu-2021/outcomes";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Whole numbers that are no counts of patients. */
  private static final List<String> NOT_COUNTED = List.of("degreesOfFreedom", "points");

  private final MemberRepository members;
  private final EntityManager entityManager;
  private final StudyProtocols protocols;

  StrataSumTest(MemberRepository members, EntityManager entityManager, StudyProtocols protocols) {
    this.members = members;
    this.entityManager = entityManager;
    this.protocols = protocols;
  }

  @AfterEach
  void empty_the_cohort() {
    EmptyCohort.of(entityManager);
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23})
  void strata_of_each_property_add_up_to_the_whole(long seed) {
    write(seed, 80);
    Map<String, Long> whole = new TreeMap<>();
    get("").path("outcomes").forEach(outcome -> add(whole, outcome));
    assertThat(whole).hasSizeGreaterThan(300);
    assertThat(whole.values()).anyMatch(count -> count > 30);

    for (Stratification property : Stratification.values()) {
      JsonNode divided = get("?stratifyBy=" + property.code());
      Map<String, Long> sums = new TreeMap<>();
      divided.path("outcomes").forEach(outcome -> add(sums, outcome));
      assertThat(sums).as(property.code()).isEqualTo(whole);
      assertThat(divided.path("cohort")).isEqualTo(get("").path("cohort"));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 32})
  void a_stratum_has_the_figures_of_the_cohort_that_is_narrowed_to_it(long seed) {
    write(seed, 40);
    int strata = 0;
    for (Stratification property : Stratification.values()) {
      JsonNode divided = get("?measure=vas-pain&stratifyBy=" + property.code());
      for (JsonNode outcome : divided.path("outcomes")) {
        String stratum = outcome.path("stratum").path(property.code()).asText();
        // What separates strata and conditions is percent-encoded, then all of it for the URL.
        String where =
            property.code()
                + ":"
                + stratum.replace("%", "%25").replace(",", "%2c").replace("~", "%7e");
        JsonNode narrowed =
            get("?measure=vas-pain&where=" + URLEncoder.encode(where, StandardCharsets.UTF_8));
        assertThat(figures(narrowed.at("/outcomes/0"))).as(where).isEqualTo(figures(outcome));
        strata++;
      }
    }
    assertThat(strata).isGreaterThan(30);
  }

  private void write(long seed, int patients) {
    RandomMembers random =
        new RandomMembers(protocols.find("xu-2021").orElseThrow(), new Random(seed));
    QuarkusTransaction.requiringNew()
        .run(() -> members.replace("xu-2021", random.members(patients)));
  }

  /** Adds all counts of an outcome, by measure and place. */
  private static void add(Map<String, Long> sums, JsonNode outcome) {
    add(sums, outcome.path("measure").asText(), outcome);
  }

  private static void add(Map<String, Long> sums, String place, JsonNode node) {
    if (node.isIntegralNumber()) {
      sums.merge(place, node.longValue(), Long::sum);
    }
    for (Map.Entry<String, JsonNode> child : node.properties()) {
      if (!NOT_COUNTED.contains(child.getKey())) {
        add(sums, place + "/" + child.getKey(), child.getValue());
      }
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      add(sums, place + "/" + i, node.get(i));
    }
  }

  /** An outcome without its links and the name of its stratum. */
  private static String figures(JsonNode outcome) {
    return outcome
        .toString()
        .replaceAll("\"links\":\\{.*?\\}\\}", "")
        .replaceAll("\"stratum\":(null|\\{.*?\\})", "");
  }

  private static JsonNode get(String query) {
    String text =
        given()
            .urlEncodingEnabled(false)
            .get(OUTCOMES + query)
            .then()
            .statusCode(200)
            .extract()
            .asString();
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }
}
