/**
 * The statistical methods of the answers, each with one definition, a version and its sources.
 * Knows which answers use a method, nothing of figures.
 */
@NullMarked
package org.pvpoutcomes.method;

import org.jspecify.annotations.NullMarked;
