package org.pvpoutcomes.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.statistics.PairedTable.Cell;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TablesTest {

  private static final Scale TENTHS = new Scale(1, 10);

  @Test
  void a_table_drops_values_never_observed_and_sorts_the_others() {
    FrequencyTable table = FrequencyTable.of(TENTHS, Map.of(30, 2L, -5, 1L, 7, 0L));
    assertThat(table.counts()).containsExactly(Map.entry(-5, 1L), Map.entry(30, 2L));
    assertThat(table.n()).isEqualTo(3);
  }

  @Test
  void a_table_does_not_follow_later_changes_of_its_source() {
    Map<Integer, Long> source = new TreeMap<>(Map.of(1, 1L));
    FrequencyTable table = FrequencyTable.of(TENTHS, source);
    source.put(2, 5L);
    assertThat(table).isEqualTo(FrequencyTable.of(TENTHS, Map.of(1, 1L)));
    assertThatThrownBy(() -> table.counts().put(3, 1L))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void a_table_refuses_negative_and_too_many_counts() {
    assertThatThrownBy(() -> FrequencyTable.of(TENTHS, Map.of(4, -1L)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("value 4 has -1");
    assertThatThrownBy(() -> FrequencyTable.of(TENTHS, Map.of(4, Long.MAX_VALUE, 5, 1L)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_step_is_a_positive_fraction() {
    assertThat(new Scale(5, 126).value(2520)).isEqualTo(100.0);
    assertThat(TENTHS.value(43)).isEqualTo(4.3);
    assertThatThrownBy(() -> new Scale(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Scale(1, -2)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void pairs_merge_to_one_cell_each_and_give_margins_and_differences() {
    PairedTable pairs =
        PairedTable.of(
            TENTHS,
            List.of(
                new Cell(80, 20, 1), new Cell(50, 50, 2), new Cell(80, 20, 3), new Cell(1, 9, 0)));
    assertThat(pairs.cells()).containsExactly(new Cell(50, 50, 2), new Cell(80, 20, 4));
    assertThat(pairs.n()).isEqualTo(6);
    assertThat(pairs.from()).isEqualTo(FrequencyTable.of(TENTHS, Map.of(50, 2L, 80, 4L)));
    assertThat(pairs.to()).isEqualTo(FrequencyTable.of(TENTHS, Map.of(50, 2L, 20, 4L)));
    assertThat(pairs.differences()).isEqualTo(FrequencyTable.of(TENTHS, Map.of(0, 2L, 60, 4L)));
  }

  @Test
  void pairs_refuse_negative_counts_and_differences_off_the_grid() {
    assertThatThrownBy(() -> new Cell(1, 2, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Cell(Integer.MIN_VALUE, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
