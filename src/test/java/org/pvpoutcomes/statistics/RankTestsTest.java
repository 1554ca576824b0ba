package org.pvpoutcomes.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RankTestsTest {

  private static final FrequencyTable NONE = FrequencyTable.of(Scale.UNIT, Map.of());

  @Test
  void the_exact_p_is_that_of_all_divisions_of_the_values_into_two_groups() {
    RandomGenerator random = RandomSamples.generator(1947);
    for (int i = 0; i < 400; i++) {
      int[] values = RandomSamples.differences(random, random.nextInt(2, 12), 2);
      int n1 = random.nextInt(1, values.length);
      MannWhitneyTest.Result actual =
          MannWhitneyTest.of(
              RandomSamples.table(Arrays.copyOf(values, n1)),
              RandomSamples.table(Arrays.copyOfRange(values, n1, values.length)));
      assertThat(actual.pExact())
          .as("%s, first %d", Arrays.toString(values), n1)
          .isCloseTo(shareAtLeastAsFar(values, n1), within(1e-12));
      assertThat(actual.u()).isEqualTo(doubledU(values, (1 << n1) - 1) / 2.0);
    }
  }

  @Test
  void exchanged_groups_have_the_same_p_and_the_opposite_z() {
    FrequencyTable first = RandomSamples.table(new int[] {1, 2, 2, 5, 9});
    FrequencyTable second = RandomSamples.table(new int[] {0, 2, 3, 3, 4, 7, 12, 12});
    MannWhitneyTest.Result one = MannWhitneyTest.of(first, second);
    MannWhitneyTest.Result other = MannWhitneyTest.of(second, first);
    assertThat(other.z()).isEqualTo(-Objects.requireNonNull(one.z()));
    assertThat(other.p()).isEqualTo(one.p());
    assertThat(other.pExact()).isEqualTo(one.pExact());
    assertThat(Objects.requireNonNull(one.u()) + Objects.requireNonNull(other.u()))
        .isEqualTo(5.0 * 8);
  }

  @Test
  void of_two_groups_kruskal_wallis_is_the_square_of_mann_whitney() {
    RandomGenerator random = RandomSamples.generator(1952);
    for (int i = 0; i < 100; i++) {
      FrequencyTable first = RandomSamples.table(RandomSamples.differences(random, 9, 6));
      FrequencyTable second = RandomSamples.table(RandomSamples.differences(random, 14, 6));
      double z = Objects.requireNonNull(MannWhitneyTest.of(first, second).z());
      KruskalWallisTest.Result both = KruskalWallisTest.of(List.of(first, NONE, second));
      assertThat(both.h()).isCloseTo(z * z, within(1e-12));
      assertThat(both.p())
          .isCloseTo(Objects.requireNonNull(MannWhitneyTest.of(first, second).p()), within(1e-12));
    }
  }

  @Test
  void without_a_second_group_nothing_is_known() {
    FrequencyTable some = RandomSamples.table(new int[] {1, 2});
    assertThat(MannWhitneyTest.of(some, NONE))
        .isEqualTo(new MannWhitneyTest.Result(2, 0, null, null, null, null, null));
    assertThat(KruskalWallisTest.of(List.of(some, NONE)))
        .isEqualTo(new KruskalWallisTest.Result(2, 1, null, 0, null));
    assertThat(KruskalWallisTest.of(List.of()))
        .isEqualTo(new KruskalWallisTest.Result(0, 0, null, 0, null));
  }

  @Test
  void equal_values_could_not_have_come_out_otherwise() {
    FrequencyTable some = RandomSamples.table(new int[] {3, 3});
    assertThat(MannWhitneyTest.of(some, some))
        .isEqualTo(new MannWhitneyTest.Result(2, 2, 2.0, 0.5, null, 1.0, 1.0));
    assertThat(KruskalWallisTest.of(List.of(some, some, some)))
        .isEqualTo(new KruskalWallisTest.Result(6, 3, null, 2, 1.0));
  }

  @Test
  void beyond_100_observations_there_is_no_exact_p() {
    FrequencyTable fifty = FrequencyTable.of(Scale.UNIT, Map.of(1, 20L, 2, 30L));
    FrequencyTable more = FrequencyTable.of(Scale.UNIT, Map.of(1, 20L, 2, 31L));
    assertThat(MannWhitneyTest.of(fifty, fifty).pExact()).isNotNull();
    assertThat(MannWhitneyTest.of(fifty, more).pExact()).isNull();
    assertThat(MannWhitneyTest.of(fifty, more).p()).isNotNull();
  }

  @Test
  void billions_of_observations_do_not_overflow() {
    FrequencyTable first = FrequencyTable.of(Scale.UNIT, Map.of(1, 700_000_000L, 2, 700_000_000L));
    FrequencyTable second = FrequencyTable.of(Scale.UNIT, Map.of(1, 700_010_000L, 2, 699_990_000L));
    // Of two values the test is that of two shares: z = difference / sqrt(p (1 - p) 2 / n), with
    // n/(n - 1) for the variance of ranks.
    double p = 1_399_990_000.0 / 2_800_000_000.0;
    double expected =
        (10_000 / 1.4e9) / Math.sqrt(p * (1 - p) * 2 / 1.4e9) * Math.sqrt(1 - 1 / 2.8e9);
    assertThat(MannWhitneyTest.of(first, second).z()).isCloseTo(expected, within(1e-9));
    assertThat(KruskalWallisTest.of(List.of(first, second)).h())
        .isCloseTo(expected * expected, within(1e-9));
    assertThatThrownBy(() -> MannWhitneyTest.of(first, twice(first)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void groups_of_different_scales_are_not_compared() {
    FrequencyTable units = FrequencyTable.of(Scale.UNIT, Map.of(1, 1L));
    FrequencyTable tenths = FrequencyTable.of(new Scale(1, 10), Map.of(1, 1L));
    assertThatThrownBy(() -> MannWhitneyTest.of(units, tenths))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("same scale");
  }

  private static FrequencyTable twice(FrequencyTable table) {
    return FrequencyTable.of(table.scale(), Map.of(1, 1_400_000_000L, 2, 1_400_000_000L));
  }

  /** Share of the divisions whose U is at least as far from its mean as that of the first n1. */
  private static double shareAtLeastAsFar(int[] values, int n1) {
    int mean = n1 * (values.length - n1);
    int observed = Math.abs(doubledU(values, (1 << n1) - 1) - mean);
    int all = 0;
    int extreme = 0;
    for (int chosen = 0; chosen < 1 << values.length; chosen++) {
      if (Integer.bitCount(chosen) == n1) {
        all++;
        extreme += Math.abs(doubledU(values, chosen) - mean) >= observed ? 1 : 0;
      }
    }
    return (double) extreme / all;
  }

  /** Over all pairs of a chosen and another value: 2 where it is the larger one, 1 for a tie. */
  private static int doubledU(int[] values, int chosen) {
    int doubled = 0;
    for (int i = 0; i < values.length; i++) {
      for (int j = 0; j < values.length; j++) {
        if ((chosen >> i & 1) == 1 && (chosen >> j & 1) == 0) {
          doubled += 1 + Integer.signum(Integer.compare(values[i], values[j]));
        }
      }
    }
    return doubled;
  }
}
