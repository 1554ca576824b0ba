package org.pvpoutcomes.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CodeOrderTest {

  @Test
  void numbers_at_the_end_count_as_numbers() {
    List<String> ordered =
        List.of(
            "0-10",
            "0-100",
            "1",
            "2",
            "10",
            "22",
            "C1",
            "L5",
            "S1",
            "T1",
            "T2",
            "T12",
            "lumbar",
            "other",
            "x1",
            "x01",
            "x1234567890123");
    List<String> shuffled = new ArrayList<>(ordered);
    Collections.shuffle(shuffled, new Random(7));

    shuffled.sort(new CodeOrder());

    assertThat(shuffled).containsExactlyInAnyOrderElementsOf(ordered);
    assertThat(shuffled.indexOf("2")).isLessThan(shuffled.indexOf("10"));
    assertThat(shuffled.stream().filter(code -> code.startsWith("T")).toList())
        .containsExactly("T1", "T2", "T12");
    assertThat(shuffled.stream().filter(code -> code.startsWith("0-")).toList())
        .containsExactly("0-10", "0-100");
    assertThat(shuffled.indexOf("L5")).isLessThan(shuffled.indexOf("S1"));
  }

  @Test
  void different_codes_are_never_equal() {
    assertThat(new CodeOrder().compare("x1", "x01")).isNotZero();
    assertThat(new CodeOrder().compare("x1", "x1")).isZero();
  }
}
