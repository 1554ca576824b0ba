package org.pvpoutcomes.cohort;

import org.pvpoutcomes.study.Coded;

/** Reads the codes that the member tables hold. */
final class Codes {

  private Codes() {}

  /**
   * The constant that was stored under this code.
   *
   * @throws IllegalStateException when there is none: the row was written by another version
   */
  static <E extends Enum<E> & Coded> E constant(Class<E> type, String code) {
    return Coded.find(type, code)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "The stored code "
                        + code
                        + " is no "
                        + type.getSimpleName()
                        + "; derive the members again from the facts"));
  }
}
