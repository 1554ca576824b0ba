package org.pvpoutcomes.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * All 462 multisets of up to six differences from -2 to 2, computed one by one from definitions.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SmallDifferencesTest {

  /** The normal quantile of 0.975. */
  private static final double Z = 1.959963984540054;

  @Test
  void there_are_462_of_them() {
    assertThat(Multisets.upToSix(-2, 2)).hasSize(462).doesNotHaveDuplicates();
  }

  @Test
  void the_signed_rank_test_counts_every_assignment_of_signs() {
    for (List<Integer> differences : Multisets.upToSix(-2, 2)) {
      int[] values = array(differences);
      WilcoxonSignedRankTest.Result test = WilcoxonSignedRankTest.of(RandomSamples.table(values));
      SignAssignments all = SignAssignments.of(values);
      double sum = 2 * all.mean();
      boolean ranked = test.n() > 0;
      assertThat(test.pairs()).isEqualTo(values.length);
      assertThat(test.n()).isEqualTo(Arrays.stream(values).filter(d -> d != 0).count());
      assertThat(test.wPlus()).isEqualTo(all.observedPlus());
      assertThat(test.wMinus()).isEqualTo(sum - all.observedPlus());
      assertNullable(test.pExact(), values.length > 0 ? all.twoSidedP() : null);
      assertNullable(
          test.z(), ranked ? (all.observedPlus() - all.mean()) / all.standardDeviation() : null);
      assertNullable(test.rankBiserial(), ranked ? (2 * all.observedPlus() - sum) / sum : null);
    }
  }

  @Test
  void the_correlation_is_the_mean_sign_of_walsh_averages_and_its_interval_a_jackknife() {
    for (List<Integer> differences : Multisets.upToSix(-2, 2)) {
      List<Integer> nonZero = differences.stream().filter(d -> d != 0).toList();
      Interval actual = RankBiserialInterval.of(RandomSamples.table(array(differences)), 0.95);
      double r = nonZero.isEmpty() ? 1 : meanSign(nonZero);
      assertNullable(
          WilcoxonSignedRankTest.of(RandomSamples.table(array(differences))).rankBiserial(),
          nonZero.isEmpty() ? null : (Double) r);
      if (Math.abs(r) == 1) {
        assertThat(actual).as("%s", differences).isNull();
        continue;
      }
      int n = nonZero.size();
      double[] without =
          IntStream.range(0, n)
              .mapToDouble(
                  i -> {
                    List<Integer> rest = new ArrayList<>(nonZero);
                    rest.subList(i, i + 1).clear();
                    return meanSign(rest);
                  })
              .toArray();
      double error = Math.sqrt((n - 1.0) / n * products(without, without)) / (1 - r * r);
      double transformed = Math.log((1 + r) / (1 - r)) / 2;
      assertBounds(actual, Math.tanh(transformed - Z * error), Math.tanh(transformed + Z * error));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.6, 0.75, 0.9, 0.95})
  void the_hodges_lehmann_estimate_and_bounds_are_sorted_walsh_averages(double level) {
    for (List<Integer> differences : Multisets.upToSix(-2, 2)) {
      HodgesLehmann.Result actual =
          HodgesLehmann.of(RandomSamples.table(array(differences)), level);
      double[] averages = walshAverages(array(differences));
      int m = averages.length;
      int k = rankOfBound(differences.size(), level);
      assertThat(actual)
          .isEqualTo(
              new HodgesLehmann.Result(
                  m == 0 ? null : (Double) ((averages[(m - 1) / 2] + averages[m / 2]) / 2),
                  k == 0 ? null : (Double) averages[k - 1],
                  k == 0 ? null : (Double) averages[m - k],
                  level,
                  k == 0 ? null : HodgesLehmann.Method.EXACT));
    }
  }

  /** Noether's theorem: also with ties and zeros, whatever the magnitudes. */
  @ParameterizedTest
  @ValueSource(doubles = {0.6, 0.75, 0.9, 0.95})
  void the_exact_interval_covers_the_centre_under_enough_assignments_of_signs(double level) {
    for (List<Integer> magnitudes : Multisets.upToSix(0, 2)) {
      int n = magnitudes.size();
      long covered =
          IntStream.range(0, 1 << n)
              .mapToObj(signs -> signed(magnitudes, signs))
              .map(differences -> HodgesLehmann.of(RandomSamples.table(differences), level))
              .filter(result -> covers(result, 0))
              .count();
      assertThat((double) covered / (1 << n)).as("%s", magnitudes).isGreaterThanOrEqualTo(level);
    }
  }

  @Test
  void standardized_changes_follow_from_deviations() {
    for (List<Integer> differences : Multisets.upToSix(-2, 2)) {
      List<PairedTable.Cell> cells = cells(differences);
      int n = cells.size();
      double[] d = differences.stream().mapToDouble(x -> x).toArray();
      double[] from = cells.stream().mapToDouble(PairedTable.Cell::from).toArray();
      double[] to = cells.stream().mapToDouble(PairedTable.Cell::to).toArray();
      StandardizedMeanChange actual =
          StandardizedMeanChange.of(PairedTable.of(Scale.UNIT, cells), 0.95);

      Double response = n < 2 || products(d, d) == 0 ? null : (Double) (mean(d) / sd(d));
      assertThat(actual.n()).isEqualTo(n);
      assertNullable(actual.standardizedResponseMean(), response);
      assertEstimate(actual.byDifferences(), n < 3 ? null : response, n, 1.0);
      double covariation = products(from, to);
      double spread = Math.sqrt(products(from, from) * products(to, to));
      assertEstimate(
          actual.byEarlierValues(),
          n < 3 || products(from, from) == 0 ? null : (Double) (mean(d) / sd(from)),
          n,
          spread == 0 ? null : (Double) (2 * (1 - covariation / spread)));
    }
  }

  @Test
  void percent_changes_are_those_of_each_patient() {
    for (List<Integer> differences : Multisets.upToSix(-2, 2)) {
      List<PairedTable.Cell> cells = cells(differences);
      PercentChange actual = PercentChange.of(PairedTable.of(Scale.UNIT, cells));
      double[] changes =
          cells.stream()
              .filter(cell -> cell.from() > 0)
              .mapToDouble(cell -> 100.0 * (cell.to() - cell.from()) / cell.from())
              .sorted()
              .toArray();
      int n = changes.length;
      double before = cells.stream().mapToInt(PairedTable.Cell::from).sum();
      double after = cells.stream().mapToInt(PairedTable.Cell::to).sum();
      assertThat(actual.n()).isEqualTo(n);
      assertThat(actual.undefined()).isEqualTo(cells.size() - n);
      assertNullable(actual.ofMeans(), before == 0 ? null : 100 * (after - before) / before);
      assertNullable(actual.mean(), n == 0 ? null : (Double) mean(changes));
      assertNullable(
          actual.median(), n == 0 ? null : (Double) ((changes[(n - 1) / 2] + changes[n / 2]) / 2));
    }
  }

  @Test
  void friedman_of_two_time_points_is_the_sign_test() {
    for (List<Integer> differences : Multisets.upToSix(-2, 2)) {
      RepeatedTable table =
          new RepeatedTable(
              Scale.UNIT,
              2,
              cells(differences).stream()
                  .map(c -> new RepeatedTable.Series(List.of(c.from(), c.to()), c.count()))
                  .toList());
      double rises = differences.stream().filter(d -> d < 0).count();
      double falls = differences.stream().filter(d -> d > 0).count();
      FriedmanTest.Result actual = FriedmanTest.of(table);
      double chiSquared = (rises - falls) * (rises - falls) / (rises + falls);
      assertNullable(actual.chiSquared(), rises + falls == 0 ? null : chiSquared);
      assertNullable(
          actual.kendallW(), rises + falls == 0 ? null : chiSquared / differences.size());
    }
  }

  /** Pairs with these differences and earlier values that vary, some of them 0. */
  private static List<PairedTable.Cell> cells(List<Integer> differences) {
    List<PairedTable.Cell> cells = new ArrayList<>();
    for (int i = 0; i < differences.size(); i++) {
      int from = Math.max(differences.get(i), i % 3);
      cells.add(new PairedTable.Cell(from, from - differences.get(i), 1));
    }
    return cells;
  }

  private static void assertEstimate(
      StandardizedMeanChange.@Nullable Estimate actual,
      @Nullable Double ratio,
      int n,
      @Nullable Double spread) {
    if (ratio == null || actual == null) {
      assertThat(actual).isNull();
      assertThat(ratio).isNull();
      return;
    }
    // Gamma(m/2) / (sqrt(m/2) Gamma((m - 1)/2)) for m = 2 to 5.
    double root = Math.sqrt(Math.PI);
    double[] correction = {
      0,
      0,
      1 / root,
      root / 2 / Math.sqrt(1.5),
      2 / root / Math.sqrt(2),
      0.75 * root / Math.sqrt(2.5)
    };
    double value = ratio * correction[n - 1];
    assertNullable(actual.value(), value);
    if (spread == null) {
      assertThat(actual.standardError()).isNull();
      assertThat(actual.interval()).isNull();
      return;
    }
    double error = Math.sqrt(spread / n + value * value / (2 * n));
    assertNullable(actual.standardError(), error);
    assertBounds(actual.interval(), value - Z * error, value + Z * error);
  }

  private static void assertBounds(@Nullable Interval actual, double lower, double upper) {
    assertNullable(actual == null ? null : (Double) actual.lower(), lower);
    assertNullable(actual == null ? null : (Double) actual.upper(), upper);
  }

  private static void assertNullable(@Nullable Double actual, @Nullable Double expected) {
    if (expected == null) {
      assertThat(actual).isNull();
    } else {
      assertThat(actual).isNotNull().isCloseTo(expected, within(1e-9 * Math.abs(expected) + 1e-12));
    }
  }

  private static boolean covers(HodgesLehmann.Result result, double centre) {
    Double lower = result.lower();
    Double upper = result.upper();
    return lower == null || upper == null || (lower <= centre && centre <= upper);
  }

  private static int[] signed(List<Integer> magnitudes, int signs) {
    return IntStream.range(0, magnitudes.size())
        .map(i -> (signs >> i & 1) == 1 ? -magnitudes.get(i) : magnitudes.get(i))
        .toArray();
  }

  /** The smallest rank sum up to which the assignments make up half the error or more. */
  private static int rankOfBound(int n, double level) {
    List<Double> sums = SignAssignments.of(IntStream.rangeClosed(1, n).toArray()).sums();
    int k = 0;
    while (n > 0 && count(sums, k) < (1 - level) / 2 * sums.size() - 1e-9) {
      k++;
    }
    return k;
  }

  private static long count(List<Double> sums, double bound) {
    return sums.stream().filter(sum -> sum <= bound).count();
  }

  private static double[] walshAverages(int[] d) {
    return IntStream.range(0, d.length)
        .boxed()
        .flatMapToDouble(i -> IntStream.rangeClosed(0, i).mapToDouble(j -> (d[i] + d[j]) / 2.0))
        .sorted()
        .toArray();
  }

  private static double meanSign(List<Integer> nonZero) {
    return mean(Arrays.stream(walshAverages(array(nonZero))).map(Math::signum).toArray());
  }

  private static double mean(double[] x) {
    return Arrays.stream(x).average().orElseThrow();
  }

  private static double sd(double[] x) {
    return Math.sqrt(products(x, x) / (x.length - 1));
  }

  /** The sum of products of the deviations from the means. */
  private static double products(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += (x[i] - mean(x)) * (y[i] - mean(y));
    }
    return Math.abs(sum) < 1e-12 ? 0 : sum;
  }

  private static int[] array(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }
}
