package org.pvpoutcomes.measure;

import org.pvpoutcomes.study.ComplicationKind;
import org.pvpoutcomes.study.LeakSite;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Protocol.Comparison;
import org.pvpoutcomes.study.Protocol.ResponderRule;

/**
 * A group of a measure: one score and the populations it is made of.
 *
 * @param code names it within its measure
 * @param initialPopulation who is looked at
 * @param population of whom the score is
 * @param scored what the score says of them: the numerator of a share, or what is averaged
 * @param figure which one it is
 */
public record MeasureGroup(
    String code, String initialPopulation, String population, String scored, Figure figure) {

  /** Where a figure stands in the answers. */
  public sealed interface Figure {}

  /** Patients whose value got better. */
  record Improved(Measure measure, Comparison comparison) implements Figure {}

  /** Patients who responded. */
  record Responded(ResponderRule rule, Comparison comparison) implements Figure {}

  /** The mean difference. */
  record MeanChange(Measure measure, Comparison comparison) implements Figure {}

  /** Cement leakage at any site. */
  record Leakage(Unit unit) implements Figure {}

  /** Vertebrae with cement leakage at a site. */
  record LeakageAt(LeakSite site) implements Figure {}

  /** Patients with an event. */
  record Happened(ComplicationKind kind) implements Figure {}

  /** Patients who died. */
  record Died() implements Figure {}

  /** What is counted. */
  enum Unit {
    VERTEBRA,
    SESSION,
    PATIENT
  }
}
