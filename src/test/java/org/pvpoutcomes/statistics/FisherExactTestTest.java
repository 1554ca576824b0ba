package org.pvpoutcomes.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.HypergeometricDistribution;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FisherExactTestTest {

  @Test
  void every_table_of_two_by_three_with_counts_up_to_3_has_the_p_of_all_tables_listed() {
    for (int code = 0; code < 4096; code++) {
      int number = code;
      long[] cells = IntStream.range(0, 6).mapToLong(cell -> (number >> (2 * cell)) & 3).toArray();
      assertAllTablesAgree(
          new long[][] {Arrays.copyOfRange(cells, 0, 3), Arrays.copyOfRange(cells, 3, 6)});
    }
  }

  @Test
  void larger_tables_have_the_p_of_all_tables_listed() {
    RandomGenerator random = RandomSamples.generator(1935);
    for (int i = 0; i < 300; i++) {
      int rows = random.nextInt(2, 5);
      int columns = random.nextInt(2, 5);
      long[][] cells = new long[rows][];
      for (int row = 0; row < rows; row++) {
        cells[row] = random.longs(columns, 0, rows * columns > 9 ? 3 : 6).toArray();
      }
      assertAllTablesAgree(cells);
    }
  }

  @Test
  void published_examples_are_reproduced() {
    // Fisher's tea taster, and Agresti's job satisfaction as in the help page of fisher.test().
    assertThat(p(new long[][] {{3, 1}, {1, 3}})).isCloseTo(34.0 / 70, within(1e-12));
    assertThat(p(new long[][] {{1, 2, 1, 0}, {3, 3, 6, 1}, {10, 10, 14, 9}, {6, 7, 12, 11}}))
        .isCloseTo(0.7827, within(5e-5));
  }

  @Test
  void thousands_of_observations_have_the_p_of_the_hypergeometric_distribution() {
    HypergeometricDistribution cells = HypergeometricDistribution.of(10_000, 4_000, 3_000);
    double observed = cells.probability(1_240);
    double expected =
        IntStream.rangeClosed(0, 3_000)
            .mapToDouble(cells::probability)
            .filter(probability -> probability <= observed * (1 + 1e-7))
            .sum();
    assertThat(p(new long[][] {{1_240, 1_760}, {2_760, 4_240}}))
        .isCloseTo(expected, within(1e-8 * expected));
  }

  @Test
  void the_order_of_rows_and_columns_and_which_is_which_do_not_matter() {
    long[][] table = {{5, 3, 8, 2}, {2, 1, 4, 0}, {0, 6, 1, 3}};
    List<List<Long>> rows = new ArrayList<>(table(table).counts());
    double p = p(table);
    Collections.reverse(rows);
    ContingencyTable reversed = new ContingencyTable(rows);
    assertThat(FisherExactTest.of(reversed).p()).isCloseTo(p, within(1e-12));
    assertThat(FisherExactTest.of(reversed.transposed()).p()).isCloseTo(p, within(1e-12));
  }

  @Test
  void empty_rows_and_columns_do_not_count() {
    assertThat(FisherExactTest.of(table(new long[][] {{3, 0, 1}, {0, 0, 0}, {1, 0, 3}})))
        .isEqualTo(FisherExactTest.of(table(new long[][] {{3, 1}, {1, 3}})));
  }

  @Test
  void without_two_rows_and_two_columns_there_is_nothing_to_compare() {
    for (long[][] nothing :
        new long[][][] {{}, {{}}, {{0, 0}, {0, 0}}, {{5, 2}}, {{5, 0}, {3, 0}}}) {
      assertThat(FisherExactTest.of(table(nothing)))
          .isEqualTo(new FisherExactTest.Result(false, null));
    }
  }

  @Test
  void what_takes_too_long_is_given_up() {
    long[][] large = new long[6][6];
    for (long[] row : large) {
      Arrays.fill(row, 50);
    }
    assertThat(FisherExactTest.of(table(large))).isEqualTo(new FisherExactTest.Result(true, null));
    long[][] wide = new long[200][200];
    for (int i = 0; i < wide.length; i++) {
      wide[i][i] = 1;
    }
    assertThat(FisherExactTest.of(table(wide))).isEqualTo(new FisherExactTest.Result(true, null));
  }

  @Test
  void impossible_tables_are_refused() {
    List<List<Long>> ragged = List.of(List.of(1L, 2L), List.of(3L));
    List<List<Long>> negative = List.of(List.of(1L, -2L));
    List<List<Long>> large = List.of(List.of(1L << 31));
    for (List<List<Long>> counts : List.of(ragged, negative, large)) {
      assertThatThrownBy(() -> new ContingencyTable(counts))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static double p(long[][] cells) {
    return Objects.requireNonNull(FisherExactTest.of(table(cells)).p());
  }

  private static ContingencyTable table(long[][] cells) {
    return new ContingencyTable(
        Arrays.stream(cells).map(row -> Arrays.stream(row).boxed().toList()).toList());
  }

  private static void assertAllTablesAgree(long[][] cells) {
    ContingencyTable table = table(cells);
    if (table.comparable()) {
      assertThat(FisherExactTest.of(table).p())
          .as(table.toString())
          .isCloseTo(new AllTables(table).p(), within(1e-12));
    }
  }

  /** Lists every table with the totals of one, with whole numbers throughout. */
  private static final class AllTables {

    private final long[] rows;
    private final long[] columns;
    private final BigInteger observed;
    private BigInteger all = BigInteger.ZERO;
    private BigInteger extreme = BigInteger.ZERO;

    AllTables(ContingencyTable table) {
      rows = table.rowTotals().stream().mapToLong(Long::longValue).toArray();
      columns = table.columnTotals().stream().mapToLong(Long::longValue).toArray();
      BigInteger weight = factorial(table.n()).pow(2);
      for (List<Long> row : table.counts()) {
        for (long cell : row) {
          weight = weight.divide(factorial(cell));
        }
      }
      observed = weight;
      fill(0, 0, rows[0], columns.clone(), factorial(table.n()).pow(2));
    }

    double p() {
      return new BigDecimal(extreme)
          .divide(new BigDecimal(all), MathContext.DECIMAL64)
          .doubleValue();
    }

    /** One cell after the other; the weight of a table is n!^2 / product(cell!). */
    private void fill(int row, int column, long leftOfRow, long[] left, BigInteger weight) {
      if (row == rows.length) {
        all = all.add(weight);
        extreme = weight.compareTo(observed) <= 0 ? extreme.add(weight) : extreme;
      } else if (column == columns.length) {
        if (leftOfRow == 0) {
          fill(row + 1, 0, row + 1 < rows.length ? rows[row + 1] : 0, left, weight);
        }
      } else {
        for (long cell = 0; cell <= Math.min(leftOfRow, left[column]); cell++) {
          left[column] -= cell;
          fill(row, column + 1, leftOfRow - cell, left, weight.divide(factorial(cell)));
          left[column] += cell;
        }
      }
    }

    private static BigInteger factorial(long number) {
      BigInteger product = BigInteger.ONE;
      for (long factor = 2; factor <= number; factor++) {
        product = product.multiply(BigInteger.valueOf(factor));
      }
      return product;
    }
  }
}
