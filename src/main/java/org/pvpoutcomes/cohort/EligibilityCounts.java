package org.pvpoutcomes.cohort;

import org.pvpoutcomes.study.Criterion;

/**
 * How one criterion of eligibility came out.
 *
 * @param met patients with an index session, eligible or not, of whom it is known to be met
 * @param notMet of whom it is known not to be met
 * @param unknown of whom it is not known
 */
public record EligibilityCounts(Criterion criterion, long met, long notMet, long unknown) {}
