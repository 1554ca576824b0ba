/** The HTTP interface to cuts: states of a study that were frozen for good. */
@NullMarked
package org.pvpoutcomes.cut;

import org.jspecify.annotations.NullMarked;
