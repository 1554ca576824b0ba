package org.pvpoutcomes.search;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a search is relative to.
 *
 * @param now for {@code ap} on a date; null if that is refused
 * @param base the server's base URL, without a slash at the end; null if only relative references
 *     can mean its resources
 */
public record SearchContext(@Nullable Instant now, @Nullable String base) {

  boolean hasBase() {
    return base != null;
  }

  /** A reference to this server's base as {@code type/id}; any other as it is. */
  String relative(String reference) {
    return base != null && reference.startsWith(base + "/")
        ? reference.substring(base.length() + 1)
        : reference;
  }

  /** A relative reference with the base before it. */
  String absolute(String reference) {
    return base + "/" + reference;
  }
}
