/**
 * The PostgreSQL the service runs on when none is configured: a real one, unpacked from a jar and
 * kept in a directory of the service's own. It runs before the application starts and knows nothing
 * of it.
 */
@NullMarked
package org.pvpoutcomes.database;

import org.jspecify.annotations.NullMarked;
