/** The studies this service answers for, and the rules of each: its protocol. */
@NullMarked
package org.pvpoutcomes.protocol;

import org.jspecify.annotations.NullMarked;
