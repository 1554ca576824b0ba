package org.pvpoutcomes.mapping;

/**
 * Something a resource version said that the study could not use, or used with a doubt.
 *
 * @param severity how much is lost
 * @param rule stable id of the rule that found it, lower case with hyphens, such as {@code
 *     vas-scale-unknown}
 * @param expression FHIRPath of the place, from the resource type: {@code Observation.value}
 * @param text what is wrong and what would help, without any data of the patient
 */
public record Finding(Severity severity, String rule, String expression, String text) {

  /** How much is lost. */
  public enum Severity {
    /** A fact was expected and could not be made. */
    WARNING,
    /** A fact was made, or nothing was expected, but the sender may want to know. */
    INFORMATION
  }
}
