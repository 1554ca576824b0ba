package org.pvpoutcomes.cohort;

import org.pvpoutcomes.study.SourceVersion;

/**
 * What the mapping found in a resource version, as it was stored.
 *
 * @param severity {@code warning} or {@code information}
 * @param rule id of the rule
 * @param expression FHIRPath of the place
 * @param text what is wrong and what would help
 */
public record StoredFinding(
    SourceVersion source, String severity, String rule, String expression, String text) {}
