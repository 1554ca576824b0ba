/**
 * Numbers in, numbers out: descriptive statistics, rates, the methods for values of the same
 * subjects at two or more time points, tests between groups and cumulative incidence, all computed
 * from counts on an integer grid. It knows no patients and no study. A figure that cannot be
 * computed is null, and the caller says why.
 */
@NullMarked
package org.pvpoutcomes.statistics;

import org.jspecify.annotations.NullMarked;
