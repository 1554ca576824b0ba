package org.pvpoutcomes.protocol;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StudiesResourceTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void the_protocol_of_a_study_is_shown_with_its_rules() throws IOException {
    JsonNode study = get("/api/v1/studies/xu-2021");

    assertThat(study.get("id").asText()).isEqualTo("xu-2021");
    assertThat(study.get("indexProcedure"))
        .isEqualTo(
            JSON.readTree(
                "{\"kinds\": [\"pvp\"], \"from\": null, \"until\": null, \"sites\": []}"));
    assertThat(study.get("version").asInt()).isEqualTo(1);
    assertThat(study.get("builtIn").asBoolean()).isTrue();
    assertThat(study.get("strata"))
        .isEqualTo(JSON.readTree("{\"ageBands\": [50, 60, 70], \"cementBands\": [1, 2, 3]}"));
    assertThat(study.at("/importantDifferences/3"))
        .isEqualTo(
            JSON.readTree(
                """
                {"measure": "qlq-bm22-psychosocial-aspects", "deterioration": null,
                 "improvement": {"points": null, "baselineSd": 0.5},
                 "source": "unverified; 0.5 SD of the baseline, as Wong et al. 2012 give no significant difference"}
                """));
    assertThat(study.get("painResponse").asText()).isEqualTo("chow-2012");
    assertThat(study.at("/multiplicity/family/3"))
        .isEqualTo(
            JSON.readTree(
                """
                {"measure": "qlq-bm22-raw-sum", "from": "baseline", "to": "3-months"}
                """));
    assertThat(study.at("/disclosure/threshold").asInt()).isEqualTo(11);
    assertThat(study.get("timePoints"))
        .isEqualTo(
            JSON.readTree(
                """
                [{"timePoint": "baseline", "firstDay": -30, "lastDay": 0, "targetDay": 0},
                 {"timePoint": "1-week", "firstDay": 3, "lastDay": 14, "targetDay": 7},
                 {"timePoint": "3-months", "firstDay": 60, "lastDay": 120, "targetDay": 90}]
                """));
    assertThat(study.at("/eligibility/0"))
        .isEqualTo(
            JSON.readTree(
                """
                {"criterion": "age", "kind": "age", "excludes": true, "minAge": 18, "maxAge": 80,
                 "diagnosis": null, "laboratory": null, "atLeast": null, "atMost": null,
                 "unit": null, "withinDays": null, "source": "Xu et al. 2021, Methods, inclusion"}
                """));
    assertThat(study.at("/eligibility/11"))
        .isEqualTo(
            JSON.readTree(
                """
                {"criterion": "inr", "kind": "laboratory", "excludes": false, "minAge": null,
                 "maxAge": null, "diagnosis": null, "laboratory": "inr", "atLeast": null,
                 "atMost": 1.5, "unit": "1", "withinDays": 30,
                 "source": "Xu et al. 2021, Methods, relative exclusion: INR above 1.5"}
                """));
    assertThat(study.at("/measures/0"))
        .isEqualTo(
            JSON.readTree(
                """
                {"measure": "vas-pain", "minimum": 0, "maximum": 10, "better": "lower"}
                """));
    assertThat(study.at("/bands/0/bands"))
        .isEqualTo(
            JSON.readTree(
                """
                [{"band": "none", "upTo": 0}, {"band": "mild", "upTo": 4},
                 {"band": "moderate", "upTo": 8}, {"band": "severe", "upTo": 10}]
                """));
    assertThat(study.get("reversedItems")).isEqualTo(JSON.readTree("[21, 22]"));
  }

  @Test
  void the_list_holds_every_study_whole() throws IOException {
    JsonNode studies = get("/api/v1/studies").get("studies");

    assertThat(studies).isNotEmpty();
    for (JsonNode study : studies) {
      assertThat(study).isEqualTo(get("/api/v1/studies/" + study.get("id").asText()));
    }
  }

  private static JsonNode get(String path) throws IOException {
    return JSON.readTree(given().get(path).then().statusCode(200).extract().asString());
  }
}
