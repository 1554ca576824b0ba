package org.pvpoutcomes.ingest;

import org.pvpoutcomes.record.ResourceKey;

/**
 * Where one {@link Write} goes.
 *
 * @param key the resource it writes, or that a conditional create found
 * @param stores whether it writes; false for a conditional create that found its match
 * @param isNew whether the id was made for it, so that nothing can be stored there yet
 */
record Target(ResourceKey key, boolean stores, boolean isNew) {}
