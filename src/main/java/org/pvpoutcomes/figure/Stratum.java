package org.pvpoutcomes.figure;

import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.Stratification;
import org.pvpoutcomes.study.Coded;

/**
 * The part of a cohort that figures are of.
 *
 * @param by the property that divides the cohort, such as {@code sex}
 * @param value its value in this part; {@code not-stated} where it is not known
 */
public record Stratum(String by, String value) {

  /** The query parameter of the list of members that selects it. */
  String parameter() {
    return Coded.find(Stratification.class, by)
        .map(Stratification::parameter)
        .orElseThrow(() -> new IllegalStateException("Nothing is divided by " + by));
  }

  /** The stratum with this value; null for the whole cohort. */
  public static @Nullable Stratum of(@Nullable Stratification by, @Nullable String value) {
    return by == null || value == null ? null : new Stratum(by.code(), value);
  }
}
