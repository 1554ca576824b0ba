/** The start of the service; everything else lives in the packages below. */
@NullMarked
package org.pvpoutcomes;

import org.jspecify.annotations.NullMarked;
