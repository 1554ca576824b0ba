package org.pvpoutcomes.vocabulary;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.vocabulary.Vocabulary.CodeUse;

/**
 * The items and answers of the stored Questionnaires, by the canonical that a response names.
 *
 * <p>A canonical with a version is that stored version, where there is one. Else it may be any, so
 * an item (and the weight of an answer) counts only where all stored versions that have the linkId
 * say the same.
 */
final class Questionnaires {

  private final Map<String, Map<String, Edition>> editions = new HashMap<>();
  private final List<VocabularySource> sources = new ArrayList<>();

  /**
   * Reads all Questionnaires.
   *
   * @param conceptMaps what codings of items mean, and which linkIds need none
   * @throws UnusableConceptMapException when one is no Questionnaire
   * @throws ContradictoryVocabularyException when an item is two items, or an answer has two
   *     weights, in one Questionnaire or in two of the same URL and version
   */
  Questionnaires(List<QuestionnaireDocument> documents, EntryTable conceptMaps) {
    List<QuestionnaireReader> readers = documents.stream().map(QuestionnaireReader::new).toList();
    for (QuestionnaireReader reader : readers) {
      if (reader.isInForce()) {
        reader.addItems(
            conceptMaps,
            editions
                .computeIfAbsent(reader.url(), url -> new TreeMap<>())
                .computeIfAbsent(reader.version(), version -> new Edition()));
      }
    }
    for (QuestionnaireReader reader : readers) {
      Edition edition = edition(reader.url(), reader.version());
      Set<String> known =
          edition == null || !reader.isInForce() ? Set.of() : known(reader, edition, conceptMaps);
      if (edition != null) {
        reader.addWeights(known, edition);
      }
      sources.add(reader.source().counted(known.size(), 0));
    }
  }

  /** The linkIds that are an item of ours: a ConceptMap has precedence over the codings. */
  private static Set<String> known(
      QuestionnaireReader reader, Edition edition, EntryTable conceptMaps) {
    Set<String> known = new HashSet<>();
    for (String linkId : reader.linkIds()) {
      VocabularyEntry mapped = conceptMaps.entry(Canonical.QLQ_BM22_ITEM, reader.url(), linkId);
      VocabularyEntry entry = mapped == null ? edition.item(linkId) : mapped;
      if (entry != null && entry.targetCode() != null) {
        known.add(linkId);
      }
    }
    return known;
  }

  /** Whether any item of the questionnaire is one of ours by its codings. */
  boolean reads(String canonical) {
    return allOf(canonical).stream()
        .flatMap(edition -> edition.items().values().stream())
        .anyMatch(entry -> entry.targetCode() != null);
  }

  /** What the codings of an item say; null where they say nothing, or versions differ. */
  @Nullable VocabularyEntry item(String canonical, String linkId) {
    List<Edition> meant = meant(canonical, linkId);
    return same(meant, edition -> edition.item(linkId), VocabularyEntry::targetCode);
  }

  /** The weight of an answer; null where it has none, or versions differ. */
  @Nullable BigDecimal weight(String canonical, String linkId, String system, String code) {
    List<Edition> meant = meant(canonical, linkId);
    return same(
        meant,
        edition -> edition.weight(linkId, system, code),
        weight -> weight.stripTrailingZeros().toString());
  }

  /** Adds the linkIds about which the two do not say the same. */
  void addDifferences(Questionnaires other, Set<CodeUse> changes) {
    Set<String> urls = new HashSet<>(editions.keySet());
    urls.addAll(other.editions.keySet());
    for (String url : urls) {
      // Other instruments are none of our business, however they change.
      if (reads(url) || other.reads(url) || hasWeights(url) || other.hasWeights(url)) {
        Set<String> versions = new HashSet<>(editions.getOrDefault(url, Map.of()).keySet());
        versions.addAll(other.editions.getOrDefault(url, Map.of()).keySet());
        for (String version : versions) {
          Edition.differences(edition(url, version), other.edition(url, version))
              .forEach(linkId -> changes.add(new CodeUse(Canonical.QLQ_BM22_ITEM, url, linkId)));
        }
      }
    }
  }

  private boolean hasWeights(String url) {
    return allOf(url).stream().anyMatch(Edition::hasWeights);
  }

  /** Every entry of every version. */
  List<VocabularyEntry> entries() {
    return editions.values().stream()
        .flatMap(versions -> versions.values().stream())
        .flatMap(edition -> edition.items().values().stream())
        .toList();
  }

  /** The Questionnaires in the order in which they were given. */
  List<VocabularySource> sources() {
    return List.copyOf(sources);
  }

  private @Nullable Edition edition(String url, String version) {
    return editions.getOrDefault(url, Map.of()).get(version);
  }

  private Collection<Edition> allOf(String canonical) {
    return editions.getOrDefault(Canonical.withoutVersion(canonical), Map.of()).values();
  }

  /** The versions that a response may have been given to. */
  private List<Edition> meant(String canonical, String linkId) {
    String version = Canonical.versionOf(canonical);
    Edition named =
        version.isEmpty() ? null : edition(Canonical.withoutVersion(canonical), version);
    return named == null
        ? allOf(canonical).stream().filter(edition -> edition.hasLinkId(linkId)).toList()
        : List.of(named);
  }

  /** What all editions say alike; null where one says nothing or another thing. */
  private static <T> @Nullable T same(
      List<Edition> editions,
      Function<Edition, @Nullable T> said,
      Function<T, @Nullable String> meaning) {
    T first = null;
    for (Edition edition : editions) {
      T next = said.apply(edition);
      if (next == null) {
        return null;
      }
      if (first != null
          && !Optional.ofNullable(meaning.apply(first))
              .equals(Optional.ofNullable(meaning.apply(next)))) {
        return null;
      }
      first = first == null ? next : first;
    }
    return first;
  }
}
