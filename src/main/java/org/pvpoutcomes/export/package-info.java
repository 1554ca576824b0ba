/**
 * The data sets of a study, one row per patient, vertebra, event or value, with their dictionary,
 * for those who analyse them elsewhere. Knows members and protocols; computes no figure.
 */
@NullMarked
package org.pvpoutcomes.export;

import org.jspecify.annotations.NullMarked;
