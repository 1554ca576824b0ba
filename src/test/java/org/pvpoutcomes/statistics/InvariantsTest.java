package org.pvpoutcomes.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pvpoutcomes.statistics.Expectation.assertFigure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold for any data, on seeded tables of pairs. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class InvariantsTest {

  @ParameterizedTest
  @ValueSource(ints = {5, 39, 200, 700})
  void swapping_the_time_points_mirrors_the_change(int n) {
    List<PairedTable.Cell> cells = cells(n);
    FrequencyTable forward = PairedTable.of(Scale.UNIT, cells).differences();
    FrequencyTable backward =
        PairedTable.of(
                Scale.UNIT,
                cells.stream()
                    .map(cell -> new PairedTable.Cell(cell.to(), cell.from(), cell.count()))
                    .toList())
            .differences();

    WilcoxonSignedRankTest.Result test = WilcoxonSignedRankTest.of(forward);
    assertThat(WilcoxonSignedRankTest.of(backward))
        .isEqualTo(
            new WilcoxonSignedRankTest.Result(
                test.pairs(),
                test.n(),
                test.zeros(),
                /* wPlus= */ test.wMinus(),
                /* wMinus= */ test.wPlus(),
                negated(test.z()),
                test.p(),
                test.pExact(),
                negated(test.rankBiserial())));

    HodgesLehmann.Result centre = HodgesLehmann.of(forward, 0.95);
    assertThat(HodgesLehmann.of(backward, 0.95))
        .isEqualTo(
            new HodgesLehmann.Result(
                negated(centre.estimate()),
                /* lower= */ negated(centre.upper()),
                /* upper= */ negated(centre.lower()),
                0.95,
                centre.method()));
  }

  @ParameterizedTest
  @ValueSource(ints = {6, 39, 300})
  void a_larger_step_enlarges_estimates_and_leaves_the_test_alone(int n) {
    FrequencyTable unit = PairedTable.of(Scale.UNIT, cells(n)).differences();
    FrequencyTable scaled = FrequencyTable.of(new Scale(7, 3), unit.counts());

    assertThat(WilcoxonSignedRankTest.of(scaled)).isEqualTo(WilcoxonSignedRankTest.of(unit));
    HodgesLehmann.Result centre = HodgesLehmann.of(unit, 0.95);
    HodgesLehmann.Result scaledCentre = HodgesLehmann.of(scaled, 0.95);
    assertScaled("estimate", scaledCentre.estimate(), centre.estimate());
    assertScaled("lower", scaledCentre.lower(), centre.lower());
    assertScaled("upper", scaledCentre.upper(), centre.upper());
    assertScaled("mean", Descriptive.of(scaled).mean(), Descriptive.of(unit).mean());
    assertScaled("sd", Descriptive.of(scaled).sd(), Descriptive.of(unit).sd());
    assertScaled("q1", Descriptive.of(scaled).q1(), Descriptive.of(unit).q1());
  }

  @ParameterizedTest
  @ValueSource(ints = {39, 300})
  void the_order_of_the_pairs_does_not_matter(int n) {
    List<PairedTable.Cell> cells = cells(n);
    PairedTable table = PairedTable.of(Scale.UNIT, cells);
    List<PairedTable.Cell> shuffled = new ArrayList<>(cells);
    Collections.shuffle(shuffled, new Random(n));

    assertThat(shuffled).isNotEqualTo(cells);
    assertThat(PairedTable.of(Scale.UNIT, shuffled)).isEqualTo(table);
    assertThat(PairedTable.of(Scale.UNIT, shuffled).differences()).isEqualTo(table.differences());
  }

  private static List<PairedTable.Cell> cells(int n) {
    RandomGenerator random = RandomSamples.generator(n);
    List<PairedTable.Cell> cells = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      cells.add(new PairedTable.Cell(random.nextInt(2, 11), random.nextInt(9), 1));
    }
    return cells;
  }

  private static @Nullable Double negated(@Nullable Double value) {
    return value == null ? null : (Double) (0 - value);
  }

  private static void assertScaled(String name, @Nullable Double actual, @Nullable Double unit) {
    assertFigure(name, actual, Objects.requireNonNull(unit) * 7 / 3);
  }
}
