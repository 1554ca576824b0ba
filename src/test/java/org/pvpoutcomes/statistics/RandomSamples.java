package org.pvpoutcomes.statistics;

import java.util.Arrays;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;

/** Seeded samples of differences with ties and zeros. */
final class RandomSamples {

  private RandomSamples() {}

  static RandomGenerator generator(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /** {@code n} differences from {@code -largest} to {@code largest}, in no order. */
  static int[] differences(RandomGenerator random, int n, int largest) {
    return random.ints(n, -largest, largest + 1).toArray();
  }

  static FrequencyTable table(int[] values) {
    return FrequencyTable.of(
        Scale.UNIT,
        Arrays.stream(values)
            .boxed()
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting())));
  }
}
