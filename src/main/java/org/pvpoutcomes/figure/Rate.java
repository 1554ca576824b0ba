package org.pvpoutcomes.figure;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.statistics.Interval;
import org.pvpoutcomes.statistics.Proportion;

/**
 * How many of how many, with two 95 % intervals: Wilson (JASA 1927;22:209) and Clopper-Pearson
 * (Biometrika 1934;26:404).
 *
 * @param percent 0 to 100; null when {@code of} is 0
 * @param wilson in percent; null when {@code of} is 0
 * @param clopperPearson in percent; null when {@code of} is 0
 * @param notComputed the figures that are null, each with the reason
 */
public record Rate(
    long count,
    long of,
    @Nullable Double percent,
    @Nullable Interval wilson,
    @Nullable Interval clopperPearson,
    Map<String, String> notComputed) {

  /** Confidence level of all intervals that are answered. */
  public static final double LEVEL = 0.95;

  /** The rate of {@code count} in {@code of}, 0 to {@code of}. */
  public static Rate of(long count, long of) {
    Proportion proportion = Proportion.of(count, of, LEVEL);
    return new Rate(
        count,
        of,
        proportion.percent(),
        proportion.wilson(),
        proportion.clopperPearson(),
        new NotComputed()
            .add("percent", proportion.percent(), "there is nothing to take a share of")
            .add("wilson", proportion.wilson(), "there is nothing to take a share of")
            .add(
                "clopperPearson",
                proportion.clopperPearson(),
                "there is nothing to take a share of")
            .reasons());
  }
}
