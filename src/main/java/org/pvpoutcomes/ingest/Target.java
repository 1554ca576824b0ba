package org.pvpoutcomes.ingest;

import org.pvpoutcomes.record.ResourceKey;

/**
 * Where one {@link Write} goes.
 *
 * @param key the resource it writes or deletes, or that a conditional create found; one with an
 *     empty id, which no resource has, for a conditional delete that found nothing
 * @param stores whether it writes or deletes; false for a conditional create that found its match
 *     and for a conditional delete that found none
 * @param isNew whether the id was made for it, so that nothing can be stored there yet
 */
record Target(ResourceKey key, boolean stores, boolean isNew) {}
