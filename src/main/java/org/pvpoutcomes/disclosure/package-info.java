/**
 * What an audience without full access may read: one layer over all answers below {@code /api/v1}.
 * Knows how each figure of an answer is to be treated, not how it was computed. What it does not
 * know it withholds.
 */
@NullMarked
package org.pvpoutcomes.disclosure;

import org.jspecify.annotations.NullMarked;
