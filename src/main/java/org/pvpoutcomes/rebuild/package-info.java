/** The HTTP interface to the rebuild of everything that is derived from the record. */
@NullMarked
package org.pvpoutcomes.rebuild;

import org.jspecify.annotations.NullMarked;
