package org.pvpoutcomes.study;

import java.math.BigDecimal;
import java.util.List;

/**
 * Where bands of numbers begin and end that divide a cohort. No limit, no bands.
 *
 * @param ageBands limits in completed years at the index session, rising, from 1 to 150. A limit
 *     belongs to the band above it: 50 and 65 make the bands below 50, from 50 to 64, and from 65,
 *     as ages are said
 * @param cementBands limits in millilitres of cement in one vertebra, rising, above 0 and at most
 *     100, to the microlitre. A limit belongs to the band below it: 1 and 2 make the bands up to 1,
 *     above 1 up to 2, and above 2, as the bands of measures do
 */
public record Strata(List<Integer> ageBands, List<BigDecimal> cementBands) {

  /** No bands. */
  public static final Strata NONE = new Strata(List.of(), List.of());

  private static final int OLDEST = 150;
  private static final BigDecimal MOST_CEMENT = BigDecimal.valueOf(100);

  /** Copies the lists; refuses limits that do not rise, or that nobody can reach. */
  public Strata {
    ageBands = List.copyOf(ageBands);
    cementBands = List.copyOf(cementBands);
    requireRising("ageBands", ageBands);
    requireRising("cementBands", cementBands);
    if (!ageBands.isEmpty() && (ageBands.getFirst() < 1 || ageBands.getLast() > OLDEST)) {
      throw new IllegalArgumentException("ageBands must lie between 1 and " + OLDEST);
    }
    if (cementBands.stream().anyMatch(limit -> !isVolume(limit))) {
      throw new IllegalArgumentException(
          "cementBands must be above 0, at most %s, and have at most 3 decimals"
              .formatted(MOST_CEMENT));
    }
  }

  private static boolean isVolume(BigDecimal millilitres) {
    return millilitres.signum() > 0
        && millilitres.compareTo(MOST_CEMENT) <= 0
        && millilitres.stripTrailingZeros().scale() <= 3;
  }

  private static <T extends Comparable<T>> void requireRising(String field, List<T> limits) {
    for (int i = 1; i < limits.size(); i++) {
      if (limits.get(i - 1).compareTo(limits.get(i)) >= 0) {
        throw new IllegalArgumentException(field + " must rise");
      }
    }
  }
}
