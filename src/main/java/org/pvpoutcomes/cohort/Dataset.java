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

  /** The members of the first version of a study, that every write keeps up to date. */
  public static Dataset current(Protocol protocol) {
    return new Dataset(protocol, protocol.id());
  }

  /**
   * The members of one version of a study, as long as every write keeps them up to date.
   *
   * @param version from 1; the first is stored under the id of the study
   */
  public static Dataset of(Protocol protocol, int version) {
    return new Dataset(protocol, version == 1 ? protocol.id() : protocol.id() + "/v" + version);
  }

  /** The id of the study. */
  public String study() {
    return protocol.id();
  }
}
