package org.pvpoutcomes.disclosure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ControlledAnswerTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void what_has_no_treatment_is_withheld_whatever_it_is() {
    assertThat(
            treated(
                """
                {"a": 1, "b": {"n": 500, "new": 3}, "c": [1, 2], "d": null}
                """,
                "/b/n = count"))
        .isEqualTo(
            json(
                """
                {"a": null,
                 "b": {"n": 500, "new": null, "suppressed": {"new": "shown with full access only"}},
                 "c": null, "d": null,
                 "suppressed": {"a": "shown with full access only", "c": "shown with full access only",
                   "d": "shown with full access only"}}
                """));
  }

  @Test
  void a_group_that_is_too_small_shows_no_figure() {
    assertThat(
            treated(
                """
                {"measure": "vas-pain", "n": 7, "mean": 4.2, "p": 0.01,
                 "bands": {"none": 0, "mild": 7}, "notComputed": {"sd": "there is 1"}}
                """,
                "/ = group n",
                "/measure = shown",
                "/n = count",
                "/mean = mean measure",
                "/p = p",
                "/bands = table n",
                "/notComputed = empty"))
        .isEqualTo(
            json(
                """
                {"measure": "vas-pain", "n": null, "mean": null, "p": null,
                 "bands": {"none": null, "mild": null}, "notComputed": {},
                 "suppressed": {"n": "of fewer than 11", "mean": "of fewer than 11",
                   "p": "of fewer than 11", "bands/none": "of fewer than 11",
                   "bands/mild": "of fewer than 11"}}
                """));
  }

  @Test
  void strata_that_are_too_small_are_left_out() {
    assertThat(
            treated(
                """
                {"strata": [{"patients": 10, "mean": 1.0}, {"patients": 11, "mean": 1.1}]}
                """,
                "/strata/* = stratum patients",
                "/strata/*/patients = count",
                "/strata/*/mean = mean 11"))
        .isEqualTo(json("{\"strata\": [{\"patients\": 16, \"mean\": 1.0}]}"));
  }

  @Test
  void a_rate_is_made_of_what_is_shown_and_has_no_interval() {
    assertThat(
            treated(
                """
                {"perPatient": {"count": 13, "of": 39, "percent": 33.333, "wilson": {"lower": 20}},
                 "perVertebra": {"count": 21, "of": 82, "percent": 25.6},
                 "most": {"count": 36, "of": 39, "percent": 92.3},
                 "few": {"count": 3, "of": 39, "percent": 7.7}}
                """,
                "/perPatient = rate",
                "/perVertebra = rate few",
                "/most = rate",
                "/few = rate"))
        .isEqualTo(
            json(
                """
                {"perPatient": {"count": 16, "of": 38, "percent": 42.1, "wilson": null,
                   "suppressed": {"wilson": "shown with full access only"}},
                 "perVertebra": {"count": null, "of": null, "percent": null,
                   "suppressed": {"count": "of fewer than 11", "of": "of fewer than 11",
                     "percent": "of fewer than 11"}},
                 "most": {"count": 38, "of": 38, "percent": null,
                   "suppressed": {"percent": "of the others there are fewer than 11"}},
                 "few": {"count": null, "of": 38, "percent": null,
                   "suppressed": {"count": "fewer than 11", "percent": "fewer than 11"}}}
                """));
  }

  /** Eleven times 10 and a total of 110: each could only be the largest of its class. */
  @Test
  void a_table_that_could_be_seen_through_is_withheld() {
    assertThat(
            treated(
                    """
                    {"n": 110, "counts": {"a": 10, "b": 10, "c": 10, "d": 10, "e": 10, "f": 10,
                      "g": 10, "h": 10, "i": 10, "j": 10, "k": 10}}
                    """,
                    "/n = count",
                    "/counts = table n")
                .at("/suppressed/counts~1a")
                .asText())
        .isEqualTo("others of the table would tell");
  }

  @Test
  void the_range_of_a_map_by_measures_is_that_of_the_measure() {
    assertThat(
            treated(
                """
                {"firstValues": {"vas-pain": {"n": 39, "mean": 4.256},
                  "qlq-bm22-raw-sum": {"n": 39, "mean": 55.3}}}
                """,
                "/firstValues/* = group n",
                "/firstValues/*/n = count",
                "/firstValues/*/mean = mean measure"))
        .isEqualTo(
            json(
                """
                {"firstValues": {"vas-pain": {"n": 38, "mean": 4.4},
                  "qlq-bm22-raw-sum": {"n": 38, "mean": 56.0}}}
                """));
  }

  @Test
  void treatments_that_cannot_be_read_stop_the_start() {
    assertThatThrownBy(() -> treated("{}", "/a = guessed"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("guessed");
    assertThatThrownBy(() -> treated("{}", "/a = count", "/a = shown"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("/a");
    assertThatThrownBy(() -> treated("{}", "nothing")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ControlledCalls(List.of("/a = count")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static ObjectNode treated(String answer, String... treatments) {
    List<String> lines = new ArrayList<>(List.of("[/call]"));
    lines.addAll(List.of(treatments));
    return (ObjectNode)
        json(
            ControlledAnswer.of(
                    (ObjectNode) json(answer),
                    new ControlledCalls(lines).find("/call").orElseThrow().answer(),
                    new CountClasses(11))
                .toString());
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
