/**
 * Who is in a study and why: each patient with the resource versions that gave each value, the
 * facts that did not count, and how complete the data are.
 */
@NullMarked
package org.pvpoutcomes.membership;

import org.jspecify.annotations.NullMarked;
