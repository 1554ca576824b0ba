package org.pvpoutcomes.disclosure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pvpoutcomes.study.DisclosureRule;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CountClassesTest {

  @ParameterizedTest
  @CsvSource({"11,16", "16,16", "21,16", "22,27", "39,38", "43,38", "44,49", "3500,3503"})
  void a_count_is_shown_as_the_middle_of_its_class(long count, long shown) {
    assertThat(new CountClasses(11).shown(count)).isEqualTo(OptionalLong.of(shown));
  }

  @Test
  void none_and_few_are_not_shown_and_not_told_apart() {
    CountClasses classes = new CountClasses(11);
    for (long count = 0; count < 11; count++) {
      assertThat(classes.shown(count)).isEmpty();
      assertThat(classes.atLeast(count)).isEmpty();
    }
    assertThat(classes.atLeast(39)).isEqualTo(OptionalLong.of(33));
  }

  @Test
  void classes_are_as_wide_as_the_rule_asks_and_ten_at_least() {
    assertThat(CountClasses.of(new DisclosureRule(11, null, "made for a test")).width())
        .isEqualTo(11);
    assertThat(CountClasses.of(new DisclosureRule(8, 20, "made for a test")).width()).isEqualTo(20);
    assertThat(CountClasses.of(new DisclosureRule(3, null, "made for a test")).width())
        .isEqualTo(10);
    assertThatThrownBy(() -> new CountClasses(9)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_table_is_open_when_trying_all_counts_leaves_half_a_class_for_each_part() {
    CountClasses classes = new CountClasses(10);
    Random random = new Random(20210512);
    int seenThrough = 0;
    for (int trial = 0; trial < 2000; trial++) {
      int least = random.nextInt(10);
      List<Long> parts = new ArrayList<>();
      int size = 1 + random.nextInt(24);
      for (int i = 0; i < size; i++) {
        parts.add(10L * random.nextInt(4) + random.nextInt(least, 10));
      }
      long total = parts.stream().mapToLong(Long::longValue).sum();
      boolean open = possible(parts, total) >= 5;
      assertThat(classes.leaveOpen(parts, total)).as("%s", parts).isEqualTo(open);
      seenThrough += open ? 0 : 1;
    }
    assertThat(seenThrough).isPositive();
  }

  /** How many counts the first part can be, by all sums that the counts of the others can have. */
  private static int possible(List<Long> parts, long total) {
    BitSet sums = new BitSet();
    sums.set(0);
    for (long part : parts.subList(1, parts.size())) {
      BitSet more = new BitSet();
      for (long count = part / 10 * 10; count < part / 10 * 10 + 10; count++) {
        long added = count;
        sums.stream().forEach(sum -> more.set(sum + (int) added));
      }
      sums = more;
    }
    int possible = 0;
    long first = parts.getFirst() / 10 * 10;
    for (long count = first; count < first + 10; count++) {
      long added = count;
      possible += sums.stream().anyMatch(sum -> (sum + added) / 10 == total / 10) ? 1 : 0;
    }
    return possible;
  }
}
