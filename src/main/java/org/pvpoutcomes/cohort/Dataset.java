package org.pvpoutcomes.cohort;

import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.OmedFactors;
import org.pvpoutcomes.study.Protocol;
import org.pvpoutcomes.study.TestData;

/**
 * The members of one study as they are counted: under which protocol they were derived, and the key
 * under which they are stored. Every figure is of one dataset.
 *
 * @param protocol what the members were derived with
 * @param key the column {@code study} of the tables of members; datasets of the same study differ
 *     in it
 * @param frozen what else is kept of a dataset that does not change any more; null for one that
 *     every write keeps up to date
 */
public record Dataset(Protocol protocol, String key, @Nullable Frozen frozen) {

  /** What the key of a frozen dataset has and that of no other: no id of a study has it. */
  static final char FROZEN = '@';

  /**
   * What is kept of a frozen dataset beside its members.
   *
   * @param parameter the query parameter by which it was asked for, {@code cut} or {@code asOf}
   * @param value of that parameter, as given
   * @param pending resources whose patient was not known
   * @param testData whether test data counted
   * @param factors by which doses of opioids were made comparable
   */
  public record Frozen(
      String parameter,
      String value,
      PendingCounts pending,
      TestData testData,
      OmedFactors factors) {}

  /** Refuses a key that does not tell whether the dataset is frozen. */
  public Dataset {
    if ((key.indexOf(FROZEN) >= 0) != (frozen != null)) {
      throw new IllegalArgumentException("The key of a frozen dataset, and only that, has an @");
    }
  }

  /** A dataset that every write keeps up to date. */
  public Dataset(Protocol protocol, String key) {
    this(protocol, key, null);
  }

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
