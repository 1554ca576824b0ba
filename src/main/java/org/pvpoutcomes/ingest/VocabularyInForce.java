package org.pvpoutcomes.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import org.pvpoutcomes.vocabulary.Vocabulary;

/** Shows the vocabulary with which writes are mapped, to those who only read. */
@ApplicationScoped
public class VocabularyInForce {

  private final Vocabularies vocabularies;

  VocabularyInForce(Vocabularies vocabularies) {
    this.vocabularies = vocabularies;
  }

  /** The vocabulary that every write that begins now uses. */
  @Transactional
  public Vocabulary current() {
    return vocabularies.current();
  }
}
