/**
 * How the measures of a study changed: description per time point, paired statistics per
 * comparison. Changes are earlier minus later value throughout.
 */
@NullMarked
package org.pvpoutcomes.outcome;

import org.jspecify.annotations.NullMarked;
