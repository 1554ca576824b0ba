package org.pvpoutcomes.story;

import org.jspecify.annotations.Nullable;

/**
 * One write of one resource. Steps of the same resource keep their order, because the last one
 * counts; all others may come in any order.
 *
 * @param reference where it is stored, {@code Patient/123}
 * @param content the resource as JSON; null to delete it
 */
record Step(String reference, @Nullable String content) {

  /** As an entry of a transaction Bundle. */
  String entry() {
    return content == null
        ? "{\"request\":{\"method\":\"DELETE\",\"url\":\"%s\"}}".formatted(reference)
        : "{\"resource\":%s,\"request\":{\"method\":\"PUT\",\"url\":\"%s\"}}"
            .formatted(content, reference);
  }
}
