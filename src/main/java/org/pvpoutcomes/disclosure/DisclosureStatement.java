package org.pvpoutcomes.disclosure;

import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.DisclosureRule;

/**
 * The rule that was applied to an answer.
 *
 * @param applied always true: answers with full access have no statement
 * @param method id and version of how the rule is applied
 * @param threshold of the rule of the study
 * @param roundTo of the rule of the study; null for none
 * @param classWidth counts are shown by classes of this width, as their middle; those of the first
 *     class, 0 included, are not shown
 * @param source whose rule it is
 * @param statement what that means, in a sentence
 */
record DisclosureStatement(
    boolean applied,
    String method,
    int threshold,
    @Nullable Integer roundTo,
    int classWidth,
    String source,
    String statement) {

  /** Of a study that has no rule. */
  static final DisclosureRule OF_NONE =
      new DisclosureRule(
          11,
          null,
          "the study has no rule; CMS cell size suppression policy, resdac.org/node/1506");

  private static final String METHOD = "count-classes-1";

  static DisclosureStatement of(DisclosureRule rule) {
    int width = CountClasses.of(rule).width();
    int middle = (width - 1) / 2;
    return new DisclosureStatement(
        true,
        METHOD,
        rule.threshold(),
        rule.roundTo(),
        width,
        rule.source(),
        ("Counts below %d are not shown, 0 included, and strata of fewer patients are left out. A"
                + " shown count is the middle of %d counts: the true one is at most %d less or %d"
                + " more. Means are rounded so far that one patient does not show.")
            .formatted(width, width, middle, width - 1 - middle));
  }
}
