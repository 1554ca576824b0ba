package org.pvpoutcomes.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.mapping.ResourceMapper;
import org.pvpoutcomes.vocabulary.Vocabulary;

/** What follows from a change of the vocabulary for resources that are stored already. */
@ApplicationScoped
class VocabularyChange {

  private final Vocabularies vocabularies;
  private final RemappingJobs jobs;

  VocabularyChange(Vocabularies vocabularies, RemappingJobs jobs) {
    this.vocabularies = vocabularies;
    this.jobs = jobs;
  }

  /**
   * Brings {@code after} into force with the current transaction, and queues the remapping of the
   * resources that it can concern.
   *
   * @param before null when it could not be used: then everything is mapped again
   * @return how many stored resources will be mapped again
   */
  long announce(@Nullable Vocabulary before, Vocabulary after) {
    vocabularies.changed();
    Set<String> types = before == null ? ResourceMapper.mappedTypes() : types(before, after);
    return types.isEmpty() ? 0 : jobs.queueForVocabulary(types);
  }

  private static Set<String> types(Vocabulary before, Vocabulary after) {
    Set<String> types = new TreeSet<>();
    for (Vocabulary.CodeUse change : before.changesTo(after)) {
      types.addAll(ResourceMapper.typesThatRead(change.targetSystem()));
    }
    return types;
  }
}
