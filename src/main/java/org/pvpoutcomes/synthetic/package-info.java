/**
 * The synthetic study that development mode starts with. It uses the service as a hospital would,
 * over HTTP, and knows nothing of its inside.
 */
@NullMarked
package org.pvpoutcomes.synthetic;

import org.jspecify.annotations.NullMarked;
