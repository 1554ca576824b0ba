package org.pvpoutcomes.disclosure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What can be inferred from published numbers: each unknown number lies in an interval, and some
 * are the sums of others. Narrows the intervals until nothing changes. Knows nothing of how the
 * numbers were made.
 */
final class Attack {

  /** Closed interval. */
  record Range(double least, double most) {
    double width() {
      return most - least;
    }

    boolean contains(double value) {
      return value >= least - TOLERANCE && value <= most + TOLERANCE;
    }
  }

  private record Sum(String total, List<String> parts) {}

  private static final double TOLERANCE = 1e-6;
  private static final int MOST_ROUNDS = 200;

  private final Map<String, Range> ranges = new LinkedHashMap<>();
  private final List<Sum> sums = new ArrayList<>();

  /** A number that is known to lie between two others. */
  void know(String number, double least, double most) {
    ranges.merge(
        number,
        new Range(least, most),
        (a, b) -> new Range(Math.max(a.least(), b.least()), Math.min(a.most(), b.most())));
  }

  boolean knows(String number) {
    return ranges.containsKey(number);
  }

  /** A number that is the sum of others; ignored unless all of them are known of. */
  void sum(String total, List<String> parts) {
    if (!parts.isEmpty() && knows(total) && parts.stream().allMatch(this::knows)) {
      sums.add(new Sum(total, List.copyOf(parts)));
    }
  }

  Range range(String number) {
    return ranges.getOrDefault(number, new Range(0, Double.MAX_VALUE));
  }

  /** Draws all conclusions. */
  void run() {
    boolean changed = true;
    for (int round = 0; changed && round < MOST_ROUNDS; round++) {
      changed = false;
      for (Sum sum : sums) {
        changed |= narrow(sum);
      }
    }
  }

  private boolean narrow(Sum sum) {
    double least = 0;
    double most = 0;
    for (String part : sum.parts()) {
      least += range(part).least();
      most += range(part).most();
    }
    Range total = range(sum.total());
    boolean changed = set(sum.total(), least, most);
    for (String part : sum.parts()) {
      Range own = range(part);
      changed |=
          set(part, total.least() - (most - own.most()), total.most() - (least - own.least()));
    }
    return changed;
  }

  private boolean set(String number, double least, double most) {
    Range before = range(number);
    know(number, least, most);
    Range after = range(number);
    return before.least() < after.least() - TOLERANCE || before.most() > after.most() + TOLERANCE;
  }
}
