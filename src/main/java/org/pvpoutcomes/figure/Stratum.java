package org.pvpoutcomes.figure;

import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.Stratification;

/**
 * The part of a cohort that figures are of.
 *
 * @param by the property that divides the cohort, such as {@code sex}
 * @param value its value in this part; {@code not-stated} where it is not known
 */
public record Stratum(String by, String value) {

  /** The stratum with this value; null for the whole cohort. */
  public static @Nullable Stratum of(@Nullable Stratification by, @Nullable String value) {
    return by == null || value == null ? null : new Stratum(by.code(), value);
  }
}
