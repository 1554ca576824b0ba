package org.pvpoutcomes.cohort;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.persistence.EntityManager;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pvpoutcomes.reference.SyntheticStudy;

/** Behind every figure with a link are as many members as it says. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TracedFiguresTest {

  private static final String STUDY = "/api/v1/studies/xu-2021/";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final MemberRepository members;
  private final EntityManager entityManager;
  private final StudyProtocols protocols;

  /** How many members each link has led to. */
  private final Map<String, Integer> followed = new HashMap<>();

  TracedFiguresTest(
      MemberRepository members, EntityManager entityManager, StudyProtocols protocols) {
    this.members = members;
    this.entityManager = entityManager;
    this.protocols = protocols;
  }

  @BeforeEach
  @AfterEach
  void empty_the_cohort() {
    EmptyCohort.of(entityManager);
  }

  @Test
  void of_the_reference_study() {
    SyntheticStudy.requests().forEach(SyntheticStudy.Request::send);

    // Pages of 17 members, so that most of the lists have several.
    assertThat(follow("outcomes", "&limit=17")).isEqualTo(6 * 3 * (1 + 4) + 3 * 4 + 3 * 4);
    assertThat(follow("outcomes?measure=vas-pain&stratifyBy=sex", "")).isEqualTo(2 * 39);
    assertThat(follow("complications?stratifyBy=approach", "")).isGreaterThan(24);
    assertThat(follow("characteristics", "&limit=17")).isEqualTo(4 + 1 + 11 + 1);
    assertThat(follow("completeness", "")).isGreaterThan(6 * 3 * 6);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12})
  void of_a_random_cohort(long seed) {
    RandomMembers random =
        new RandomMembers(protocols.find("xu-2021").orElseThrow(), new Random(seed));
    QuarkusTransaction.requiringNew().run(() -> members.replace("xu-2021", random.members(40)));

    for (String call :
        List.of(
            "outcomes",
            "outcomes?measure=vas-pain&stratifyBy=sex",
            "outcomes?measure=qlq-bm22-functional-interference&stratifyBy=primary-tumour",
            "outcomes?measure=vas-pain&stratifyBy=site,year",
            "complications?stratifyBy=site",
            "complications?stratifyBy=sex",
            "complications?stratifyBy=approach",
            "complications?stratifyBy=fracture",
            "complications?stratifyBy=leak,sex&where=sex:female~male,fracture:fractured",
            "outcomes?measure=vas-pain&stratifyBy=sex&where=sex:female~male",
            "characteristics?where=sex:female",
            "characteristics?stratifyBy=approach,leak",
            "characteristics?stratifyBy=age-band&where=primary-tumour:lung~breast",
            "characteristics",
            "completeness")) {
      assertThat(follow(call, "")).as(call).isPositive();
    }
    assertThat(followed.values()).anyMatch(count -> count > 5);
  }

  /** Follows every link of an answer; how many there are. */
  private int follow(String call, String page) {
    return check(call, get(STUDY + call), page);
  }

  private int check(String place, JsonNode node, String page) {
    int links = 0;
    if (node.has("links")) {
      links += compare(place, node, node.get("links"), page);
    }
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> child : node.properties()) {
        links +=
            child.getKey().equals("links")
                ? 0
                : check(place + "/" + child.getKey(), child.getValue(), page);
      }
    } else {
      for (int i = 0; i < node.size(); i++) {
        links += check(place + "/" + i, node.get(i), page);
      }
    }
    return links;
  }

  /** Compares figures with the links that have their names. */
  private int compare(String place, JsonNode figures, JsonNode links, String page) {
    int compared = 0;
    for (Map.Entry<String, JsonNode> link : links.properties()) {
      JsonNode figure = figures.path(link.getKey());
      String figurePlace = place + "/" + link.getKey();
      if (link.getValue().isTextual()) {
        JsonNode count = figure.has("count") ? figure.get("count") : figure;
        assertThat(count.isIntegralNumber()).as(figurePlace).isTrue();
        assertThat(membersBehind(link.getValue().textValue() + page))
            .as("%s: %s", figurePlace, link.getValue())
            .isEqualTo(count.intValue());
        compared++;
      } else {
        compared += compare(figurePlace, figure, link.getValue(), page);
      }
    }
    return compared;
  }

  private int membersBehind(String link) {
    Integer known = followed.get(link);
    if (known != null) {
      return known;
    }
    Set<String> ids = new HashSet<>();
    int listed = 0;
    String next = link;
    while (next != null) {
      JsonNode answer = get(next);
      for (JsonNode member : answer.get("members")) {
        ids.add(member.get("id").textValue());
        listed++;
      }
      next = answer.get("next").textValue();
    }
    assertThat(ids).as(link).hasSize(listed);
    followed.put(link, listed);
    return listed;
  }

  private static JsonNode get(String path) {
    String text =
        given().urlEncodingEnabled(false).get(path).then().statusCode(200).extract().asString();
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }
}
