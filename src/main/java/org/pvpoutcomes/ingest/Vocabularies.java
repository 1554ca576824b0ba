package org.pvpoutcomes.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
import org.pvpoutcomes.vocabulary.QuestionnaireDocument;
import org.pvpoutcomes.vocabulary.ShippedConceptMaps;
import org.pvpoutcomes.vocabulary.UnusableConceptMapException;
import org.pvpoutcomes.vocabulary.Vocabulary;

/**
 * The vocabulary in force: the shipped ConceptMaps, and the stored ConceptMaps and Questionnaires
 * of the sites.
 */
@ApplicationScoped
class Vocabularies {

  private static final String CONCEPT_MAP = "ConceptMap";
  private static final String QUESTIONNAIRE = "Questionnaire";

  private final RecordRepository record;
  private final VocabularyStateRepository state;
  private volatile @Nullable Loaded loaded;

  Vocabularies(RecordRepository record, VocabularyStateRepository state) {
    this.record = record;
    this.state = state;
  }

  private record Loaded(long changes, Vocabulary vocabulary) {}

  /** Whether resources of this type say what codes mean, so that a write of one concerns all. */
  static boolean isPartOfVocabulary(String type) {
    return type.equals(CONCEPT_MAP) || type.equals(QUESTIONNAIRE);
  }

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

  /** The vocabulary of the record that this transaction sees, read now. */
  Vocabulary ofRecord() {
    return with(List.of());
  }

  /**
   * As {@link #current}; null when what is stored cannot be used, because a newer version of the
   * service is stricter or has another shipped map. A write can put that right.
   */
  @Nullable Vocabulary currentIfUsable() {
    try {
      return current();
    } catch (UnusableConceptMapException | ContradictoryVocabularyException e) {
      return null;
    }
  }

  /**
   * The vocabulary with the ConceptMaps and Questionnaires of this transaction in the place of the
   * stored ones, and without those that it deletes. It comes into force when the transaction
   * commits.
   *
   * @throws WriteRefusedException when one of them cannot be used, or contradicts another
   */
  Vocabulary withChanged(List<PlannedWrite> planned) {
    Map<String, Integer> entries = new LinkedHashMap<>();
    List<StoredVersion> changed = new ArrayList<>();
    for (PlannedWrite write : planned) {
      StoredVersion version = write.now();
      if (write.addsVersion() && isPartOfVocabulary(version.type())) {
        entries.put(place(version), write.entry());
        changed.add(version);
      }
    }
    try {
      return with(changed);
    } catch (UnusableConceptMapException e) {
      throw refused(entries, e.map(), e.expression(), e.getMessage());
    } catch (ContradictoryVocabularyException e) {
      ContradictoryVocabularyException.Place place =
          entries.containsKey(e.second().map()) ? e.second() : e.first();
      throw refused(entries, place.map(), place.expression(), e.getMessage());
    }
  }

  /**
   * What is stored was usable, so a change of this transaction is the cause. Mostly it has the
   * place; but a new ConceptMap can give two meanings to the codings of an item that is stored, and
   * then the first change is named, and the places in the message.
   */
  private static WriteRefusedException refused(
      Map<String, Integer> entries, String document, String expression, String message) {
    Map.Entry<String, Integer> first = entries.entrySet().iterator().next();
    Integer entry = entries.get(document);
    return new WriteRefusedException(
        WriteRefusedException.Reason.UNPROCESSABLE,
        entry == null ? first.getValue() : entry,
        entry == null ? first.getKey().substring(0, first.getKey().indexOf('/')) : expression,
        message);
  }

  private Vocabulary with(List<StoredVersion> changed) {
    return Vocabulary.of(
        ShippedConceptMaps.load(),
        current(CONCEPT_MAP, changed).entrySet().stream()
            .map(map -> new ConceptMapDocument(map.getKey(), map.getValue()))
            .toList(),
        current(QUESTIONNAIRE, changed).entrySet().stream()
            .map(form -> new QuestionnaireDocument(form.getKey(), form.getValue()))
            .toList(),
        ResourceMapper.knownCodes());
  }

  /** The content of the resources of one type by what messages call them. */
  private Map<String, String> current(String type, List<StoredVersion> changed) {
    Map<String, String> contents = new TreeMap<>();
    record.currentOfType(type).forEach(stored -> contents.put(place(stored), stored.content()));
    changed.stream()
        .filter(version -> version.type().equals(type))
        .forEach(
            version -> {
              if (version.isDeletion()) {
                contents.remove(place(version));
              } else {
                contents.put(place(version), version.content());
              }
            });
    return contents;
  }

  /** Makes every instance read the vocabulary again, once this transaction has committed. */
  void changed() {
    state.increment();
  }

  private static String place(StoredVersion stored) {
    return stored.type() + "/" + stored.id();
  }
}
