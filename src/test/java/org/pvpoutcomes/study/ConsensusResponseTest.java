package org.pvpoutcomes.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@NullUnmarked
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ConsensusResponseTest {

  /**
   * Written by hand from the four categories. Rows: what became of the pain. Columns: what became
   * of the daily dose. CR complete, PR partial, PP progression, IR indeterminate.
   */
  private static final String TABLE =
      """
      pain                  | 25% less | less | same | more | 25% more
      gone, from 2 or more  | CR       | CR   | CR   | IR   | IR
      gone, from below 2    | CR       | CR   | CR   | IR   | IR
      2 or more below       | PR       | PR   | PR   | IR   | IR
      less than 2 below     | PR       | IR   | IR   | IR   | IR
      none, and none before | PR       | IR   | IR   | IR   | PP
      same                  | PR       | IR   | IR   | IR   | PP
      up to 1 above         | IR       | IR   | IR   | IR   | PP
      1 to 2 above          | IR       | IR   | IR   | IR   | IR
      2 or more above       | IR       | IR   | PP   | IR   | IR
      """;

  private static final Map<String, ConsensusResponse> CATEGORIES =
      Map.of(
          "CR", ConsensusResponse.COMPLETE,
          "PR", ConsensusResponse.PARTIAL,
          "PP", ConsensusResponse.PROGRESSION,
          "IR", ConsensusResponse.INDETERMINATE);

  /** Thousandths of points: whole and half points, and both sides of every bound. */
  private static final int[] PAIN = {
    0, 1, 500, 1000, 1999, 2000, 2001, 3000, 3999, 4000, 4001, 4500, 5000, 5001, 6000, 6001, 6999,
    7000, 7001, 8000, 9000, 9500, 10_000
  };

  /** Micrograms of oral morphine: nothing, and both sides of a quarter less and more. */
  private static final long[] OMED = {
    0, 1, 2, 3, 4, 5, 30_000, 44_999, 45_000, 45_001, 59_999, 60_000, 60_001, 74_999, 75_000, 75_001
  };

  @Test
  void every_cell_of_the_grid_is_what_the_table_says() {
    Map<String, ConsensusResponse> table = table();
    Set<String> met = new HashSet<>();
    for (int before : PAIN) {
      for (int after : PAIN) {
        for (long omedBefore : OMED) {
          for (long omedAfter : OMED) {
            String cell = row(before, after) + " / " + column(omedBefore, omedAfter);
            assertThat(ConsensusResponse.of(before, after, omedBefore, omedAfter))
                .as("%s: pain %d to %d, dose %d to %d", cell, before, after, omedBefore, omedAfter)
                .isEqualTo(table.get(cell));
            met.add(cell);
          }
        }
      }
    }
    assertThat(met).containsExactlyInAnyOrderElementsOf(table.keySet());
  }

  @Test
  void without_pain_or_dose_on_either_day_nothing_is_judged() {
    assertThat(
            List.of(
                ConsensusResponse.of(null, 0, 60L, 0L),
                ConsensusResponse.of(5000, null, 60L, 0L),
                ConsensusResponse.of(5000, 0, null, 0L),
                ConsensusResponse.of(5000, 0, 60L, null),
                ConsensusResponse.of(null, null, null, null)))
        .containsOnly(ConsensusResponse.NOT_EVALUABLE);
  }

  @Test
  void the_largest_doses_do_not_overflow() {
    long most = 1000L * Fact.OpioidFact.MOST_MICROGRAMS_PER_DAY * 100;
    assertThat(ConsensusResponse.of(5000, 5000, most, most + most / 4))
        .isEqualTo(ConsensusResponse.PROGRESSION);
    assertThat(ConsensusResponse.of(5000, 5000, most, most - most / 4))
        .isEqualTo(ConsensusResponse.PARTIAL);
  }

  private static Map<String, ConsensusResponse> table() {
    List<List<String>> cells =
        TABLE.lines().map(line -> List.of(line.strip().split(" *\\| *"))).toList();
    Map<String, ConsensusResponse> table = new HashMap<>();
    for (List<String> row : cells.subList(1, cells.size())) {
      for (int column = 1; column < row.size(); column++) {
        table.put(
            row.getFirst() + " / " + cells.getFirst().get(column), CATEGORIES.get(row.get(column)));
      }
    }
    return table;
  }

  private static String row(int before, int after) {
    BigDecimal change = points(after).subtract(points(before));
    if (after == 0) {
      return before == 0
          ? "none, and none before"
          : change.compareTo(new BigDecimal(-2)) <= 0
              ? "gone, from 2 or more"
              : "gone, from below 2";
    }
    if (change.signum() < 0) {
      return change.compareTo(new BigDecimal(-2)) <= 0 ? "2 or more below" : "less than 2 below";
    }
    if (change.signum() == 0) {
      return "same";
    }
    if (change.compareTo(BigDecimal.ONE) <= 0) {
      return "up to 1 above";
    }
    return change.compareTo(BigDecimal.TWO) < 0 ? "1 to 2 above" : "2 or more above";
  }

  private static String column(long before, long after) {
    BigDecimal quarter = new BigDecimal(before).multiply(new BigDecimal("0.25"));
    BigDecimal change = new BigDecimal(after - before);
    if (change.signum() == 0) {
      return "same";
    }
    String direction = change.signum() < 0 ? "less" : "more";
    return change.abs().compareTo(quarter) >= 0 ? "25% " + direction : direction;
  }

  private static BigDecimal points(int thousandths) {
    return BigDecimal.valueOf(thousandths, 3);
  }
}
