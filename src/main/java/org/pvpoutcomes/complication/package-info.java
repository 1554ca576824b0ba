/**
 * What went wrong, per vertebra, per session and per patient. A cement leakage is a technical
 * finding and a complication a clinical event; the two are answered apart.
 */
@NullMarked
package org.pvpoutcomes.complication;

import org.jspecify.annotations.NullMarked;
