package org.pvpoutcomes.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pvpoutcomes.statistics.Expectation.assertFigure;
import static org.pvpoutcomes.statistics.Expectation.assertInterval;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Agreement with R, by {@code src/test/r/reference.R}; versions and command are in its head. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RReferenceTest {

  private static final JsonNode REFERENCE = Expectation.read("/statistics/r-reference.json");
  private static final double LEVEL = REFERENCE.path("level").doubleValue();

  static Stream<Arguments> samples() {
    return REFERENCE
        .path("samples")
        .valueStream()
        .map(sample -> Arguments.of(sample.path("name").textValue(), sample));
  }

  static Stream<Arguments> rates() {
    return REFERENCE
        .path("rates")
        .valueStream()
        .map(
            rate ->
                Arguments.of(rate.path("count").longValue(), rate.path("of").longValue(), rate));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void describes_as_r(String name, JsonNode sample) {
    Descriptive actual = Descriptive.of(table(sample));
    JsonNode expected = sample.path("descriptive");
    assertFigure("n", (double) actual.n(), expected.path("n"));
    assertFigure("mean", actual.mean(), expected.path("mean"));
    assertFigure("sd", actual.sd(), expected.path("sd"));
    assertFigure("median", actual.median(), expected.path("median"));
    assertFigure("q1", actual.q1(), expected.path("q1"));
    assertFigure("q3", actual.q3(), expected.path("q3"));
    assertFigure("min", actual.min(), expected.path("min"));
    assertFigure("max", actual.max(), expected.path("max"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void tests_as_coin_and_exact_rank_tests(String name, JsonNode sample) {
    WilcoxonSignedRankTest.Result actual = WilcoxonSignedRankTest.of(table(sample));
    JsonNode expected = sample.path("signedRank");
    assertFigure("n", (double) actual.n(), expected.path("n"));
    assertFigure("W+", actual.wPlus(), expected.path("wPlus"));
    assertFigure("W-", actual.wMinus(), expected.path("wMinus"));
    assertFigure("z", actual.z(), expected.path("z"));
    assertFigure("p", actual.p(), expected.path("p"));
    assertFigure("exact p", actual.pExact(), expected.path("pExact"));
    assertFigure("rank-biserial", actual.rankBiserial(), expected.path("rankBiserial"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void estimates_as_all_walsh_averages_and_qsignrank(String name, JsonNode sample) {
    FrequencyTable differences = table(sample);
    HodgesLehmann.Result actual = HodgesLehmann.of(differences, LEVEL);
    JsonNode expected = sample.path("hodgesLehmann");
    assertThat(HodgesLehmann.boundIndex(differences.n(), LEVEL))
        .isEqualTo(expected.path("k").longValue());
    assertFigure("estimate", actual.estimate(), expected.path("estimate"));
    assertFigure("lower", actual.lower(), expected.path("lower"));
    assertFigure("upper", actual.upper(), expected.path("upper"));
  }

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("rates")
  void gives_the_intervals_of_a_rate_as_r(long count, long of, JsonNode expected) {
    Proportion actual = Proportion.of(count, of, LEVEL);
    assertInterval("Wilson", actual.wilson(), expected.path("wilson"), 1);
    assertInterval("Clopper-Pearson", actual.clopperPearson(), expected.path("clopperPearson"), 1);
  }

  private static FrequencyTable table(JsonNode sample) {
    Map<Integer, Long> counts = new HashMap<>();
    for (int i = 0; i < sample.path("values").size(); i++) {
      counts.put(
          sample.path("values").path(i).intValue(), sample.path("counts").path(i).longValue());
    }
    return FrequencyTable.of(Scale.UNIT, counts);
  }
}
