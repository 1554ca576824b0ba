package org.pvpoutcomes.figure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.statistics.Descriptive;

/** Collects the figures that are null, with the reason for each, in the order of the answer. */
public final class NotComputed {

  private static final String NO_VALUES = "there are no values";
  private static final String ONE_VALUE = "a standard deviation needs 2 values, there is 1";

  private final Map<String, String> reasons = new LinkedHashMap<>();

  /** Notes the reason if the figure is null. */
  public NotComputed add(String figure, @Nullable Object value, String reason) {
    if (value == null) {
      reasons.put(figure, reason);
    }
    return this;
  }

  /** Notes what cannot be said of so few values. */
  public NotComputed add(Descriptive descriptive) {
    return add("mean", descriptive.mean(), NO_VALUES)
        .add("sd", descriptive.sd(), descriptive.n() == 0 ? NO_VALUES : ONE_VALUE)
        .add("median", descriptive.median(), NO_VALUES)
        .add("q1", descriptive.q1(), NO_VALUES)
        .add("q3", descriptive.q3(), NO_VALUES)
        .add("min", descriptive.min(), NO_VALUES)
        .add("max", descriptive.max(), NO_VALUES);
  }

  /** Figure to reason, unmodifiable; empty when all were computed. */
  public Map<String, String> reasons() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(reasons));
  }
}
