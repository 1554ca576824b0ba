/** Who the patients of a study are and what was done: the first table of a clinical paper. */
@NullMarked
package org.pvpoutcomes.characteristics;

import org.jspecify.annotations.NullMarked;
