/**
 * Numbers in, numbers out: descriptive statistics, the signed-rank test, Hodges-Lehmann estimates
 * and rates, all computed from frequency tables on an integer grid. It knows no patients and no
 * study.
 */
@NullMarked
package org.pvpoutcomes.statistics;

import org.jspecify.annotations.NullMarked;
