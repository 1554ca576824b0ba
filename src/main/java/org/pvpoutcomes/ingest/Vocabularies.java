package org.pvpoutcomes.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.mapping.ResourceMapper;
import org.pvpoutcomes.record.RecordRepository;
import org.pvpoutcomes.record.StoredVersion;
import org.pvpoutcomes.record.VocabularyStateRepository;
import org.pvpoutcomes.vocabulary.ConceptMapDocument;
import org.pvpoutcomes.vocabulary.ContradictoryVocabularyException;
import org.pvpoutcomes.vocabulary.ShippedConceptMaps;
import org.pvpoutcomes.vocabulary.UnusableConceptMapException;
import org.pvpoutcomes.vocabulary.Vocabulary;

/** The vocabulary in force: the shipped ConceptMaps and the stored ones of the sites. */
@ApplicationScoped
class Vocabularies {

  static final String CONCEPT_MAP = "ConceptMap";

  private final RecordRepository record;
  private final VocabularyStateRepository state;
  private volatile @Nullable Loaded loaded;

  Vocabularies(RecordRepository record, VocabularyStateRepository state) {
    this.record = record;
    this.state = state;
  }

  private record Loaded(long changes, Vocabulary vocabulary) {}

  /** The vocabulary as of this transaction; read again only after it has changed. */
  Vocabulary current() {
    long changes = state.changes();
    Loaded known = loaded;
    if (known == null || known.changes() != changes) {
      known = new Loaded(changes, with(List.of()));
      loaded = known;
    }
    return known.vocabulary();
  }

  /**
   * The vocabulary with the ConceptMaps of this transaction in the place of the stored ones. It
   * comes into force when the transaction commits.
   *
   * @throws WriteRefusedException when one of them cannot be used, or contradicts another map
   */
  Vocabulary withChanged(List<PlannedWrite> planned) {
    Map<String, Integer> entries = new HashMap<>();
    List<StoredVersion> conceptMaps = new ArrayList<>();
    for (int i = 0; i < planned.size(); i++) {
      StoredVersion version = planned.get(i).now();
      if (planned.get(i).addsVersion() && version.type().equals(CONCEPT_MAP)) {
        entries.put(place(version), i);
        conceptMaps.add(version);
      }
    }
    try {
      return with(conceptMaps);
    } catch (UnusableConceptMapException e) {
      throw new WriteRefusedException(
          WriteRefusedException.Reason.UNPROCESSABLE,
          entries.getOrDefault(e.map(), 0),
          e.expression(),
          e.getMessage());
    } catch (ContradictoryVocabularyException e) {
      // One of the two places is in this transaction: what is stored does not contradict itself.
      ContradictoryVocabularyException.Place place =
          entries.containsKey(e.second().map()) ? e.second() : e.first();
      throw new WriteRefusedException(
          WriteRefusedException.Reason.UNPROCESSABLE,
          entries.getOrDefault(place.map(), 0),
          place.expression(),
          e.getMessage());
    }
  }

  private Vocabulary with(List<StoredVersion> conceptMaps) {
    Map<String, ConceptMapDocument> site = new TreeMap<>();
    for (StoredVersion stored : record.currentOfType(CONCEPT_MAP)) {
      site.put(place(stored), new ConceptMapDocument(place(stored), stored.content()));
    }
    for (StoredVersion stored : conceptMaps) {
      site.put(place(stored), new ConceptMapDocument(place(stored), stored.content()));
    }
    return Vocabulary.of(
        ShippedConceptMaps.load(), List.copyOf(site.values()), ResourceMapper.knownCodes());
  }

  /** Makes every instance read the vocabulary again, once this transaction has committed. */
  void changed() {
    state.increment();
  }

  private static String place(StoredVersion conceptMap) {
    return conceptMap.type() + "/" + conceptMap.id();
  }
}
