package org.pvpoutcomes.disclosure;

import java.util.Arrays;
import java.util.Locale;

/**
 * What is done to one value of an answer.
 *
 * @param argument what the kind needs, as {@link Kind} says; empty for the others
 */
record Treatment(Kind kind, String argument) {

  /** The kinds of treatment. */
  enum Kind {
    /** Goes out as it is, with all in it that has no treatment of its own: nothing of patients. */
    SHOWN,
    /** The whole answer goes out as it is, whatever its type. */
    UNTOUCHED,
    /** Never goes out. */
    WITHHELD,
    /** A map of reasons that goes out empty: the reasons tell of single patients. */
    EMPTY,
    /** A count, shown by class. */
    COUNT,
    /** A map of counts that add up to the count beside it that the argument names. */
    TABLE,
    /**
     * A count of a count. The argument is empty, or names a rate beside it that must be shown for
     * this one to be: of the patients, where this one is of vertebrae or sessions.
     */
    RATE,
    /**
     * A mean, or what a single patient moves no more than a mean. The argument is the difference
     * between the largest and the smallest value a patient can have, or {@code measure} for that of
     * the measure that the group is about, or {@code change} for that of its changes.
     */
    MEAN,
    /** A standard deviation. The argument is that of the mean. */
    SPREAD,
    /** A P value. */
    P,
    /**
     * An object about a group of patients. The argument points from it to their count; of a group
     * too small to be shown nothing is shown.
     */
    GROUP,
    /** As {@link #GROUP}, an entry of a list, left out if too small. */
    STRATUM
  }

  /**
   * Reads {@code kind argument}.
   *
   * @throws IllegalArgumentException for another kind
   */
  static Treatment parse(String text) {
    String[] parts = text.split(" ", 2);
    Kind kind =
        Arrays.stream(Kind.values())
            .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(parts[0]))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("There is no treatment " + parts[0]));
    return new Treatment(kind, parts.length == 1 ? "" : parts[1]);
  }

  boolean isOfGroup() {
    return kind == Kind.GROUP || kind == Kind.STRATUM;
  }
}
