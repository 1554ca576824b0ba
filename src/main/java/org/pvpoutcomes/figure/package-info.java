/**
 * The figures that all result families answer with: rates with intervals, summaries of values. A
 * figure that cannot be computed is null, and {@code notComputed} beside it says why.
 */
@NullMarked
package org.pvpoutcomes.figure;

import org.jspecify.annotations.NullMarked;
