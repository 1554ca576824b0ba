package org.pvpoutcomes.ingest;

import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.record.ResourceKey;

/**
 * Where one {@link Write} goes.
 *
 * @param key the resource it writes or deletes, or that a conditional create found; one with an
 *     empty id, which no resource has, for a conditional delete or patch that found nothing
 * @param stores whether it writes or deletes; false for a conditional create that found its match
 *     and for a conditional delete or patch that found none
 * @param isNew whether the id was made for it, so that nothing can be stored there yet
 */
record Target(ResourceKey key, boolean stores, boolean isNew) {

  /**
   * Where a delete or patch goes: its id, or {@code match}, the only one that its condition
   * matches.
   */
  static Target existing(Write write, @Nullable String match) {
    String id = write.id() != null ? write.id() : match;
    return id == null
        ? new Target(new ResourceKey(write.type(), ""), false, true)
        : new Target(new ResourceKey(write.type(), id), true, false);
  }
}
