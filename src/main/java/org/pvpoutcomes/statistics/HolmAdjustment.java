package org.pvpoutcomes.statistics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The step-down adjustment of Holm (A simple sequentially rejective multiple test procedure,
 * Scandinavian Journal of Statistics 1979;6:65-70), which keeps the family-wise error rate under
 * any dependence. R gives the same with {@code p.adjust(p, method = "holm")}.
 */
public final class HolmAdjustment {

  private HolmAdjustment() {}

  /**
   * The adjusted P values, in the order given: for the i-th smallest of m the largest of (m - j +
   * 1) p_j over j &lt;= i, at most 1.
   *
   * @param pValues the P values of the family, each 0 to 1; null for a test that was not possible,
   *     which does not count in m
   * @return as many values, null where {@code pValues} is; unmodifiable
   * @throws IllegalArgumentException when a value is not between 0 and 1
   */
  public static List<@Nullable Double> of(List<@Nullable Double> pValues) {
    int[] ascending =
        IntStream.range(0, pValues.size())
            .filter(i -> pValues.get(i) != null)
            .boxed()
            .sorted((i, j) -> Double.compare(checked(pValues.get(i)), checked(pValues.get(j))))
            .mapToInt(Integer::intValue)
            .toArray();
    List<@Nullable Double> adjusted = new ArrayList<@Nullable Double>(pValues);
    double largest = 0;
    for (int rank = 0; rank < ascending.length; rank++) {
      double p = checked(pValues.get(ascending[rank]));
      largest = Math.max(largest, Math.min(1, (ascending.length - rank) * p));
      adjusted.set(ascending[rank], largest);
    }
    return Collections.unmodifiableList(adjusted);
  }

  private static double checked(@Nullable Double p) {
    if (p == null || !(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException("A P value lies between 0 and 1, not " + p);
    }
    return p;
  }
}
