package org.pvpoutcomes.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;

/**
 * The figures that R computed for the synthetic cohort (expected.json, {@code exact}), compared
 * with the answers of the API. It keeps count: a figure that is neither compared nor named as not
 * asked for is a failure, so that nothing in the file goes unnoticed.
 */
final class ExpectedFigures {

  private static final double RELATIVE = 1e-9;

  private final JsonNode exact = read().path("exact");
  private final Set<String> open = new LinkedHashSet<>();
  private final SoftAssertions soft = new SoftAssertions();
  private final StudyAnswers answers;
  private int compared;

  ExpectedFigures(StudyAnswers answers) {
    this.answers = answers;
    collectNumbers("", exact);
  }

  /** Compares the number at {@code expected} (below exact) with the one at {@code answer}. */
  void same(String expected, String answer) {
    same(expected, answer, 1);
  }

  /** As {@link #same(String, String)}, for an answer in other units: expected × factor. */
  void same(String expected, String answer, double factor) {
    JsonNode node = exact.at("/" + expected);
    if (!node.isNumber()) {
      throw new AssertionError("expected.json has no number at " + expected);
    }
    double want = node.doubleValue() * factor;
    soft.assertThat(answers.number(answer))
        .as("%s = %s", answer, expected)
        .isCloseTo(want, within(Math.max(Math.abs(want) * RELATIVE, 1e-12)));
    open.remove(expected);
    compared++;
  }

  /** Compares a rate: k, n, percent and both intervals. */
  void sameRate(String expected, String answer) {
    same(expected + "/k", answer + "/count");
    same(expected + "/n", answer + "/of");
    same(expected + "/percent", answer + "/percent");
    // The proportion is the percent in another unit.
    same(expected + "/proportion", answer + "/percent", 100);
    same(expected + "/wilson95/0", answer + "/wilson/lower", 100);
    same(expected + "/wilson95/1", answer + "/wilson/upper", 100);
    same(expected + "/clopper_pearson95/0", answer + "/clopperPearson/lower", 100);
    same(expected + "/clopper_pearson95/1", answer + "/clopperPearson/upper", 100);
  }

  /** Compares only the count of a rate whose intervals the API does not give. */
  void sameCount(String expected, String answer) {
    same(expected + "/k", answer);
    notAsked(expected + "/(n|percent|proportion|wilson95/.|clopper_pearson95/.)", "only counted");
  }

  /** Compares a summary: n, mean, SD, median, quartiles (type 7), minimum, maximum. */
  void sameSummary(String expected, String answer) {
    Map<String, String> fields =
        Map.of(
            "n",
            "n",
            "mean",
            "mean",
            "sd",
            "sd",
            "median",
            "median",
            "q1_type7_R",
            "q1",
            "q3_type7_R",
            "q3",
            "min",
            "min",
            "max",
            "max");
    fields.forEach((from, to) -> same(expected + "/" + from, answer + "/" + to));
  }

  /** Names figures that the API is not asked for, by a pattern of their paths. */
  void notAsked(String pattern, String reason) {
    assertThat(reason).isNotBlank();
    Pattern compiled = Pattern.compile(pattern);
    int before = open.size();
    open.removeIf(path -> compiled.matcher(path).matches());
    if (open.size() == before) {
      throw new AssertionError("No open figure matches " + pattern);
    }
  }

  /** The numbers of an object, by key, such as counts per level. */
  List<String> keys(String expected) {
    List<String> keys = new ArrayList<>();
    exact.at("/" + expected).fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  /** Fails with all differences at once, and when a figure was forgotten. */
  void check(int expectedNumber) {
    soft.assertThat(open).as("figures of expected.json that nothing was said about").isEmpty();
    soft.assertAll();
    assertThat(compared).as("figures compared").isEqualTo(expectedNumber);
  }

  private void collectNumbers(String path, JsonNode node) {
    if (node.isNumber()) {
      open.add(path);
    } else if (node.isObject()) {
      node.properties().forEach(e -> collectNumbers(join(path, e.getKey()), e.getValue()));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        collectNumbers(join(path, Integer.toString(i)), node.get(i));
      }
    }
  }

  private static String join(String path, String step) {
    return path.isEmpty() ? step : path + "/" + step;
  }

  private static JsonNode read() {
    try (InputStream in =
        ExpectedFigures.class.getResourceAsStream("/golden/xu2021/expected.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
