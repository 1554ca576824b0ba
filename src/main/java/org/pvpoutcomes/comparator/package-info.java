/**
 * Earlier, published studies beside the own figures of a study: what they give, what can be
 * compared with it, and why the rest cannot.
 */
@NullMarked
package org.pvpoutcomes.comparator;

import org.jspecify.annotations.NullMarked;
