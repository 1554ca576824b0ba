package org.pvpoutcomes.cohort;

import org.pvpoutcomes.study.Protocol;

/**
 * The members of one study as they are counted: under which protocol they were derived, and the key
 * under which they are stored. Every figure is of one dataset.
 *
 * @param protocol what the members were derived with
 * @param key the column {@code study} of the tables of members; datasets of the same study differ
 *     in it
 */
public record Dataset(Protocol protocol, String key) {

  /** The members that every write keeps up to date. */
  public static Dataset current(Protocol protocol) {
    return new Dataset(protocol, protocol.id());
  }

  /** The id of the study. */
  public String study() {
    return protocol.id();
  }
}
