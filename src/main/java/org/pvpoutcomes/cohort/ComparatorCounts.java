package org.pvpoutcomes.cohort;

/**
 * What a study is compared by with published ones, from one snapshot.
 *
 * @param outcomes of the whole cohort, all measures of the protocol
 * @param complications of the whole cohort
 */
public record ComparatorCounts(OutcomeCounts outcomes, ComplicationCounts complications) {}
