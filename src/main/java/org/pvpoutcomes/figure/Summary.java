package org.pvpoutcomes.figure;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.Frequencies;
import org.pvpoutcomes.statistics.Descriptive;
import org.pvpoutcomes.statistics.FrequencyTable;
import org.pvpoutcomes.statistics.Scale;

/**
 * The distribution of one property of patients or vertebrae: SD with n - 1, quartiles by linear
 * interpolation (type 7 of Hyndman and Fan, The American Statistician 1996;50:361).
 *
 * @param n how many have a value
 * @param missing how many have none
 * @param notComputed the figures that are null, each with the reason
 */
public record Summary(
    long n,
    long missing,
    @Nullable Double mean,
    @Nullable Double sd,
    @Nullable Double median,
    @Nullable Double q1,
    @Nullable Double q3,
    @Nullable Double min,
    @Nullable Double max,
    Map<String, String> notComputed) {

  /** The summary of values counted in steps of {@code scale}. */
  public static Summary of(Scale scale, Frequencies<Integer> values) {
    Descriptive descriptive = Descriptive.of(FrequencyTable.of(scale, values.counts()));
    return new Summary(
        descriptive.n(),
        values.missing(),
        descriptive.mean(),
        descriptive.sd(),
        descriptive.median(),
        descriptive.q1(),
        descriptive.q3(),
        descriptive.min(),
        descriptive.max(),
        new NotComputed().add(descriptive).reasons());
  }
}
