/**
 * The figures of a study as quality measures: groups of populations with one score each, as FHIR's
 * Measure and MeasureReport have them. Every figure is taken from the answers of the result
 * families; nothing is computed here, and nothing of FHIR's classes is known.
 */
@NullMarked
package org.pvpoutcomes.measure;

import org.jspecify.annotations.NullMarked;
