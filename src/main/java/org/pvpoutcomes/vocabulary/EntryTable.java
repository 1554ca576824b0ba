package org.pvpoutcomes.vocabulary;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.vocabulary.ContradictoryVocabularyException.Place;
import org.pvpoutcomes.vocabulary.Vocabulary.CodeUse;
import org.pvpoutcomes.vocabulary.VocabularyEntry.Origin;

/**
 * The entry in force for each code: our own codes, then the shipped maps, then those of the site,
 * of which a later one has precedence.
 */
final class EntryTable {

  private final Map<String, Map<String, Map<String, VocabularyEntry>>> bySystems = new HashMap<>();
  private final List<VocabularySource> sources = new ArrayList<>();

  private record Key(String targetSystem, String sourceSystem, String code) {
    static Key of(VocabularyEntry entry) {
      return new Key(entry.targetSystem(), entry.sourceSystem(), entry.code());
    }
  }

  /**
   * Reads all maps.
   *
   * @throws UnusableConceptMapException when a map cannot be used
   * @throws ContradictoryVocabularyException when one code has two meanings within the shipped maps
   *     or within the maps of the site
   */
  EntryTable(
      List<ConceptMapDocument> shipped,
      List<ConceptMapDocument> site,
      Map<String, Set<String>> knownCodes) {
    knownCodes.forEach((system, codes) -> codes.forEach(code -> put(own(system, code))));
    List<ConceptMapReader.Read> ofShipped = read(shipped, Origin.SHIPPED, knownCodes);
    List<ConceptMapReader.Read> ofSite = read(site, Origin.SITE, knownCodes);
    Map<Key, VocabularyEntry> shippedEntries = consistent(ofShipped);
    Map<Key, VocabularyEntry> siteEntries = consistent(ofSite);
    shippedEntries.values().forEach(this::put);
    siteEntries.values().forEach(this::put);
    ofShipped.forEach(map -> addSource(map, siteEntries.keySet()));
    ofSite.forEach(map -> addSource(map, Set.of()));
  }

  /** The entries for a pair of code systems by code; empty when there are none. */
  Map<String, VocabularyEntry> entries(String targetSystem, String sourceSystem) {
    return bySystems.getOrDefault(targetSystem, Map.of()).getOrDefault(sourceSystem, Map.of());
  }

  /** The entry of exactly this code; null when there is none. */
  @Nullable VocabularyEntry entry(String targetSystem, String sourceSystem, String code) {
    return entries(targetSystem, sourceSystem).get(code);
  }

  /** All entries for one of our code systems, its own codes among them. */
  List<VocabularyEntry> of(String targetSystem) {
    return bySystems.getOrDefault(targetSystem, Map.of()).values().stream()
        .map(Map::values)
        .flatMap(Collection::stream)
        .toList();
  }

  /** Adds the codes whose entry {@code other} does not have, or has otherwise. */
  void addMissingOrOther(EntryTable other, Set<CodeUse> changes) {
    bySystems.forEach(
        (target, sources) ->
            sources.forEach(
                (source, entries) -> {
                  Map<String, VocabularyEntry> others = other.entries(target, source);
                  entries.forEach(
                      (code, entry) -> {
                        VocabularyEntry then = others.get(code);
                        if (then == null
                            || !Objects.equals(then.targetCode(), entry.targetCode())) {
                          changes.add(new CodeUse(target, source, code));
                        }
                      });
                }));
  }

  /** The maps, shipped ones first, in the order in which they were given. */
  List<VocabularySource> sources() {
    return List.copyOf(sources);
  }

  private static List<ConceptMapReader.Read> read(
      List<ConceptMapDocument> documents, Origin origin, Map<String, Set<String>> knownCodes) {
    return documents.stream()
        .map(document -> ConceptMapReader.read(document, origin, knownCodes))
        .toList();
  }

  private static Map<Key, VocabularyEntry> consistent(List<ConceptMapReader.Read> maps) {
    Map<Key, VocabularyEntry> entries = new LinkedHashMap<>();
    for (ConceptMapReader.Read map : maps) {
      for (VocabularyEntry entry : map.entries()) {
        VocabularyEntry earlier = entries.putIfAbsent(Key.of(entry), entry);
        if (earlier != null && !Objects.equals(earlier.targetCode(), entry.targetCode())) {
          throw new ContradictoryVocabularyException(
              entry.sourceSystem() + "|" + entry.code(), Place.of(earlier), Place.of(entry));
        }
      }
    }
    return entries;
  }

  private void addSource(ConceptMapReader.Read map, Set<Key> withPrecedence) {
    Set<Key> keys = new HashSet<>();
    map.entries().forEach(entry -> keys.add(Key.of(entry)));
    int all = keys.size();
    keys.removeIf(key -> !withPrecedence.contains(key));
    sources.add(map.source().counted(all, keys.size()));
  }

  private static VocabularyEntry own(String system, String code) {
    return new VocabularyEntry(system, system, code, code, Origin.OWN, system, "CodeSystem");
  }

  private void put(VocabularyEntry entry) {
    bySystems
        .computeIfAbsent(entry.targetSystem(), system -> new HashMap<>())
        .computeIfAbsent(entry.sourceSystem(), system -> new HashMap<>())
        .put(entry.code(), entry);
  }
}
