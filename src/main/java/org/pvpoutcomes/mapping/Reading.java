package org.pvpoutcomes.mapping;

import org.pvpoutcomes.study.SourceVersion;
import org.pvpoutcomes.vocabulary.Vocabulary;

/**
 * What every mapper needs to read one resource version.
 *
 * @param source the version that is read
 * @param codes what codes mean
 * @param findings collects what is found
 * @param unmapped collects the codes on which the vocabulary does not decide
 */
record Reading(SourceVersion source, Codes codes, Findings findings, Unmapped unmapped) {

  /** Nothing found yet. */
  static Reading of(SourceVersion source, Vocabulary vocabulary) {
    Codes codes = new Codes(vocabulary);
    return new Reading(source, codes, new Findings(), new Unmapped(codes));
  }
}
