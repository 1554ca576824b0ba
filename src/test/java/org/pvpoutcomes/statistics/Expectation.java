package org.pvpoutcomes.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Comparison with published or independently computed figures, which carry 15 digits or more. */
final class Expectation {

  private static final double RELATIVE_TOLERANCE = 1e-9;
  private static final ObjectMapper JSON = new ObjectMapper();

  private Expectation() {}

  /** The JSON document of the class path resource {@code name}. */
  static JsonNode read(String name) {
    try (InputStream stream = Expectation.class.getResourceAsStream(name)) {
      return JSON.readTree(Objects.requireNonNull(stream, name));
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read " + name, e);
    }
  }

  /** Fails unless {@code actual} is {@code expected} to nine digits; null only for null. */
  static void assertFigure(String name, @Nullable Double actual, JsonNode expected) {
    if (expected.isNull()) {
      assertThat(actual).as(name).isNull();
    } else {
      assertThat(expected.isNumber()).as(name + " is expected to be a number").isTrue();
      assertFigure(name, actual, expected.doubleValue());
    }
  }

  /** Fails unless {@code actual} is {@code expected} to nine digits. */
  static void assertFigure(String name, @Nullable Double actual, double expected) {
    assertThat(actual)
        .as(name)
        .isNotNull()
        .isCloseTo(expected, within(RELATIVE_TOLERANCE * Math.abs(expected)));
  }

  /**
   * Fails unless {@code actual} has the bounds of the array {@code expected}, times {@code factor}.
   */
  static void assertInterval(
      String name, @Nullable Interval actual, JsonNode expected, double factor) {
    Interval interval = Objects.requireNonNull(actual, name);
    assertFigure(name + " lower", interval.lower(), factor * expected.get(0).doubleValue());
    assertFigure(name + " upper", interval.upper(), factor * expected.get(1).doubleValue());
  }
}
