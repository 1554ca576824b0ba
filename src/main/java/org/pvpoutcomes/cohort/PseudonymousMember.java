package org.pvpoutcomes.cohort;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.pvpoutcomes.study.Member;

/**
 * A member under a pseudonym.
 *
 * @param pseudonym says nothing about the patient to anybody without the key; the same in every
 *     version, cut and state of a study, another in another study
 * @param strata the stratum of the patient by each property there is
 */
public record PseudonymousMember(
    String pseudonym, Member member, Map<Stratification, String> strata) {
  /** Copies the map. */
  public PseudonymousMember {
    strata = Collections.unmodifiableMap(new EnumMap<>(strata));
  }
}
