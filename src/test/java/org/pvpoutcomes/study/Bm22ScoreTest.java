package org.pvpoutcomes.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@NullUnmarked
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class Bm22ScoreTest {

  private static final Set<Integer> REVERSED = Set.of(21, 22);
  private static final MathContext PRECISE = new MathContext(40);

  /**
   * The scales as the paper on the module gives them: 5, 3, 8 and 6 items in consecutive blocks.
   */
  private static final Map<Measure, List<Integer>> ITEMS =
      Map.of(
          Measure.QLQ_BM22_PAINFUL_SITES, List.of(1, 2, 3, 4, 5),
          Measure.QLQ_BM22_PAINFUL_CHARACTERISTICS, List.of(6, 7, 8),
          Measure.QLQ_BM22_FUNCTIONAL_INTERFERENCE, List.of(9, 10, 11, 12, 13, 14, 15, 16),
          Measure.QLQ_BM22_PSYCHOSOCIAL_ASPECTS, List.of(17, 18, 19, 20, 21, 22));

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      textBlock =
          """
          1111111111111111111111, true,  0,       0,       100,     66.6667, 22
          1111111111111111111111, false, 0,       0,       100,     100,     22
          4444444444444444444444, true,  100,     100,     0,       33.3333, 88
          4444444444444444444444, false, 100,     100,     0,       0,       88
          1111111111111111111144, true,  0,       0,       100,     100,     28
          4444444444444444444411, true,  100,     100,     0,       0,       82
          3212132222333423233323, true,  26.6667, 44.4444, 41.6667, 44.4444, 54
          0012132222333423233323, true,  11.1111, 44.4444, 41.6667, 44.4444, null
          0002132222333423233323, true,  null,    44.4444, 41.6667, 44.4444, null
          3212102222333423233323, true,  26.6667, 33.3333, 41.6667, 44.4444, null
          3212100222333423233323, true,  26.6667, null,    41.6667, 44.4444, null
          3212132200003423233323, true,  26.6667, 44.4444, 33.3333, 44.4444, null
          3212132200000423233323, true,  26.6667, 44.4444, null,    44.4444, null
          3212132222333423000323, true,  26.6667, 44.4444, 41.6667, 44.4444, null
          3212132222333423000023, true,  26.6667, 44.4444, 41.6667, null,    null
          """)
  void the_known_forms_have_their_known_scores(
      String items,
      boolean reversed,
      Double sites,
      Double characteristics,
      Double interference,
      Double aspects,
      Double rawSum) {
    Bm22Answers answers = answers(items);
    assertScore(Measure.QLQ_BM22_PAINFUL_SITES, answers, reversed, sites);
    assertScore(Measure.QLQ_BM22_PAINFUL_CHARACTERISTICS, answers, reversed, characteristics);
    assertScore(Measure.QLQ_BM22_FUNCTIONAL_INTERFERENCE, answers, reversed, interference);
    assertScore(Measure.QLQ_BM22_PSYCHOSOCIAL_ASPECTS, answers, reversed, aspects);
    assertScore(Measure.QLQ_BM22_RAW_SUM, answers, reversed, rawSum);
  }

  @Test
  void random_forms_score_what_the_formulas_give_in_decimal_fractions() {
    Random random = new Random(22);
    for (int round = 0; round < 20_000; round++) {
      Bm22Answers answers = new Bm22Answers(random.ints(22, 0, 5).boxed().toList());
      for (Map.Entry<Measure, List<Integer>> scale : ITEMS.entrySet()) {
        Measure measure = scale.getKey();
        OptionalInt steps = Bm22Score.steps(measure, answers, REVERSED);
        BigDecimal expected = byTheFormula(measure, scale.getValue(), answers);
        assertThat(steps.isPresent()).as("%s of %s", measure, answers).isEqualTo(expected != null);
        if (expected != null) {
          BigDecimal actual =
              BigDecimal.valueOf(steps.getAsInt())
                  .multiply(BigDecimal.valueOf(measure.stepNumerator()))
                  .divide(BigDecimal.valueOf(measure.stepDenominator()), PRECISE);
          assertThat(actual)
              .as("%s of %s", measure, answers)
              .isCloseTo(expected, within(new BigDecimal("1e-30")));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "QLQ_BM22_PAINFUL_SITES",
        "QLQ_BM22_PAINFUL_CHARACTERISTICS",
        "QLQ_BM22_FUNCTIONAL_INTERFERENCE",
        "QLQ_BM22_PSYCHOSOCIAL_ASPECTS"
      })
  void every_possible_score_is_a_whole_number_of_steps_in_the_range(Measure measure) {
    List<Integer> items = ITEMS.get(measure);
    for (int answered = (items.size() + 1) / 2; answered <= items.size(); answered++) {
      for (int sum = answered; sum <= 4 * answered; sum++) {
        // 100 * (sum / answered - 1) / 3, counted in steps of 100 / 2520.
        assertThat((sum - answered) * 2520 % (3 * answered)).isZero();
        OptionalInt steps = Bm22Score.steps(measure, form(items, answered, sum), Set.of());
        int severity = (sum - answered) * 2520 / (3 * answered);
        boolean functional = measure.direction() == Measure.Direction.HIGHER_IS_BETTER;
        assertThat(steps).hasValue(functional ? 2520 - severity : severity);
        assertThat(measure.admits(steps.getAsInt())).isTrue();
      }
    }
  }

  @Test
  void a_pain_scale_is_not_scored_from_items() {
    assertThatThrownBy(() -> Bm22Score.steps(Measure.VAS_PAIN, answers("1".repeat(22)), REVERSED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("vas-pain is not scored from QLQ-BM22 items");
  }

  /** A form with the given number of answers in one scale and the given sum of them. */
  private static Bm22Answers form(List<Integer> items, int answered, int sum) {
    Integer[] all = new Integer[22];
    Arrays.fill(all, 0);
    int left = sum - answered;
    for (int i = 0; i < answered; i++) {
      int more = Math.min(3, left);
      all[items.get(i) - 1] = 1 + more;
      left -= more;
    }
    return new Bm22Answers(List.of(all));
  }

  private static BigDecimal byTheFormula(
      Measure measure, List<Integer> items, Bm22Answers answers) {
    List<BigDecimal> given = new ArrayList<>();
    for (int item : items) {
      int answer = answers.items().get(item - 1);
      if (answer != 0) {
        given.add(BigDecimal.valueOf(item > 20 ? 5 - answer : answer));
      }
    }
    if (given.size() < items.size() / 2.0) {
      return null;
    }
    BigDecimal mean =
        given.stream()
            .reduce(BigDecimal.ZERO, BigDecimal::add)
            .divide(BigDecimal.valueOf(given.size()), PRECISE);
    BigDecimal part = mean.subtract(BigDecimal.ONE).divide(BigDecimal.valueOf(3), PRECISE);
    boolean functional = measure.direction() == Measure.Direction.HIGHER_IS_BETTER;
    return (functional ? BigDecimal.ONE.subtract(part) : part).multiply(BigDecimal.valueOf(100));
  }

  private static void assertScore(
      Measure measure, Bm22Answers answers, boolean reversed, Double expected) {
    OptionalInt steps = Bm22Score.steps(measure, answers, reversed ? REVERSED : Set.of());
    if (expected == null) {
      assertThat(steps).as(measure.code()).isEmpty();
    } else {
      assertThat(steps).as(measure.code()).isPresent();
      assertThat(measure.value(steps.getAsInt()))
          .as(measure.code())
          .isCloseTo(expected, within(5e-5));
    }
  }

  private static Bm22Answers answers(String digits) {
    return new Bm22Answers(IntStream.range(0, 22).mapToObj(i -> digits.charAt(i) - '0').toList());
  }
}
